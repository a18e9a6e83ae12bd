/** How much of everything. `small` is for tests, `full` for load. */
export interface Scale {
  /** [buildings, units per building, floors, houses per floor] of each estate. */
  readonly estates: {
    readonly fl: readonly [number, number, number, number]
    readonly wtl: readonly [number, number, number, number]
    readonly wjf: readonly [number, number, number, number]
  }
  readonly grids: number
  readonly areasPerEstate: number
  readonly people: number
  /** Residents who have an account. */
  readonly accounts: number
  readonly repairs: number
  readonly events: number
  readonly open: number
  readonly nearDue: number
  readonly overdue: number
  readonly reopened: number
  readonly days: number
  readonly workers: number
}

export const scales: Readonly<Record<'small' | 'standard' | 'full', Scale>> = {
  small: {
    estates: { fl: [2, 2, 6, 4], wtl: [5, 3, 2, 2], wjf: [1, 1, 8, 4] },
    grids: 3,
    areasPerEstate: 5,
    people: 460,
    accounts: 60,
    repairs: 90,
    events: 26,
    open: 14,
    nearDue: 3,
    overdue: 2,
    reopened: 4,
    days: 60,
    workers: 4,
  },
  standard: {
    estates: { fl: [12, 2, 18, 4], wtl: [18, 3, 6, 2], wjf: [8, 1, 26, 4] },
    grids: 6,
    areasPerEstate: 14,
    people: 7842,
    accounts: 1460,
    repairs: 1178,
    events: 342,
    open: 37,
    nearDue: 6,
    overdue: 3,
    reopened: 41,
    days: 180,
    workers: 14,
  },
  full: {
    estates: { fl: [12, 2, 18, 4], wtl: [18, 3, 6, 2], wjf: [8, 1, 26, 4] },
    grids: 6,
    areasPerEstate: 14,
    people: 7842,
    accounts: 3000,
    repairs: 90_000,
    events: 20_000,
    open: 120,
    nearDue: 16,
    overdue: 9,
    reopened: 2400,
    days: 720,
    workers: 40,
  },
}
export type ProfileName = keyof typeof scales
