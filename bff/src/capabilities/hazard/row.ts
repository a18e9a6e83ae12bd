import type { HazardArea } from '@liren/contract/capabilities/hazard'

export const hazardScope = { placePath: 'place_path' } as const

export interface OnDuty {
  readonly id: string
  readonly name: string
}

export interface ShiftRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly area: HazardArea
  readonly user_id: string
  readonly plan: string
  readonly from_on: string | null
  readonly until_on: string | null
  readonly version: number
}

/** What a hazard adds to its alarm: the work order and whom it was pushed to. */
export interface OrderRow {
  readonly id: string
  readonly number: string
  readonly area: HazardArea
  readonly place_path: string
  readonly estate_id: string | null
  readonly duty: string
  readonly push_due_at: number
  readonly pushed_at: number | null
  readonly created_at: number
}
