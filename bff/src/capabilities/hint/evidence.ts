/** What a model may look at. Everything is of one community, bounded, and names the records it comes from. */
export interface Evidence {
  readonly now: number
  /** People of the files whose last passage led out before this moment. */
  away(before: number): Promise<readonly SeenPerson[]>
  /** People who live alone and were not seen since. */
  alone(before: number): Promise<readonly SeenPerson[]>
  /** Registered tenants of houses whose lease is over. */
  overdueTenants(today: string): Promise<readonly (SeenPerson & { readonly leaseUntil: string; readonly houseFileId: string })[]>
  /** Credentials that nobody is bound to, with how often they passed. */
  strangers(since: number, passes: number): Promise<readonly Stranger[]>
  /** Passages of key persons, in the order of time. */
  keyPassages(since: number): Promise<readonly KeyPassage[]>
  /** Passages of vehicles by plate, each plate in the order of time. */
  vehiclePasses(since: number): Promise<readonly VehiclePass[]>
  /** How often each vehicle passed on each day, and how often of that at night. */
  vehicleDays(since: number, from: number, to: number): Promise<readonly VehicleDay[]>
  /** Vehicles that came in before this moment and have not left. */
  parked(before: number): Promise<readonly ParkedCar[]>
  /** Houses with a meter and what they used on each of the last days. */
  houseUse(days: number): Promise<readonly HouseUse[]>
  /** What was reported in grids, by grid and kind in the order of time. */
  gridEvents(since: number): Promise<readonly GridEvent[]>
  /** Organisations whose number of staff was changed. */
  staffChanges(since: number): Promise<readonly StaffChange[]>
  /** Organisations whose hazard score is at this level or a graver one, the gravest first. */
  orgScores(level: number): Promise<readonly OrgScore[]>
}

export interface SeenPerson {
  readonly personId: string
  readonly placePath: string
  readonly houseId: string | null
  readonly lastAt: number | null
  readonly passageId: string | null
}

export interface Stranger {
  readonly key: string
  readonly placePath: string
  readonly passes: number
  readonly passageIds: readonly string[]
}

export interface KeyPassage {
  readonly id: string
  readonly personId: string
  readonly at: number
  readonly placePath: string
}

export interface VehiclePass {
  readonly id: string
  readonly key: string
  readonly vehicleId: string | null
  readonly placePath: string
  readonly at: number
  readonly gateId: string
  readonly longitude: number | null
  readonly latitude: number | null
  readonly plateColour: string | null
  readonly vehicleColour: string | null
  readonly fileColour: string | null
  readonly plateKind: string | null
}

export interface VehicleDay {
  readonly key: string
  readonly vehicleId: string | null
  readonly placePath: string
  readonly day: string
  readonly passes: number
  readonly nightPasses: number
  readonly passageId: string
}

export interface ParkedCar {
  readonly key: string
  readonly vehicleId: string | null
  readonly placePath: string
  readonly since: number
  readonly passageId: string | null
}

export interface HouseUse {
  readonly placeId: string
  readonly fileId: string
  readonly placePath: string
  readonly occupancy: string | null
  readonly people: number
  /** Somebody of the house lives alone. */
  readonly isAlone: boolean
  /** Watt-hours of each day that the meter told, the oldest first. */
  readonly wattHours: readonly number[]
}

/** A report or event in a grid, whatever became of it. */
export interface GridEvent {
  readonly id: string
  readonly gridId: string
  readonly gridPath: string
  readonly category: string
  /** What people call the kind. */
  readonly kindZh: string
  readonly at: number
}

export interface StaffChange {
  readonly orgId: string
  readonly placePath: string
  readonly before: number
  readonly after: number
}

export interface OrgScore {
  readonly orgId: string
  readonly placePath: string
  readonly score: number
  readonly level: number
  /** What it is made of, the most first. */
  readonly refs: readonly { readonly kind: string; readonly id: string }[]
}

/** What a model found: whom it is about, the figures, and the records behind it. */
export interface Finding {
  /** The same finding has the same key at the next run. */
  readonly key: string
  readonly subjectId: string | null
  readonly placePath: string
  readonly houseId?: string | null | undefined
  readonly facts: Readonly<Record<string, string | number | null>>
  readonly passageIds?: readonly string[] | undefined
  readonly records?: readonly { readonly kind: string; readonly id: string }[] | undefined
  readonly confidence: number
}

export type Params = Readonly<Record<string, number>>
export type Find = (evidence: Evidence, params: Params) => Promise<readonly Finding[]>

export const dayMs = 86_400_000
export const param = (params: Params, name: string): number => {
  const value = params[name]
  if (value === undefined) throw new Error(`the model has no parameter ${name}`)
  return value
}
/** Surer the further beyond its limit, never certain. */
export const sureness = (value: number, limit: number): number => Math.round(Math.min(95, 60 + 35 * Math.max(0, value / limit - 1)))
export const ids = (...list: readonly (string | null)[]): string[] => list.filter((id): id is string => id !== null)
