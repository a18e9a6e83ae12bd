import type { HintModel, HintModelSpec, HintState, HintTask } from '@liren/contract/capabilities/hint'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { reach, scopedTable } from '../../kernel/store/scope.ts'

export const hintScope = { placePath: 'place_path' } as const
scopedTable('hints', { ...hintScope, also: ['open_key', 'community_id'] })

export interface HintRow {
  readonly id: string
  readonly model: HintModel
  readonly model_version: string
  readonly community_id: string
  readonly place_path: string
  readonly subject: HintModelSpec['subject']
  readonly subject_id: string | null
  readonly open_key: string | null
  readonly params: string
  readonly facts: string
  readonly passage_ids: string
  readonly records: string
  readonly confidence: number
  readonly state: HintState
  readonly is_restricted: number
  readonly task: HintTask | null
  readonly worker_id: string | null
  readonly due_on: string | null
  readonly visit_id: string | null
  readonly raised_at: number
  readonly seen_at: number
  readonly cleared_at: number | null
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly decision_note: string | null
  readonly version: number
}

export interface SwitchRow {
  readonly model: HintModel
  readonly community_id: string
  readonly place_path: string
  readonly is_on: number
  readonly params: string
  readonly n_raised: number
  readonly n_confirmed: number
  readonly n_rejected: number
  readonly n_cleared: number
  readonly ran_at: number | null
  readonly version: number
}

/** Hints within reach; restricted ones only for who may know of them. */
export const readable = (scope: Scope, viewer: Pick<Principal, 'permissions'>): Condition =>
  combine('AND', [
    reach(scope, hintScope),
    ...(viewer.permissions.has('hint.restricted') ? [] : [{ sql: 'is_restricted = 0', params: [] }]),
  ])
