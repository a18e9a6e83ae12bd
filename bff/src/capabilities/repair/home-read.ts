import type { RepairState } from '@liren/contract/capabilities/repair'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'

export interface RepairLine {
  id: string
  title: string
  state: RepairState
  place_label: string
  handler_name: string | null
  due_at: number | null
}

const columns = 'id, title, state, place_label, handler_name, due_at'
const own = (userId: string): Scope => ({ kind: 'self', userId, houseIds: [], places: [], range: 'own' })

/** What a resident waits for or is waited for. */
export const openOfReporter = (kernel: Kernel, userId: string): Promise<RepairLine[]> =>
  scopedRows<RepairLine>(kernel.store, own(userId), 'repairs', {
    sql: `SELECT ${columns} FROM repairs WHERE reporter_id = ? AND (phase IN ('open', 'active') OR state = 'returned') ORDER BY id DESC LIMIT 6`,
    params: [userId],
  })

/** A worker's unfinished orders, the earliest deadline first. */
export const ordersOfHandler = (kernel: Kernel, userId: string): Promise<RepairLine[]> =>
  scopedRows<RepairLine>(kernel.store, own(userId), 'repairs', {
    sql: `SELECT ${columns} FROM repairs WHERE handler_id = ? AND phase IN ('open', 'active') AND state <> 'finished'
          ORDER BY CASE WHEN due_at IS NULL THEN 1 ELSE 0 END, due_at LIMIT 10`,
    params: [userId],
  })

/** What lies before the desk of these places; counted on the index of what is unfinished. */
export async function deskCounts(kernel: Kernel, paths: readonly string[], now: number): Promise<{ waiting: number; overdue: number }> {
  const here = underPlaces('place_path', paths)
  const scope: Scope = { kind: 'place', userId: '', houseIds: [], places: paths, range: 'place' }
  const [row] = await scopedRows<{ waiting: number | null; overdue: number | null }>(kernel.store, scope, 'repairs', {
    sql: `SELECT SUM(CASE WHEN state = 'submitted' THEN 1 ELSE 0 END) AS waiting, SUM(CASE WHEN due_at < ? THEN 1 ELSE 0 END) AS overdue
          FROM repairs WHERE phase IN ('open', 'active') AND ${here.sql}`,
    params: [now, ...here.params],
  })
  return { waiting: Number(row?.waiting ?? 0), overdue: Number(row?.overdue ?? 0) }
}
