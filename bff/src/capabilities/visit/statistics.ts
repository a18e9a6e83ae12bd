import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { todayOf } from './tasks.ts'

interface DayRow {
  readonly grid_id: string
  readonly unchanged: number
  readonly changed: number
  readonly absent: number
  readonly refused: number
}

/** Visits of each grid by outcome from the daily counters, and what is due there now. Three statements for any number of grids. */
export async function visitStatistics(kernel: Kernel, scope: Scope, { from, to }: { from: string; to: string }) {
  const within = underPlaces('path', scope.places)
  const grids = await kernel.store.rows<{ id: string; name: string }>(
    `SELECT id, name FROM places WHERE kind = 'grid' AND is_retired = 0 AND ${within.sql} ORDER BY path LIMIT 200`,
    within.params,
  )
  const ids = grids.map(({ id }) => id)
  const some = among('grid_id', ids)
  const days = await kernel.store.rows<DayRow>(
    `SELECT grid_id, SUM(unchanged) AS unchanged, SUM(changed) AS changed, SUM(absent) AS absent, SUM(refused) AS refused
     FROM visit_days WHERE ${some.sql} AND day >= ? AND day <= ? GROUP BY grid_id`,
    [...some.params, from, to],
  )
  const open = await scopedRows<{ grid_id: string; due: number; overdue: number }>(kernel.store, scope, 'visit_tasks', {
    sql: `SELECT grid_id, COUNT(*) AS due, SUM(CASE WHEN due_on < ? THEN 1 ELSE 0 END) AS overdue
          FROM visit_tasks WHERE ${some.sql} AND state = 'due' GROUP BY grid_id`,
    params: [todayOf(kernel), ...some.params],
  })
  return {
    grids: grids.map(({ id, name }) => {
      const counted = days.find(({ grid_id }) => grid_id === id)
      const now = open.find(({ grid_id }) => grid_id === id)
      const sums = {
        unchanged: Number(counted?.unchanged ?? 0),
        changed: Number(counted?.changed ?? 0),
        absent: Number(counted?.absent ?? 0),
        refused: Number(counted?.refused ?? 0),
      }
      const done = sums.unchanged + sums.changed + sums.absent + sums.refused
      const [due, overdue] = [Number(now?.due ?? 0), Number(now?.overdue ?? 0)]
      return { id, name, ...sums, due, overdue, control: done + due === 0 ? null : 1 - overdue / (done + due) }
    }),
  }
}
