import type { Archive } from '@liren/contract/archive/index'
import { placesOf } from '../../engines/archive/place.ts'
import { columnsToRead, type FileRow, valuesOf } from '../../engines/archive/row.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Compared } from './compare.ts'
import { compare, type Likeliness, type Likeness, likenesses, threshold } from './likeness.ts'
import { inOrder, type PairRow, pairKeyOf } from './row.ts'

const why = 'duplicates are looked for in the whole house, whoever they belong to'
export const batch = 100
/** What so many share, the telephone of an office, says nothing about any two of them. */
const commonFrom = 20
const mostPairs = 2000

const place = { table: 'duplicate_keys', column: 'block' }

interface Placed extends Compared {
  readonly path: string
}

/** Looks for files that may be about the same thing as one of these, and forgets what is no longer so. Can be run again. */
export async function findAmong(kernel: Kernel, definition: Archive, ids: readonly string[]): Promise<void> {
  const likeness = likenesses[definition.name]
  if (!likeness || ids.length === 0) return
  const own = await filesOf(kernel, definition, likeness, ids)
  const partners = await writeBlocks(kernel, definition, likeness, ids, own)
  const others = await filesOf(
    kernel,
    definition,
    likeness,
    [...new Set(partners.flat())].filter((id) => !own.has(id)),
  )
  const all = new Map([...own, ...others])
  const found = new Map<string, { first: Placed; second: Placed; likely: Likeliness }>()
  for (const [a, b] of partners) {
    const [first, second] = inOrder(a, b).map((id) => all.get(id))
    if (!first || !second) continue
    const likely = compare(likeness, first, second)
    if (likely.score >= threshold) found.set(pairKeyOf(first.id, second.id), { first, second, likely })
  }
  await keep(kernel, definition, ids, found)
}

async function filesOf(kernel: Kernel, definition: Archive, { signs }: Likeness, ids: readonly string[]): Promise<Map<string, Placed>> {
  if (ids.length === 0) return new Map()
  const names = [...new Set([...signs.map(({ field }) => field), 'secondPhone'])].filter((name) => name in definition.fields)
  const wanted = among('id', ids)
  const rows = await unscoped<FileRow>(kernel.store, why, {
    sql: `SELECT ${columnsToRead(definition, names)} FROM ${definition.table} WHERE ${wanted.sql} AND state = 'active'`,
    params: wanted.params,
  })
  const places = await placesOf(
    kernel,
    rows.map(({ place_id }) => place_id),
  )
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id, path: row.place_path, place: places.get(row.place_id), values: valuesOf(kernel, definition, row, names) },
    ]),
  )
}

/** Writes under what these files are found, and says which others are found under the same. */
async function writeBlocks(
  kernel: Kernel,
  { name }: Archive,
  likeness: Likeness,
  ids: readonly string[],
  own: ReadonlyMap<string, Compared>,
): Promise<(readonly [string, string])[]> {
  const { store, sealer } = kernel
  const blocks = new Map<string, string[]>()
  const lines = [...own.values()].flatMap((file) =>
    [...new Set(likeness.blocks(file))].map((block) => {
      const digest = sealer.blindIndex(`${name}.${block}`, place)
      blocks.set(digest, [...(blocks.get(digest) ?? []), ...sealer.blindIndexes(`${name}.${block}`, place)])
      return [name, digest, file.id]
    }),
  )
  await store.tx(async (tx) => {
    const old = among('file_id', ids)
    await store.run(`DELETE FROM duplicate_keys WHERE archive = ? AND ${old.sql}`, [name, ...old.params], tx)
    if (lines.length > 0)
      await store.run(
        `INSERT INTO duplicate_keys (archive, block, file_id) VALUES ${lines.map(() => '(?, ?, ?)').join(', ')}`,
        lines.flat(),
        tx,
      )
  })
  if (lines.length === 0) return []
  const wanted = among('block', [...new Set([...blocks.values()].flat())])
  const rows = await store.rows<{ block: string; file_id: string }>(
    `SELECT block, file_id FROM duplicate_keys WHERE archive = ? AND ${wanted.sql} ORDER BY block, file_id LIMIT ${mostPairs * 5}`,
    [name, ...wanted.params],
  )
  // while keys are being changed one block stands under several digests
  const groups = [...blocks.values()].map((forms) => [
    ...new Set(rows.filter(({ block }) => forms.includes(block)).map(({ file_id }) => file_id)),
  ])
  const pairs = groups
    .filter((group) => group.length > 1 && group.length < commonFrom)
    .flatMap((group) => group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const)))
    .filter(([a, b]) => own.has(a) || own.has(b))
  return pairs.slice(0, mostPairs)
}

/** New pairs come in, those that changed are told anew, those that no longer agree go; what somebody decided stays. */
async function keep(
  kernel: Kernel,
  { name }: Archive,
  ids: readonly string[],
  found: ReadonlyMap<string, { first: Placed; second: Placed; likely: Likeliness }>,
): Promise<void> {
  const { store, clock } = kernel
  const [first, second] = [among('first_id', ids), among('second_id', ids)]
  const about = combine('OR', [first, second, ...(found.size > 0 ? [among('pair_key', [...found.keys()])] : [])])
  const known = await unscoped<PairRow & { pair_key: string }>(store, why, {
    sql: `SELECT * FROM duplicate_pairs WHERE archive = ? AND state IN ('open', 'gone') AND ${about.sql}`,
    params: [name, ...about.params],
  })
  for (const row of known) {
    const pair = found.get(row.pair_key)
    const signs = pair ? JSON.stringify(pair.likely.signs) : row.signs
    const [state, score] = pair ? ['open', pair.likely.score] : ['gone', row.score]
    const [path, other] = pair ? [pair.first.path, pair.second.path] : [row.place_path, row.other_path]
    if (state === row.state && signs === row.signs && path === row.place_path && other === row.other_path) continue
    await store.run(
      'UPDATE duplicate_pairs SET state = ?, score = ?, signs = ?, place_path = ?, other_path = ?, version = version + 1 WHERE id = ? AND version = ?',
      [state ?? 'gone', score ?? 0, signs, path ?? '', other ?? '', row.id, row.version],
    )
  }
  const fresh = [...found].filter(([key]) => !known.some(({ pair_key }) => pair_key === key))
  for (const [key, pair] of fresh)
    await insertOnce(store, 'duplicate_pairs', {
      ...{ id: kernel.ids.next(), archive: name, first_id: pair.first.id, second_id: pair.second.id, pair_key: key },
      ...{ place_path: pair.first.path, other_path: pair.second.path, state: 'open', score: pair.likely.score },
      ...{ signs: JSON.stringify(pair.likely.signs), found_at: clock.now(), version: 1 },
    })
}
