/** What chargers of e-bikes are built for, and within which bounds their mains must stay: 220 V ± 10 %, 50 Hz ± 1 Hz. */
export const ratedInput = { volts: 220, hertz: 50 } as const
export const inputLimits = { volts: { from: 198, to: 242 }, hertz: { from: 49, to: 51 } } as const
export type InputMeasure = keyof typeof inputLimits

export const isWithin = (measure: InputMeasure, value: number): boolean =>
  value >= inputLimits[measure].from && value <= inputLimits[measure].to
