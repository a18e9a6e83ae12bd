import type { AlarmKind, AlarmLevel } from '@liren/contract/capabilities/alarm'
import type { ScoreGrade, ScoreItemKind, ScoreLevel } from '@liren/contract/capabilities/score'
import { scopedTable } from '../../kernel/store/scope.ts'

export const scoreScope = { placePath: 'place_path' } as const
scopedTable('org_scores', { ...scoreScope, also: ['org_id', 'community_id'] })

export const why = 'organisations are scored for those who answer for the place'

/** One thing that adds to a score, as it is kept with it. */
export interface Item {
  readonly kind: ScoreItemKind
  readonly grade: ScoreGrade | null
  readonly alarm: { readonly kind: AlarmKind; readonly level: AlarmLevel } | null
  readonly name: string | null
  readonly ref: { readonly subject: 'org' | 'key-place' | 'alarm'; readonly id: string }
  readonly at: number
  readonly rightedAt: number | null
  readonly weight: number
  readonly points: number
}

export interface ScoreRow {
  readonly org_id: string
  readonly place_path: string
  readonly place_name: string
  readonly community_id: string | null
  readonly name: string
  readonly kind: string | null
  readonly score: number
  readonly level: ScoreLevel
  readonly score_before: number | null
  readonly since_at: number
  readonly changed_at: number
  readonly items: string
  readonly version: number
}

export interface SettingRow {
  readonly community_id: string
  readonly place_path: string
  readonly points: string
  readonly changed_at: number
  readonly version: number
}
