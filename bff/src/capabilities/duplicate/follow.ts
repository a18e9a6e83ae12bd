import { type Text, text } from '@liren/contract'
import { duplicateErrors } from '@liren/contract/capabilities/duplicate'
import { archiveReferences } from '../../engines/walk/references.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import type { FileReference } from '../../kernel/capability.ts'
import { refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'

const why = 'what is about a file follows it, whoever it belongs to'
const most = 500

/** What followed at one place: rows that moved, and those that ended since the survivor had their like. */
export interface Followed {
  readonly table: string
  readonly column: string
  readonly moved: readonly string[]
  readonly ended: readonly { readonly id: string; readonly key: string | null }[]
}

export interface Sides {
  readonly archive: string
  readonly survivorId: string
  readonly mergedId: string
}

export const referencesTo = ({ surface }: Pick<Kernel, 'surface'>, archive: string): FileReference[] =>
  [...archiveReferences, ...surface.capabilities.flatMap((capability) => capability.references ?? [])].filter(
    ({ archives }) => archives === undefined || archives.includes(archive),
  )

const narrowed = ({ archiveColumn, where }: FileReference, archive: string): { sql: string; params: SqlValue[] } => ({
  sql: [archiveColumn && `AND ${archiveColumn} = ?`, where && `AND ${where}`].filter(Boolean).join(' '),
  params: archiveColumn ? [archive] : [],
})

/** Everything that names the file that ends names the survivor from now on. As many statements for many rows as for few. */
export async function follow(kernel: Kernel, sides: Sides, tx: Tx): Promise<Followed[]> {
  const done: Followed[] = []
  for (const reference of referencesTo(kernel, sides.archive)) {
    const rows = await rowsOf(kernel, reference, sides, tx)
    if (rows.length === 0) continue
    const taken = await keysTaken(kernel, reference, sides, rows, tx)
    const isTwin = ({ key }: Named) => {
      const next = key?.replaceAll(sides.mergedId, sides.survivorId)
      // of two files that were linked to each other nothing is left to link
      return next !== undefined && (taken.has(next) || next.split(sides.survivorId).length > 2)
    }
    const [ended, moved] = [rows.filter(isTwin), rows.filter((row) => !isTwin(row)).map(({ id }) => id)]
    await endTwins(kernel, reference, ended, tx)
    await point(kernel, reference, moved, sides.mergedId, sides.survivorId, tx)
    done.push({ table: reference.table, column: reference.column, moved, ended })
  }
  if (done.reduce((sum, { moved, ended }) => sum + moved.length + ended.length, 0) > most) throw tooMany()
  return done
}

/** Points everything back. False when a row is no longer where the merge left it. */
export async function followBack(kernel: Kernel, sides: Sides, followed: readonly Followed[], tx: Tx): Promise<boolean> {
  const references = referencesTo(kernel, sides.archive)
  for (const { table, column, moved, ended } of followed) {
    const reference = references.find((known) => known.table === table && known.column === column)
    if (!reference) return false
    if ((await point(kernel, reference, moved, sides.survivorId, sides.mergedId, tx)) !== moved.length) return false
    const { twin, liveKey, isVersioned } = reference
    if (!twin || !liveKey) continue
    for (const { id, key } of ended)
      await kernel.store.run(
        `UPDATE ${table} SET ${liveKey} = ?, ${twin.column} = ?${isVersioned ? ', version = version + 1' : ''} WHERE id = ?`,
        [key, twin.from, id],
        tx,
      )
  }
  return true
}

/** How much names each of the two files; counted up to a limit. */
export async function countReferences(kernel: Kernel, archive: string, first: string, second: string, tx?: Tx) {
  const counts = new Map<string, { text: Text; first: number; second: number }>()
  for (const reference of referencesTo(kernel, archive)) {
    const { sql, params } = narrowed(reference, archive)
    const own = among(reference.column, [first, second])
    const statement = {
      sql: `SELECT ${reference.column} AS file FROM ${reference.table} WHERE ${own.sql} ${sql} LIMIT ${most}`,
      params: [...own.params, ...params],
    }
    const rows = await unscoped<{ file: string }>(kernel.store, why, statement, tx)
    const known = counts.get(reference.text.zh) ?? { text: reference.text, first: 0, second: 0 }
    known.first += rows.filter(({ file }) => file === first).length
    known.second += rows.filter(({ file }) => file === second).length
    counts.set(reference.text.zh, known)
  }
  return [...counts.values()]
}

export const followedText = (kernel: Kernel, archive: string, { table, column }: Pick<Followed, 'table' | 'column'>): Text =>
  referencesTo(kernel, archive).find((known) => known.table === table && known.column === column)?.text ?? text('其他', 'Other')

interface Named {
  readonly id: string
  readonly key: string | null
}

async function rowsOf(kernel: Kernel, reference: FileReference, { archive, mergedId }: Sides, tx: Tx): Promise<Named[]> {
  const { table, column, liveKey } = reference
  const { sql, params } = narrowed(reference, archive)
  const rows = await unscoped<{ id: string; live: string | null }>(
    kernel.store,
    why,
    {
      sql: `SELECT id, ${liveKey ?? 'NULL'} AS live FROM ${table} WHERE ${column} = ? ${sql} ORDER BY id LIMIT ${most + 1}`,
      params: [mergedId, ...params],
    },
    tx,
  )
  if (rows.length > most) throw tooMany()
  return rows.map(({ id, live }) => ({ id, key: live }))
}

async function keysTaken(
  kernel: Kernel,
  { table, liveKey }: FileReference,
  { survivorId, mergedId }: Sides,
  rows: readonly Named[],
  tx: Tx,
): Promise<Set<string>> {
  const keys = rows.flatMap(({ key }) => (key === null ? [] : [key.replaceAll(mergedId, survivorId)]))
  if (!liveKey || keys.length === 0) return new Set()
  const wanted = among(liveKey, keys)
  const found = await unscoped<{ live: string }>(
    kernel.store,
    why,
    { sql: `SELECT ${liveKey} AS live FROM ${table} WHERE ${wanted.sql}`, params: wanted.params },
    tx,
  )
  return new Set(found.map(({ live }) => live))
}

async function endTwins(kernel: Kernel, { table, liveKey, twin, isVersioned }: FileReference, rows: readonly Named[], tx: Tx) {
  if (rows.length === 0 || !liveKey || !twin) return
  const now = kernel.clock.now()
  const to = twin.to === 'today' ? dayOf(now, kernel.config.LIREN_TIME_ZONE) : twin.to === 'now' ? now : twin.to
  const ids = among(
    'id',
    rows.map(({ id }) => id),
  )
  await kernel.store.run(
    `UPDATE ${table} SET ${liveKey} = NULL, ${twin.column} = ?${isVersioned ? ', version = version + 1' : ''} WHERE ${ids.sql}`,
    [to, ...ids.params],
    tx,
  )
}

async function point(kernel: Kernel, reference: FileReference, rows: readonly string[], from: string, to: string, tx: Tx): Promise<number> {
  if (rows.length === 0) return 0
  const { table, column, liveKey, isVersioned } = reference
  const ids = among('id', rows)
  const key = liveKey ? `, ${liveKey} = REPLACE(${liveKey}, ?, ?)` : ''
  return kernel.store.run(
    `UPDATE ${table} SET ${column} = ?${key}${isVersioned ? ', version = version + 1' : ''} WHERE ${ids.sql} AND ${column} = ?`,
    [to, ...(liveKey ? [from, to] : []), ...ids.params, from],
    tx,
  )
}

const tooMany = () => refuseWith(duplicateErrors, 'duplicate.too-many')
