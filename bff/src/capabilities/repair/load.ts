import type { Person } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { RepairRow } from './row.ts'

/** How many unfinished repairs each of these people has in hand. */
export async function loadOf(kernel: Kernel, people: readonly Person[], tx?: Tx): Promise<Map<string, { open: number; last: string }>> {
  if (people.length === 0) return new Map()
  const rows = await unscoped<{ handler_id: string; open: number; last: string }>(
    kernel.store,
    'the load of a worker counts wherever the work is',
    {
      sql: `SELECT handler_id, COUNT(*) AS open, MAX(id) AS last FROM repairs
            WHERE handler_id IN (${people.map(() => '?').join(', ')}) AND phase IN ('open', 'active') GROUP BY handler_id`,
      params: people.map((person) => person.id),
    },
    tx,
  )
  return new Map(rows.map((row) => [row.handler_id, { open: Number(row.open), last: row.last }]))
}

/** Rotation: the least loaded; among equals the one whose last repair is oldest; never the one who just declined. */
export async function suggestHandler(
  kernel: Kernel,
  people: readonly Person[],
  row: Pick<RepairRow, 'id' | 'handler_id'>,
  tx?: Tx,
): Promise<Person | undefined> {
  const load = await loadOf(kernel, people, tx)
  const declined = new Set(
    (
      await kernel.store.rows<{ actor_id: string }>(
        "SELECT actor_id FROM repair_entries WHERE repair_id = ? AND action = 'decline'",
        [row.id],
        tx,
      )
    ).map((entry) => entry.actor_id),
  )
  const rank = (person: Person) => load.get(person.id) ?? { open: 0, last: '' }
  return people
    .filter((person) => person.id !== row.handler_id && !declined.has(person.id))
    .sort(
      (a, b) => rank(a).open - rank(b).open || (rank(a).last < rank(b).last ? -1 : rank(a).last > rank(b).last ? 1 : a.id < b.id ? -1 : 1),
    )[0]
}
