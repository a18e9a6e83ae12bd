import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface HookRow {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly place_path: string
  readonly sealed_secret: string
  readonly created_at: number
  readonly version: number
}

/** Addresses that rules may tell, by id. */
export async function hooksById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, HookRow>> {
  if (ids.length === 0) return new Map()
  const some = among('id', [...new Set(ids)])
  const rows = await unscoped<HookRow>(
    kernel.store,
    'rules name the addresses that they tell',
    { sql: `SELECT * FROM rule_hooks WHERE ${some.sql}`, params: some.params },
    tx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
