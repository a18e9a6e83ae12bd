import { type Archive, fieldOf, type Values } from '@liren/contract/archive/index'
import type { Searchable } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SearchDocument } from '../../kernel/search/search-index.ts'
import { houseCodes } from '../../kernel/search/words.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { findFiles } from './find.ts'
import { type KnownPlace, placesOf, shortName } from './place.ts'
import { titleOf } from './present.ts'
import { columnsToRead, type FileRow, textOf, valuesOf } from './row.ts'

const forEverybody = 'the search index is written for everybody'

/** Kinds that many files share: to search by them would tell who is among them. They are filters of the list, with its own checks. */
const shared = new Set(['flag', 'choice', 'whole', 'number', 'day', 'files'])

/** Fields by which a file is looked up. */
const foundBy = (definition: Archive): string[] =>
  Object.keys(definition.fields).filter((name) => {
    const { find, kind, options } = fieldOf(definition, name)
    return !shared.has(kind) && options.length === 0 && (find.length > 0 || definition.title.includes(name))
  })

/** A number plate and its like: of these every part is found. */
const longestFragment = 12

/** Names are found by pinyin too, numbers whole and by their last four, the rest by any part. */
export function documentOf(
  definition: Archive,
  row: Pick<FileRow, 'id' | 'place_path'>,
  values: Values,
  place: KnownPlace | undefined,
): SearchDocument {
  const texts = place ? [place.fullName] : []
  const names: string[] = []
  const fragments: string[] = []
  const exact = place?.kind === 'house' ? houseCodes(place.path) : []
  for (const name of foundBy(definition)) {
    const text = textOf(values[name] ?? null)
    const { find } = fieldOf(definition, name)
    if (text === null) continue
    if (/\d{3}/.test(text) && text.length <= longestFragment && find.includes('pieces')) fragments.push(text)
    if (find.includes('equal')) exact.push(text)
    if (find.includes('last4')) exact.push(text.slice(-4))
    if (find.includes('pieces') || definition.title.includes(name)) (/\p{Script=Han}/u.test(text) ? names : texts).push(text)
  }
  return { id: row.id, paths: [row.place_path], texts, names, exact, fragments }
}

/** Files of an archive in the one box: as its declaration says, under its permission, masked like its list. */
export const archiveSearchable = (kernel: Kernel, definition: Archive): Searchable => ({
  subject: definition.name,
  text: definition.text,
  permission: `${definition.name}.read`,
  on: ['created', 'updated', 'retired', 'restored'].map((action) => `${definition.name}.${action}`),
  async documents(ids) {
    const where = combine('AND', [among('id', ids), { sql: "state = 'active'", params: [] }])
    const rows = await unscoped<FileRow>(kernel.store, forEverybody, {
      sql: `SELECT ${columnsToRead(definition, foundBy(definition))} FROM ${definition.table} WHERE ${where.sql}`,
      params: where.params,
    })
    const places = await placesOf(
      kernel,
      rows.map((row) => row.place_id),
    )
    return rows.map((row) => documentOf(definition, row, valuesOf(kernel, definition, row, foundBy(definition)), places.get(row.place_id)))
  },
  async idsAfter(id, limit) {
    const sql = `SELECT id FROM ${definition.table} WHERE id > ? AND state = 'active' ORDER BY id LIMIT ?`
    return (await unscoped<{ id: string }>(kernel.store, forEverybody, { sql, params: [id, limit] })).map((row) => row.id)
  },
  async present(ids, viewer, scope) {
    const names = [...new Set([...definition.title, ...definition.hint])]
    const rows = await findFiles(kernel, definition, scope, ids, names)
    const places = await placesOf(
      kernel,
      rows.map((row) => row.place_id),
    )
    return rows.map((row) => {
      const values = valuesOf(kernel, definition, row, names)
      const place = shortName(places.get(row.place_id))
      const hint = titleOf(viewer, definition, values, definition.hint)
      return {
        id: row.id,
        title: titleOf(viewer, definition, values) || place,
        hint: [place, hint].filter((part) => part !== '').join(' · '),
      }
    })
  },
})
