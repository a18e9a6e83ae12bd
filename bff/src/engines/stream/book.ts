import type { StreamTake } from '@liren/contract/rule/stream'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { StreamPlan } from './shape.ts'

/** Counts changes of windows; turned with every change of one, in its transaction. */
export const pages = 'streams'

interface Kept {
  readonly revision: number
  readonly byProduct: ReadonlyMap<string, readonly StreamPlan[]>
}
const kept = new WeakMap<Kernel, Kept>()

interface StreamRow {
  readonly id: string
  readonly place_path: string
  readonly product_id: string
  readonly property: string
  readonly group_id: string | null
  readonly take: StreamTake
  readonly per: 'device' | 'place'
  readonly length_seconds: number
  readonly step_seconds: number
  readonly lateness_seconds: number
}

/** The windows in force by the product they look at; read again only when one has changed. */
export async function plansByProduct(kernel: Kernel, tx: Tx): Promise<Kept['byProduct']> {
  const [row] = await kernel.store.rows<{ value: number }>('SELECT value FROM counters WHERE name = ?', [pages], tx)
  const revision = Number(row?.value ?? 0)
  const before = kept.get(kernel)
  if (before?.revision === revision) return before.byProduct
  const rows = await unscoped<StreamRow>(
    kernel.store,
    'what devices say is added up for the house itself',
    {
      sql: `SELECT id, place_path, product_id, property, group_id, take, per, length_seconds, step_seconds, lateness_seconds
            FROM streams WHERE is_removed = 0 AND is_enabled = 1 ORDER BY id`,
      params: [],
    },
    tx,
  )
  const byProduct = new Map<string, StreamPlan[]>()
  for (const one of rows) {
    const plan = {
      ...{ id: one.id, placePath: one.place_path, productId: one.product_id, property: one.property, groupId: one.group_id },
      ...{ take: one.take, per: one.per, lengthMs: one.length_seconds * 1000 },
      ...{ stepMs: one.step_seconds * 1000, latenessMs: one.lateness_seconds * 1000 },
    }
    byProduct.set(one.product_id, [...(byProduct.get(one.product_id) ?? []), plan])
  }
  kept.set(kernel, { revision, byProduct })
  return byProduct
}

/** Which of these devices are in which of these groups, as `group device`. */
export async function membersOf(
  kernel: Kernel,
  groups: readonly string[],
  devices: readonly string[],
  tx: Tx,
): Promise<ReadonlySet<string>> {
  if (groups.length === 0) return new Set()
  const where = combine('AND', [among('group_id', groups), among('device_id', devices)])
  const rows = await kernel.store.rows<{ group_id: string; device_id: string }>(
    `SELECT group_id, device_id FROM device_group_members WHERE ${where.sql}`,
    where.params,
    tx,
  )
  return new Set(rows.map((row) => `${row.group_id} ${row.device_id}`))
}
