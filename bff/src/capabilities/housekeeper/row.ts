import type { AskKind, AskState } from '@liren/contract/capabilities/housekeeper'
import { scopedTable } from '../../kernel/store/scope.ts'

export const postColumns = { placePath: 'place_path', also: ['keeper_id'] }
export const absenceColumns = { placePath: 'place_path', also: ['keeper_id', 'substitute_id'] }
export const talkColumns = { placePath: 'place_path', owner: 'resident_id', also: ['keeper_id'] }
export const askColumns = { placePath: 'place_path', owner: 'resident_id', also: ['talk_id'] }
scopedTable('housekeeper_posts', postColumns)
scopedTable('housekeeper_absences', absenceColumns)
scopedTable('housekeeper_talks', talkColumns)
scopedTable('housekeeper_asks', askColumns)

export interface PostRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly keeper_id: string
  readonly phone: string | null
  readonly since_at: number
  readonly until_at: number | null
  readonly version: number
}

export interface AbsenceRow {
  readonly id: string
  readonly keeper_id: string
  readonly substitute_id: string
  readonly place_path: string
  readonly from_at: number
  readonly until_at: number
  readonly reason: string
  readonly version: number
}

export type Side = 'resident' | 'keeper'

export interface TalkRow {
  readonly id: string
  readonly resident_id: string
  readonly house_id: string
  readonly place_path: string
  readonly place_label: string
  readonly keeper_id: string | null
  readonly post_id: string | null
  readonly last_at: number
  readonly last_side: Side
  readonly due_at: number | null
  readonly version: number
}

export interface WordRow {
  readonly id: string
  readonly talk_id: string
  readonly side: Side
  readonly author_id: string
  readonly kind: AskKind
  readonly content: string
  readonly photos: string | null
  readonly at: number
}

export interface AskRow {
  readonly id: string
  readonly talk_id: string
  readonly word_id: string
  readonly resident_id: string
  readonly house_id: string
  readonly place_path: string
  readonly place_label: string
  readonly keeper_id: string | null
  readonly kind: AskKind
  readonly state: AskState
  readonly asked_at: number
  readonly due_at: number
  readonly answered_at: number | null
  readonly closed_at: number | null
  readonly reminded: number
  readonly repair_id: string | null
  readonly repair_number: string | null
  readonly version: number
}

export const talkSubject = 'housekeeper-talk'
export const askSubject = 'housekeeper-ask'
export const contentPlace = (row: string) => ({ table: 'housekeeper_words', column: 'content', row })
