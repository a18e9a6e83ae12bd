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
  id: string
  description: string
  entries: number
  trail: number
  events: number
}

/** Compares what clients were promised with what the database holds. Knows nothing of how the house works inside. */
export async function judge(store: Store, told: Told): Promise<Verdict> {
  const rows = await unscoped<Row>(store, 'the drill counts everything', {
    sql: `SELECT r.id, r.description,
        (SELECT COUNT(*) FROM repair_entries e WHERE e.repair_id = r.id AND e.action = 'create') AS entries,
        (SELECT COUNT(*) FROM audit_entries a WHERE a.subject_id = r.id AND a.action = 'repair.created') AS trail,
        (SELECT COUNT(*) FROM outbox o WHERE o.subject_id = r.id AND o.name = 'repair.created') AS events
      FROM repairs r WHERE r.description LIKE 'drill-%'`,
    params: [],
  })
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
    half: rows
      .filter((row) => Number(row.entries) !== 1 || Number(row.trail) !== 1 || Number(row.events) !== 1)
      .map((row) => row.description),
  }
}
