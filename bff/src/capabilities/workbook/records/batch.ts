import { type Fault, type Text, z } from '@liren/contract'
import { type Archive, createValues, derivedSource, type FieldValue, faultOf, fieldOf, type Values } from '@liren/contract/archive/index'
import { changesBetween, recordAll } from '../../../engines/archive/history.ts'
import { newRow, wholeValues } from '../../../engines/archive/new-row.ts'
import { writeManyPieces } from '../../../engines/archive/pieces.ts'
import { keysFor } from '../../../engines/archive/row.ts'
import { keyColumn, normaliser, storedField } from '../../../engines/archive/table.ts'
import { appendEvents } from '../../../kernel/background/outbox.ts'
import { forgetValues } from '../../../kernel/custom/values.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import { toFaults } from '../../../kernel/http/validate.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../../kernel/store/condition.ts'
import { unscoped } from '../../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../../kernel/store/store.ts'
import type { Candidate, NewRecord } from './importable.ts'

/** Everything that is wrong with each of these files, all at once, however many they are: a statement for each rule of uniqueness. */
export async function faultsOfMany(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  rows: readonly Candidate[],
  tx?: Tx,
): Promise<Fault[][]> {
  const schema = createValues(definition)
  const twins = await twinsOfMany(kernel, definition, scope, rows, tx)
  return rows.map(({ values, place }, index) => {
    const parsed = z.safeParse(schema, values)
    const shape = parsed.success ? [] : parsed.error.issues.flatMap((issue) => toFaults(issue, 'body.values'))
    const rules = definition.check(wholeValues(definition, values, place))
    return [...shape, ...rules, ...(twins[index] ?? [])]
  })
}

const taken = (isNear: boolean): Text =>
  isNear
    ? { zh: '已有相同的档案', en: 'There is a file of this already' }
    : { zh: '已在其他辖区建档', en: 'There is a file of this in another area' }

async function twinsOfMany(kernel: Kernel, definition: Archive, scope: Scope, rows: readonly Candidate[], tx?: Tx): Promise<Fault[][]> {
  const faults: Fault[][] = rows.map(() => [])
  for (const names of definition.unique) {
    const keys = rows.map(({ values, place }) => ruleKeys(kernel, definition, names, wholeValues(definition, values, place)))
    const columns = names.map((name) => keyColumn(storedField(definition, name)))
    const found = await rowsWith(kernel, definition, columns, keys, tx)
    keys.forEach((key, index) => {
      const twin = key && found.find((row) => columns.every((column, at) => key[at]?.includes(row[column] as SqlValue)))
      if (twin) faults[index]?.push(faultOf(names[0] as string, ...pairOf(taken(isNear(scope, twin.place_path as string)))))
    })
  }
  if (!definition.onePerPlace) return faults
  const places = rows.map(({ place }) => [[place.id]])
  const found = await rowsWith(kernel, definition, ['place_id'], places, tx)
  rows.forEach(({ place }, index) => {
    const twin = found.find((row) => row.place_id === place.id)
    if (twin) faults[index]?.push({ path: 'body.placeId', ...taken(isNear(scope, twin.place_path as string)) })
  })
  return faults
}

const pairOf = ({ zh, en }: Text) => [zh, en] as const
const isNear = ({ places }: Scope, path: string) => places.some((place) => path.startsWith(place))

/** All stored forms of each part of the key; undefined where a part is not known. */
function ruleKeys(kernel: Kernel, definition: Archive, names: readonly string[], values: Values): SqlValue[][] | undefined {
  const parts = names.map((name) => {
    const value = values[name] ?? null
    return value === null ? undefined : keysFor(kernel, definition, storedField(definition, name), value)
  })
  return parts.every((part) => part !== undefined) ? (parts as SqlValue[][]) : undefined
}

function rowsWith(kernel: Kernel, definition: Archive, columns: readonly string[], keys: readonly (SqlValue[][] | undefined)[], tx?: Tx) {
  const known = keys.filter((key) => key !== undefined)
  const any: Condition =
    columns.length === 1
      ? among(columns[0] as string, [...new Set(known.flatMap((key) => key[0] ?? []))])
      : combine(
          'OR',
          known.map((key) =>
            combine(
              'AND',
              key.map((values, at) => among(columns[at] as string, values)),
            ),
          ),
        )
  if (known.length === 0) return Promise.resolve([])
  const sql = `SELECT id, place_id, place_path, ${columns.join(', ')} FROM ${definition.table} WHERE ${any.sql}`
  return unscoped<Record<string, SqlValue>>(kernel.store, 'one thing has one file, wherever it is kept', { sql, params: any.params }, tx)
}

/** What no two rows of a workbook may share. */
export function keysWithin(definition: Archive, values: Values, placeId: string | undefined): { column: string; key: string }[] {
  const keys = definition.unique.flatMap((names, rule) => {
    const parts = names.map((name) => textKey(definition, name, values[name] ?? null))
    return parts.every((part) => part !== undefined) ? [{ column: names[0] as string, key: JSON.stringify([rule, ...parts]) }] : []
  })
  return definition.onePerPlace && placeId !== undefined ? [...keys, { column: 'place', key: JSON.stringify(['place', placeId]) }] : keys
}

const textKey = (definition: Archive, name: string, value: FieldValue): string | undefined =>
  value === null ? undefined : normaliser(fieldOf(definition, name))(String(value))

/** Many new files in one go: a few statements for all of them. Whoever calls has looked for faults in the same transaction. */
export async function createMany(kernel: Kernel, definition: Archive, files: readonly NewRecord[], actorId: string, tx: Tx): Promise<void> {
  const made = files.map(({ id, values: given, place, note, more = [] }) => {
    const values = wholeValues(definition, given, place)
    return { id, values, more, row: newRow(kernel, definition, id, place, values, { actorId, source: 'imported', sourceNote: note }) }
  })
  const columns = Object.keys(made[0]?.row ?? {})
  if (columns.length === 0) return
  // each statement stays far below the number of parameters that a database takes
  for (const part of parts(made, Math.max(1, Math.floor(6000 / columns.length))))
    await kernel.store.run(
      `INSERT INTO ${definition.table} (${columns.join(', ')}) VALUES ${part.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')}`,
      part.flatMap(({ row }) => columns.map((column) => (row as Record<string, SqlValue>)[column] ?? null)),
      tx,
    )
  await writeManyPieces(kernel, definition, made, tx)
  await recordAll(
    kernel,
    definition,
    made.map(({ id, values, more, row }) => ({
      ...{ fileId: id, by: actorId, action: 'created' as const, version: 1, changes: [...changesBetween(definition, {}, values), ...more] },
      ...{ source: 'imported', reason: row.source_note },
    })),
    tx,
  )
  await tellMany(
    kernel,
    definition,
    'created',
    made.map(({ id, row }) => ({ id, place_path: row.place_path })),
    tx,
  )
}

const parts = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

const tellMany = (kernel: Kernel, definition: Archive, action: string, rows: readonly { id: string; place_path: string }[], tx: Tx) =>
  appendEvents(
    kernel,
    rows.map(({ id, place_path }) => ({
      name: `${definition.name}.${action}`,
      subject: definition.name,
      subjectId: id,
      payload: { fields: [], placePath: place_path },
    })),
    tx,
  )

interface Standing {
  readonly id: string
  readonly place_path: string
  readonly version: number
}

/** Takes back files that were made by mistake, with all that belongs to them, as long as nobody has touched them. */
export async function removeMany(kernel: Kernel, definition: Archive, ids: readonly string[], tx: Tx): Promise<Map<string, Text>> {
  const kept = new Map<string, Text>()
  const wanted = among('id', ids)
  const rows = await unscoped<Standing>(
    kernel.store,
    'an import is taken back by whoever made it',
    { sql: `SELECT id, place_path, version FROM ${definition.table} WHERE ${wanted.sql}`, params: wanted.params },
    tx,
  )
  for (const { id, version } of rows) if (version !== 1) kept.set(id, { zh: '档案已被修改', en: 'The file was changed since' })
  const [links, tags] = [await linkedAmong(kernel, ids, tx), await taggedAmong(kernel, definition, ids, tx)]
  for (const id of links) kept.set(id, { zh: '档案已登记关联', en: 'The file was linked since' })
  for (const id of tags) kept.set(id, { zh: '档案已添加标签', en: 'The file was tagged since' })
  const gone = rows.filter(({ id }) => !kept.has(id))
  if (gone.length === 0) return kept
  const own = among(
    'id',
    gone.map(({ id }) => id),
  )
  const ofFiles = among(
    'file_id',
    gone.map(({ id }) => id),
  )
  const removed = await kernel.store.run(`DELETE FROM ${definition.table} WHERE ${own.sql} AND version = 1`, own.params, tx)
  // somebody was quicker: nothing of this step is kept, and it is done again
  if (removed !== gone.length) throw new Error(`${definition.name}: ${gone.length - removed} files changed while they were taken back`)
  for (const end of ['from_id', 'to_id']) {
    const linked = among(
      end,
      gone.map(({ id }) => id),
    )
    await kernel.store.run(`DELETE FROM archive_links WHERE source = ? AND ${linked.sql}`, [derivedSource.code, ...linked.params], tx)
  }
  for (const table of ['archive_grams', 'archive_changes', 'archive_tags'])
    await kernel.store.run(`DELETE FROM ${table} WHERE archive = ? AND ${ofFiles.sql}`, [definition.name, ...ofFiles.params], tx)
  await forgetValues(
    kernel,
    gone.map(({ id }) => id),
    tx,
  )
  // to the rest of the house they are as if retired: search and lists let go of them
  await tellMany(kernel, definition, 'retired', gone, tx)
  return kept
}

/** By somebody; what the platform linked by itself goes with the file. */
async function linkedAmong(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<string[]> {
  const [from, to] = [among('from_id', ids), among('to_id', ids)]
  const rows = await unscoped<{ from_id: string; to_id: string }>(
    kernel.store,
    'whoever takes files back has made them',
    {
      sql: `SELECT from_id, to_id FROM archive_links WHERE source <> ? AND ${from.sql} UNION ALL SELECT from_id, to_id FROM archive_links WHERE source <> ? AND ${to.sql}`,
      params: [derivedSource.code, ...from.params, derivedSource.code, ...to.params],
    },
    tx,
  )
  const wanted = new Set(ids)
  return rows.flatMap(({ from_id, to_id }) => [from_id, to_id]).filter((id) => wanted.has(id))
}

async function taggedAmong(kernel: Kernel, definition: Archive, ids: readonly string[], tx: Tx): Promise<string[]> {
  const wanted = among('file_id', ids)
  const sql = `SELECT DISTINCT file_id FROM archive_tags WHERE archive = ? AND removed_at IS NULL AND ${wanted.sql}`
  return (await kernel.store.rows<{ file_id: string }>(sql, [definition.name, ...wanted.params], tx)).map(({ file_id }) => file_id)
}
