const systems: Readonly<Record<number, string>> = {
  0: 'general',
  1: 'fire alarm',
  10: 'linkage controller',
  11: 'hydrants',
  12: 'sprinklers',
  13: 'gas extinguishing',
  14: 'water spray, pump',
  15: 'water spray, vessel',
  16: 'foam',
  17: 'powder',
  18: 'smoke control',
  19: 'fire doors and shutters',
  20: 'fire lift',
  21: 'broadcast',
  22: 'lighting and exit signs',
  23: 'fire power supply',
  24: 'telephone',
}

type AlarmKind = 'smoke' | 'heat' | 'flame' | 'gas' | 'manual' | 'sprinkler' | 'electrical' | 'panel' | 'unknown'

/** Ranges of part types, with what an alarm of one means. */
const parts: readonly { readonly from: number; readonly until: number; readonly name: string; readonly kind: AlarmKind }[] = [
  { from: 1, until: 1, name: 'control panel', kind: 'panel' },
  { from: 10, until: 13, name: 'gas detector', kind: 'gas' },
  { from: 16, until: 18, name: 'electrical fire monitor', kind: 'electrical' },
  { from: 21, until: 21, name: 'loop', kind: 'panel' },
  { from: 22, until: 22, name: 'display', kind: 'panel' },
  { from: 23, until: 23, name: 'call point', kind: 'manual' },
  { from: 24, until: 24, name: 'hydrant button', kind: 'manual' },
  { from: 25, until: 25, name: 'detector', kind: 'unknown' },
  { from: 30, until: 37, name: 'heat detector', kind: 'heat' },
  { from: 40, until: 44, name: 'smoke detector', kind: 'smoke' },
  { from: 50, until: 53, name: 'combined detector', kind: 'smoke' },
  { from: 61, until: 62, name: 'flame detector', kind: 'flame' },
  { from: 69, until: 69, name: 'light detector', kind: 'flame' },
  { from: 74, until: 74, name: 'gas detector', kind: 'gas' },
  { from: 78, until: 79, name: 'picture or sound detector', kind: 'unknown' },
  { from: 81, until: 82, name: 'panel of gas or electrical monitors', kind: 'panel' },
  { from: 83, until: 83, name: 'display system', kind: 'panel' },
  { from: 84, until: 88, name: 'module', kind: 'unknown' },
  { from: 91, until: 92, name: 'pump or tank', kind: 'unknown' },
  { from: 95, until: 99, name: 'sprinkler part', kind: 'sprinkler' },
  { from: 101, until: 106, name: 'valve, damper or fire door', kind: 'unknown' },
  { from: 111, until: 118, name: 'smoke control or shutter', kind: 'unknown' },
  { from: 121, until: 121, name: 'sounder', kind: 'unknown' },
]

const rangeOf = (type: number) => parts.find(({ from, until }) => type >= from && type <= until)

export const systemName = (type: number): string => systems[type] ?? (type >= 128 ? `user ${type}` : `unknown ${type}`)
export const partName = (type: number): string => rangeOf(type)?.name ?? (type === 0 ? 'general' : `unknown ${type}`)
export const alarmKind = (type: number): AlarmKind => rangeOf(type)?.kind ?? 'unknown'

/** A value on the wire is so many of these. */
export const quantities: Readonly<Record<number, { readonly name: string; readonly unit: string; readonly per: number }>> = {
  1: { name: 'count', unit: '', per: 1 },
  2: { name: 'height', unit: 'm', per: 100 },
  3: { name: 'temperature', unit: '°C', per: 10 },
  4: { name: 'pressure', unit: 'MPa', per: 10 },
  5: { name: 'pressure', unit: 'kPa', per: 10 },
  6: { name: 'gas', unit: '%LEL', per: 10 },
  7: { name: 'time', unit: 's', per: 1 },
  8: { name: 'voltage', unit: 'V', per: 10 },
  9: { name: 'current', unit: 'A', per: 10 },
  10: { name: 'flow', unit: 'L/s', per: 10 },
  11: { name: 'air volume', unit: 'm³/min', per: 10 },
  12: { name: 'air speed', unit: 'm/s', per: 1 },
}
