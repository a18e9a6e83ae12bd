import { type AlarmKind, type AlarmLevel, alarmKinds } from '../alarm/kinds.ts'
import { type Text, text } from '../kernel/text.ts'

/** Whose watch a hazard falls into: each has a roster of its own. */
export const hazardAreas = {
  fire: text('消防', 'Fire safety'),
  facility: text('公共设施', 'Public facilities'),
} as const satisfies Record<string, Text>
export type HazardArea = keyof typeof hazardAreas
export const hazardAreaNames = Object.keys(hazardAreas) as [HazardArea, ...HazardArea[]]

/** What is emptied by the day's round is no hazard. */
const daily: ReadonlySet<AlarmKind> = new Set<AlarmKind>(['bin-full', 'bin-tilted', 'bin-misused'])

/** The area of a kind of alarm; undefined where it is no hazard of the community's safety. */
export function hazardAreaOf(kind: AlarmKind): HazardArea | undefined {
  const { group } = alarmKinds[kind]
  if (group === 'fire') return 'fire'
  return (group === 'lift' || group === 'facility') && !daily.has(kind) ? 'facility' : undefined
}

const minute = 60_000
/** Within which whoever is on duty has been told, by level; past it the hazard goes upwards. */
export const pushWithin: Readonly<Record<AlarmLevel, number>> = { 1: minute, 2: 2 * minute, 3: 5 * minute, 4: 30 * minute }

/** Within which a fire has arrived at the city's monitoring platform. */
export const cityReportWithin = minute
