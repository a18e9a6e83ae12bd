import { type Archive, fieldOf, isSealed, type Option, sources } from '@liren/contract/archive/index'
import { type CommonDimension, commonDimensions, type Statistics } from '@liren/contract/capabilities/statistics'
import { placesOf } from '../../engines/archive/place.ts'
import { keysFor } from '../../engines/archive/row.ts'
import { keyColumn, storedField } from '../../engines/archive/table.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'

type Item = Statistics['items'][number]

/** Community, estate: how many steps of the path say which estate a place lies in is known from the estate itself. */
const common: Readonly<Record<CommonDimension, string>> = {
  grid: "CASE WHEN p.kind = 'grid' THEN p.id ELSE p.grid_id END",
  estate: "(SELECT e.id FROM places e WHERE e.kind = 'estate' AND e.path = SUBSTR(p.path, 1, LENGTH(e.path)) LIMIT 1)",
  source: 'f.source',
}

const isCommon = (by: string): by is CommonDimension => by in commonDimensions

/** Files in use within reach, counted by one thing; the sum of its lines is all of them. */
export async function countBy(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  by: string,
  placeId: string | undefined,
): Promise<Statistics> {
  const place = placeId === undefined ? undefined : ((await placesOf(kernel, [placeId])).get(placeId)?.path ?? null)
  const where = combine('AND', [
    underPlaces('f.place_path', scope.places),
    ...(place === undefined ? [] : [underPlaces('f.place_path', place === null ? [] : [place])]),
    { sql: "f.state = 'active'", params: [] },
  ])
  const counted = isCommon(by) ? common[by] : `f.${keyColumn(storedField(definition, by))}`
  const join = by === 'grid' || by === 'estate' ? 'JOIN places p ON p.id = f.place_id' : ''
  const rows = await scopedRows<{ counted: string | number | null; files: number }>(kernel.store, scope, definition.table, {
    sql: `SELECT ${counted} AS counted, COUNT(*) AS files FROM ${definition.table} f ${join} WHERE ${where.sql} GROUP BY counted`,
    params: where.params,
  })
  const found = new Map(rows.map(({ counted, files }) => [counted === null ? null : String(counted), Number(files)]))
  const total = [...found.values()].reduce((sum, files) => sum + files, 0)
  const items = by === 'grid' || by === 'estate' ? await byPlace(kernel, found) : await byWord(kernel, definition, by, found)
  return { archive: definition.name, by, total, items: items.filter(({ key, files }) => key !== null || files > 0) }
}

const unknown = (found: ReadonlyMap<string | null, number>): Item => ({ key: null, text: null, files: found.get(null) ?? 0 })

async function byPlace(kernel: Kernel, found: ReadonlyMap<string | null, number>): Promise<Item[]> {
  const ids = [...found.keys()].filter((id) => id !== null)
  const places = await placesOf(kernel, ids)
  const items = ids.map((id): Item => {
    const name = places.get(id)?.name ?? id
    return { key: id, text: { zh: name, en: name }, files: found.get(id) ?? 0 }
  })
  return [...items.sort((a, b) => b.files - a.files), unknown(found)]
}

/** Every word that can be chosen has its line, also when nobody chose it; sealed ones are told by their blind index. */
async function byWord(kernel: Kernel, definition: Archive, by: string, found: ReadonlyMap<string | null, number>): Promise<Item[]> {
  const options = isCommon(by) ? sources : await optionsOf(kernel, definition, by)
  const seen = new Set<string>()
  const items = options.map(({ code, text }): Item => {
    const stored = isCommon(by) ? undefined : storedField(definition, by)
    const value = stored?.field.kind === 'flag' ? code === '1' : code
    const keys = stored && isSealed(stored.field) ? keysFor(kernel, definition, stored, value).map(String) : [code]
    for (const key of keys) seen.add(key)
    return { key: code, text, files: keys.reduce((sum, key) => sum + (found.get(key) ?? 0), 0) }
  })
  // a word that has left its dictionary still counts
  const others = [...found].flatMap(([key, files]): Item[] => (key === null || seen.has(key) ? [] : [{ key, text: null, files }]))
  return [...items, ...others, unknown(found)]
}

async function optionsOf(kernel: Kernel, definition: Archive, by: string): Promise<readonly Option[]> {
  const { kind, options, dictionary } = fieldOf(definition, by)
  if (kind === 'flag')
    return [
      { code: '1', text: { zh: '是', en: 'Yes' } },
      { code: '0', text: { zh: '否', en: 'No' } },
    ]
  if (dictionary === undefined) return options
  const rows = await kernel.store.rows<{ code: string; zh: string; en: string }>(
    'SELECT code, zh, en FROM dictionary_items WHERE dictionary = ? ORDER BY sort, code',
    [dictionary],
  )
  return rows.map(({ code, zh, en }) => ({ code, text: { zh, en } }))
}
