/** How a bin stands, gravest first: one that is silent may hide anything else. */
export const binStates = ['offline', 'fault', 'full', 'normal'] as const
export type BinState = (typeof binStates)[number]

/** From here on a bin counts as full; alarms begin at the same mark. */
export const fullPercent = 90

interface Bin {
  readonly presence: string
  readonly heardAt: string | null
  /** The last values that each kind of event brought. */
  readonly state: Readonly<Record<string, unknown>>
}

type Said = Readonly<Record<string, unknown>>
const said = ({ state }: Bin, event: string): Said => (state[event] ?? {}) as Said
const isOn = (bin: Bin, event: string): boolean => said(bin, event).isActive === true
const atOf = (value: Said): number => (typeof value.at === 'number' ? value.at : 0)

/** What is wrong with it besides being full: on fire, tilted, leaking, or its own fault that was not taken back. */
export const binFaults = (bin: Bin): readonly ('burning' | 'tilted' | 'leaking' | 'faulty')[] => [
  ...(isOn(bin, 'bin.burning') ? (['burning'] as const) : []),
  ...(isOn(bin, 'bin.tilted') ? (['tilted'] as const) : []),
  ...(isOn(bin, 'water.leak') ? (['leaking'] as const) : []),
  ...('device.fault' in bin.state && atOf(said(bin, 'device.fault')) > atOf(said(bin, 'device.recovered')) ? (['faulty'] as const) : []),
]

export const filledOf = (bin: Bin): number | undefined => {
  const { percent } = said(bin, 'bin.level')
  return typeof percent === 'number' ? percent : undefined
}

export function binStateOf(bin: Bin): BinState {
  if (bin.presence !== 'online') return 'offline'
  if (binFaults(bin).length > 0) return 'fault'
  return (filledOf(bin) ?? 0) >= fullPercent ? 'full' : 'normal'
}
