import { type Text, text } from '../kernel/text.ts'

/** What a meter counts, each with the unit that people read. Totals travel in these units. */
export const energyCarriers = {
  electricity: { text: text('电', 'Electricity'), unit: 'kWh' },
  water: { text: text('水', 'Water'), unit: 'm³' },
  gas: { text: text('燃气', 'Gas'), unit: 'm³' },
  heat: { text: text('供热', 'Heat'), unit: 'kWh' },
  cold: { text: text('供冷', 'Cold'), unit: 'kWh' },
} as const satisfies Record<string, { text: Text; unit: string }>
export type EnergyCarrier = keyof typeof energyCarriers
export const energyCarrierNames = Object.keys(energyCarriers) as [EnergyCarrier, ...EnergyCarrier[]]

/** What the energy is for: the kinds of facilities that have a sub-meter of their own, and the homes. */
export const energyUses = {
  household: text('住户', 'Homes'),
  lift: text('电梯', 'Lifts'),
  pump: text('水泵', 'Pumps'),
  ventilation: text('通风空调', 'Ventilation and cooling'),
  lighting: text('公共照明', 'Lighting'),
  charging: text('充电设施', 'Charging'),
  public: text('其他公共', 'Other shared use'),
} as const satisfies Record<string, Text>
export type EnergyUse = keyof typeof energyUses
export const energyUseNames = Object.keys(energyUses) as [EnergyUse, ...EnergyUse[]]
