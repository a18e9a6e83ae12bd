import type { Archive } from '@liren/contract/archive/index'
import { placesOf } from '../../engines/archive/place.ts'
import { columnsToRead, type FileRow, valuesOf } from '../../engines/archive/row.ts'
import { walkSome } from '../../engines/walk/walk.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { freshDaysOf } from '../../kernel/fresh-days.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { faultsOf } from './rules.ts'

const why = 'the data of the whole house are measured, whoever they belong to'
const batch = 200

/** Judges the next files of an archive. False when nothing is left. */
export const measureSome = (kernel: Kernel, definition: Archive): Promise<boolean> =>
  walkSome(kernel, 'quality_cursors', definition, batch, (ids) => judge(kernel, definition, ids))

/** Replaces what is known to be wrong with these files. Can be run again. */
async function judge(kernel: Kernel, definition: Archive, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { store, clock, config } = kernel
  const wanted = among('id', ids)
  const rows = await unscoped<FileRow>(store, why, {
    sql: `SELECT ${columnsToRead(definition)} FROM ${definition.table} WHERE ${wanted.sql} AND state = 'active'`,
    params: wanted.params,
  })
  const timed = { ...definition, freshDays: freshDaysOf(kernel, definition) }
  const links = await linksOf(kernel, ids)
  const places = await placesOf(
    kernel,
    rows.map(({ place_id }) => place_id),
  )
  const now = clock.now()
  const today = dayOf(now, config.LIREN_TIME_ZONE)
  const lines = rows.flatMap((row): SqlValue[][] => {
    const place = places.get(row.place_id)
    const judged = {
      ...{ values: valuesOf(kernel, definition, row), links: links.get(row.id) ?? new Set<string>() },
      ...{ confirmedAt: Number(row.verified_at ?? row.entered_at), now, today },
    }
    const grid = place?.kind === 'grid' ? place.id : (place?.gridId ?? null)
    return faultsOf(timed, judged).map(({ rule, fields }) => [
      definition.name,
      row.id,
      rule,
      row.place_path,
      grid,
      JSON.stringify(fields),
      now,
    ])
  })
  await store.tx(async (tx) => {
    const old = among('file_id', ids)
    await store.run(`DELETE FROM quality_faults WHERE archive = ? AND ${old.sql}`, [definition.name, ...old.params], tx)
    for (let from = 0; from < lines.length; from += 100) {
      const some = lines.slice(from, from + 100)
      await store.run(
        `INSERT INTO quality_faults (archive, file_id, rule, place_path, grid_id, fields, found_at) VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
        some.flat(),
        tx,
      )
    }
  })
}

async function linksOf(kernel: Kernel, ids: readonly string[]): Promise<Map<string, Set<string>>> {
  const [from, to] = [among('from_id', ids), among('to_id', ids)]
  const rows = await unscoped<{ kind: string; role: string | null; from_id: string; to_id: string }>(kernel.store, why, {
    sql: `SELECT kind, role, from_id, to_id FROM archive_links WHERE ended_on IS NULL AND ${from.sql}
          UNION SELECT kind, role, from_id, to_id FROM archive_links WHERE ended_on IS NULL AND ${to.sql}`,
    params: [...from.params, ...to.params],
  })
  const found = new Map<string, Set<string>>()
  for (const { kind, role, from_id, to_id } of rows)
    for (const id of [from_id, to_id]) {
      const kinds = found.get(id) ?? new Set<string>()
      found.set(id, kinds.add(kind))
      if (role !== null) kinds.add(`${kind}:${role}`)
    }
  return found
}
