import type { RolloutState, TargetCause, TargetState } from '@liren/contract/capabilities/firmware'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedRows, scopedTable, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

scopedTable('firmware_rollouts', { placePath: 'place_path' })
scopedTable('firmware_targets', { placePath: 'place_path', also: ['rollout_id'] })

export interface PackageRow {
  readonly id: string
  readonly product_id: string
  readonly release_word: string
  readonly notes: string
  readonly address: string | null
  readonly bytes: number
  readonly sm3: string
  readonly digest: string
  readonly signature: string
  readonly key_version: number
  readonly released_at: number
  readonly released_by: string | null
  readonly withdrawn_at: number | null
  readonly withdrawn_by: string | null
  readonly withdraw_reason: string | null
  readonly version: number
}

export interface RolloutRow {
  readonly id: string
  readonly package_id: string
  readonly product_id: string
  readonly place_id: string
  readonly place_path: string
  readonly reason: string
  readonly state: RolloutState
  readonly state_reason: string | null
  readonly first_count: number
  readonly step_count: number
  readonly most_failures: number
  readonly forgiven: number
  readonly holds_after_first: number
  readonly patience_minutes: number
  readonly step: number
  readonly steps: number
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly silent: number
  readonly skipped: number
  readonly started_by: string
  readonly started_name: string
  readonly started_at: number
  readonly ended_at: number | null
  readonly version: number
}

export interface TargetRow {
  readonly rollout_id: string
  readonly device_id: string
  readonly place_path: string
  readonly step: number
  readonly state: TargetState
  readonly command_id: string | null
  readonly before_word: string | null
  readonly reported_word: string | null
  readonly cause: TargetCause | null
  readonly detail: string | null
  readonly is_installed_told: number
  readonly told_at: number | null
  readonly due_at: number | null
  readonly changed_at: number
}

/** States in which something is still to come of the device. */
export const liveStates = ['told', 'downloading', 'installing'] as const
export const isLive = (state: TargetState): boolean => liveStates.some((one) => one === state)

export async function packageById(kernel: Kernel, id: string, tx?: Tx): Promise<PackageRow> {
  const [row] = await kernel.store.rows<PackageRow>('SELECT * FROM firmware_packages WHERE id = ?', [id], tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function rolloutWithin(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<RolloutRow> {
  const within = underPlaces('place_path', scope.places)
  const statement = { sql: `SELECT * FROM firmware_rollouts WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<RolloutRow>(kernel.store, scope, 'firmware_rollouts', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}
