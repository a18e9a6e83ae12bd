import type { RetainedClass } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { holdsOn } from './read.ts'

const why = 'what is too old goes, whoever it belongs to'
export const dayMs = 86_400_000

export type AgedRow = { readonly id: string; readonly [column: string]: SqlValue }

/** The next rows of a class that are older than this, in the order of their ids: with everything in them, or only what decides. */
export const agedRows = (
  { store }: Kernel,
  of: RetainedClass,
  { before, after, limit, whole }: { before: number; after: string; limit: number; whole: boolean },
): Promise<AgedRow[]> => {
  const about = of.about.flatMap(({ column, subjectColumn }) => [column, ...(subjectColumn ? [subjectColumn] : [])])
  const columns = whole ? '*' : [...new Set(['id', of.at, ...about])].join(', ')
  return unscoped<AgedRow>(store, why, {
    sql: `SELECT ${columns} FROM ${of.table} WHERE id > ? AND ${of.at} < ?${of.where ? ` AND ${of.where}` : ''} ORDER BY id LIMIT ${limit}`,
    params: [after, before],
  })
}

/** Which of these rows a hold keeps. One statement for each kind of thing that they are about. */
export async function heldAmong(kernel: Kernel, of: RetainedClass, rows: readonly AgedRow[], tx?: Tx): Promise<Set<string>> {
  const bySubject = new Map<string, Map<string, string[]>>()
  for (const row of rows)
    for (const { subject, subjectColumn, column } of of.about) {
      const [name, id] = [subject ?? String(row[subjectColumn ?? ''] ?? ''), row[column]]
      if (name === '' || typeof id !== 'string') continue
      const ids = bySubject.get(name) ?? new Map<string, string[]>()
      bySubject.set(name, ids.set(id, [...(ids.get(id) ?? []), row.id]))
    }
  const held = new Set<string>()
  for (const [subject, ids] of bySubject)
    for (const id of (await holdsOn(kernel, subject, [...ids.keys()], tx)).keys()) for (const row of ids.get(id) ?? []) held.add(row)
  return held
}

const most = 10_000

/** What would go now. Nothing is changed by asking. */
export async function previewOf(kernel: Kernel, of: RetainedClass, days: number) {
  const before = kernel.clock.now() - days * dayMs
  const rows = await agedRows(kernel, of, { before, after: '', limit: most + 1, whole: false })
  const counted = rows.slice(0, most)
  const held = new Set<string>()
  for (let from = 0; from < counted.length; from += 500)
    for (const id of await heldAmong(kernel, of, counted.slice(from, from + 500))) held.add(id)
  const oldest = counted.reduce((least, row) => Math.min(least, Number(row[of.at])), Number.POSITIVE_INFINITY)
  return {
    before: new Date(before).toISOString(),
    count: counted.length - held.size,
    isCapped: rows.length > most,
    oldestAt: Number.isFinite(oldest) ? new Date(oldest).toISOString() : null,
    held: held.size,
  }
}
