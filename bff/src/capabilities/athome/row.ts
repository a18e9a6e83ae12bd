import type { AthomeReason, AthomeState } from '@liren/contract/capabilities/athome'
import { scopedTable } from '../../kernel/store/scope.ts'

scopedTable('athome_houses', { placePath: 'place_path', also: ['house_id', 'community_id'] })

export interface HouseRow {
  readonly house_id: string
  readonly place_path: string
  readonly community_id: string
  readonly name: string
  readonly state: AthomeState
  readonly confidence: number | null
  readonly reason: AthomeReason | null
  readonly people: number
  readonly judged_at: number
  readonly changed_at: number
  readonly next_at: number
}

export interface SwitchRow {
  readonly community_id: string
  readonly place_path: string
  readonly is_on: number
  readonly purpose: string
  readonly changed_at: number
  readonly version: number
}

export const why = 'whether somebody is in is judged for those who answer for the house'
