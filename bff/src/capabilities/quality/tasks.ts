import * as definitions from '@liren/contract/archive/all'
import type { Archive } from '@liren/contract/archive/index'
import { findFiles } from '../../engines/archive/find.ts'
import { allArchives } from '../../engines/archive/known.ts'
import { placesOf, shortName } from '../../engines/archive/place.ts'
import { titleOf } from '../../engines/archive/present.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Consumer } from '../../kernel/capability.ts'
import { loadPeriods, periodsSet } from '../../kernel/fresh-days.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, scopedTable, underPlaces, unscoped } from '../../kernel/store/scope.ts'

scopedTable('quality_tasks', { placePath: 'place_path' })

const dayMs = 86_400_000
const batch = 200

/** Asks for every file that falls due under a period somebody has set; one that is asked for already is not asked for twice. */
export async function makeTasks(kernel: Kernel): Promise<void> {
  await loadPeriods(kernel)
  const periods = periodsSet(kernel)
  for (const definition of allArchives(kernel)) {
    const days = periods.get(definition.name)
    if (days !== undefined)
      for (let after = ''; ; ) {
        const last = await makeSome(kernel, definition, days, after)
        if (last === undefined) break
        after = last
      }
  }
}

interface Due {
  readonly id: string
  readonly place_path: string
  readonly confirmed_at: number
}

/** The next files that are due, in the order of their ids. Undefined when nothing is left. */
async function makeSome(kernel: Kernel, { name, table }: Archive, days: number, after: string): Promise<string | undefined> {
  const { store, clock, ids, config } = kernel
  const now = clock.now()
  const rows = await unscoped<Due>(store, 'files fall due whoever they belong to', {
    sql: `SELECT id, place_path, COALESCE(verified_at, entered_at) AS confirmed_at FROM ${table} f
          WHERE f.id > ? AND f.state = 'active' AND COALESCE(f.verified_at, f.entered_at) < ?
          AND NOT EXISTS (SELECT 1 FROM quality_tasks t WHERE t.archive = ? AND t.file_id = f.id AND t.state = 'open')
          ORDER BY f.id LIMIT ${batch}`,
    params: [after, now - days * dayMs, name],
  })
  await store.tx(async (tx) => {
    for (const { id, place_path, confirmed_at } of rows) {
      const due = dayOf(Number(confirmed_at) + days * dayMs, config.LIREN_TIME_ZONE)
      const task = { id: ids.next(), archive: name, file_id: id, place_path, due_on: due, state: 'open' }
      await insertOnce(store, 'quality_tasks', { ...task, live_key: `${name}:${id}`, made_at: now, done_at: null }, tx)
    }
  })
  return rows.at(-1)?.id
}

/** A file that was confirmed is due no longer; one that was retired is nobody's task. */
export const closeTasks = (kernel: Kernel): Consumer => ({
  name: 'quality.close-tasks',
  on: Object.values(definitions).flatMap(({ name }) => [`${name}.verified`, `${name}.retired`]),
  async handle(event, tx) {
    if (event.subjectId === null) return
    const statement = "UPDATE quality_tasks SET state = 'done', live_key = NULL, done_at = ? WHERE live_key = ?"
    await kernel.store.run(statement, [event.at, `${event.subject}:${event.subjectId}`], tx)
  },
})

interface TaskRow {
  readonly id: string
  readonly file_id: string
  readonly due_on: string
  readonly state: 'open' | 'done'
  readonly done_at: number | null
}

interface Asked {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly state?: 'open' | 'done' | undefined
}

/** What is due to be confirmed within reach, the oldest request first. */
export async function listTasks(kernel: Kernel, viewer: Principal, definition: Archive, scope: Scope, query: Asked) {
  const [limit, state] = [query.limit ?? 20, query.state ?? 'open']
  const keys = keyset(query, ['id'], { archive: definition.name, state })
  const where = combine('AND', [
    { sql: 'archive = ? AND state = ?', params: [definition.name, state] },
    underPlaces('place_path', scope.places),
    keys.seek(),
  ])
  const rows = await scopedRows<TaskRow>(kernel.store, scope, 'quality_tasks', {
    sql: `SELECT id, file_id, due_on, state, done_at FROM quality_tasks WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  const reach = scopeWith(viewer, `${definition.name}.read`, 'place')
  const files = await findFiles(
    kernel,
    definition,
    reach,
    page.items.map(({ file_id }) => file_id),
    [...definition.title],
  )
  const places = await placesOf(
    kernel,
    files.map(({ place_id }) => place_id),
  )
  return {
    ...page,
    items: page.items.flatMap((row) => {
      const file = files.find(({ id }) => id === row.file_id)
      if (!file) return []
      const place = shortName(places.get(file.place_id))
      const title = titleOf(viewer, definition, valuesOf(kernel, definition, file, definition.title)) || place
      const done = row.done_at === null ? null : iso(row.done_at)
      return [{ id: row.id, fileId: row.file_id, title, place: place || null, dueOn: row.due_on, state: row.state, doneAt: done }]
    }),
  }
}
