import { unscoped } from '../../../bff/src/kernel/store/scope.ts'
import type { Store } from '../../../bff/src/kernel/store/store.ts'
import type { Told } from './journal.ts'

export interface Verdict {
  readonly promised: number
  readonly lost: string[]
  readonly doubled: string[]
  /** A repair without its first entry, its audit line or its event: a part of something that is whole or not at all. */
  readonly half: string[]
}

interface Row {
  readonly id: string
  readonly description: string
}

/** What a repair is not whole without, counted by repair: each table is read once, however much was promised. */
const parts = [
  "SELECT repair_id AS id, COUNT(*) AS many FROM repair_entries WHERE action = 'create' GROUP BY repair_id",
  "SELECT subject_id AS id, COUNT(*) AS many FROM audit_entries WHERE action = 'repair.created' GROUP BY subject_id",
  "SELECT subject_id AS id, COUNT(*) AS many FROM outbox WHERE name = 'repair.created' GROUP BY subject_id",
]

/** Compares what clients were promised with what the database holds. Knows nothing of how the house works inside. */
export async function judge(store: Store, told: Told): Promise<Verdict> {
  const all = <T extends object>(sql: string) => unscoped<T>(store, 'the drill counts everything', { sql, params: [] })
  const rows = await all<Row>("SELECT id, description FROM repairs WHERE description LIKE 'drill-%'")
  const counts: Map<string, number>[] = []
  for (const sql of parts) {
    const found = await all<{ id: string; many: number }>(sql)
    counts.push(new Map(found.map(({ id, many }) => [id, Number(many)])))
  }
  const byKey = new Map<string, Row[]>()
  for (const row of rows) byKey.set(row.description, [...(byKey.get(row.description) ?? []), row])
  const present = new Set(rows.map((row) => row.id))
  const lost: string[] = []
  let promised = 0
  for (const [key, ids] of told.keys) {
    promised += ids.size
    for (const id of ids) if (!present.has(id)) lost.push(`${key} ${id}`)
  }
  return {
    promised,
    lost,
    doubled: [...byKey].filter(([, list]) => list.length > 1).map(([key]) => key),
    half: rows.filter(({ id }) => counts.some((found) => found.get(id) !== 1)).map(({ description }) => description),
  }
}
