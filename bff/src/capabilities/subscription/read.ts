import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { contentFor } from './clear.ts'
import type { HookRow } from './row.ts'

export interface KnownHook {
  readonly id: string
  readonly name: string
  readonly placePath: string
  readonly isEnabled: boolean
}

/** Addresses that rules and subscriptions may tell, by id. */
export async function hooksById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, KnownHook>> {
  if (ids.length === 0) return new Map()
  const some = among('id', [...new Set(ids)])
  const rows = await unscoped<HookRow>(
    kernel.store,
    'rules and subscriptions name the addresses that they tell',
    { sql: `SELECT id, name, place_path, is_enabled FROM hooks WHERE ${some.sql}`, params: some.params },
    tx,
  )
  return new Map(rows.map((row) => [row.id, { id: row.id, name: row.name, placePath: row.place_path, isEnabled: row.is_enabled === 1 }]))
}

export interface Parcel {
  readonly hook: KnownHook
  readonly about: { readonly kind: 'subscription' | 'rule' | 'trial'; readonly id: string; readonly name: string }
  readonly placePath: string
  /** The same cause is never sent twice. */
  readonly cause: string
  readonly content: Readonly<Record<string, unknown>>
}

/** Puts something into the room from which it is sent, in the caller's transaction. Undefined where it was there before. */
export async function queueParcel(kernel: Kernel, { hook, about, placePath, cause, content }: Parcel, tx: Tx): Promise<string | undefined> {
  const id = kernel.ids.next()
  const now = kernel.clock.now()
  const leaving = await contentFor(kernel, { kind: 'hook', id: hook.id, name: hook.name }, content, placePath, tx)
  const made = await insertOnce(
    kernel.store,
    'hook_deliveries',
    {
      ...{ id, hook_id: hook.id, place_path: placePath, about_kind: about.kind, about_id: about.id, about_name: about.name },
      ...{ cause_key: cause, content: JSON.stringify({ kind: about.kind, ...leaving }), state: 'waiting', attempts: 0 },
      ...{ retry_at: now, created_at: now },
    },
    tx,
  )
  if (!made) return undefined
  await appendEvents(kernel, [{ name: 'subscription.queued', subject: 'hook', subjectId: hook.id, payload: {} }], tx)
  return id
}
