import type { RepairState } from '@liren/contract/capabilities/repair'

/** Which columns say whose repair it is. */
export const repairScope = {
  placePath: 'place_path',
  owner: 'reporter_id',
  house: 'house_id',
  also: ['estate_id', 'handler_id', 'place_id'],
} as const

/** A row of `repairs` as the database gives it. */
export interface RepairRow {
  id: string
  number: string
  kind: 'home' | 'public' | 'event'
  category: string
  state: RepairState
  phase: 'open' | 'active' | 'done' | 'void'
  title: string
  description: string
  place_id: string
  place_path: string
  place_label: string
  estate_id: string
  house_id: string | null
  spot: string | null
  reporter_id: string
  contact: string
  handler_id: string | null
  handler_name: string | null
  photos: string
  is_emergency: number
  visit_at: number | null
  accept_due_at: number | null
  finish_due_at: number | null
  due_at: number | null
  paused_at: number | null
  paused_until: number | null
  accepted_at: number | null
  arrived_at: number | null
  finished_at: number | null
  closed_at: number | null
  escalation: number
  reopened: number
  followers: number
  urged_at: number | null
  materials: string | null
  fee_fen: number
  rating: number | null
  comment: string | null
  created_at: number
  updated_at: number
  version: number
}

export interface EntryRow {
  id: string
  repair_id: string
  action: string
  state: RepairState
  actor_id: string | null
  actor_name: string | null
  actor_role: 'reporter' | 'neighbour' | 'handler' | 'desk' | 'system'
  note: string | null
  photos: string | null
  at: number
}

/** What a list needs, so that a page of twenty does not carry twenty descriptions. */
export const summaryColumns = `id, number, kind, category, state, title, place_id, place_path, place_label, house_id, reporter_id, handler_id,
  handler_name, photos, is_emergency, accept_due_at, finish_due_at, due_at, closed_at, escalation, reopened, followers, rating, created_at, version`

export type SummaryRow = Pick<
  RepairRow,
  | 'id'
  | 'number'
  | 'kind'
  | 'category'
  | 'state'
  | 'title'
  | 'place_id'
  | 'place_path'
  | 'place_label'
  | 'house_id'
  | 'reporter_id'
  | 'handler_id'
  | 'handler_name'
  | 'photos'
  | 'is_emergency'
  | 'accept_due_at'
  | 'finish_due_at'
  | 'due_at'
  | 'closed_at'
  | 'escalation'
  | 'reopened'
  | 'followers'
  | 'rating'
  | 'created_at'
  | 'version'
>
