import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { plantDictionaries, uprootDictionaries } from './data/plant.ts'
import { tagDictionaries } from './data/tag-dictionaries.ts'

const added = {
  tag_sealed: c.code(400, { null: true }),
  tag_index: c.code(64, { null: true }),
  remove_reason: c.text(200, { null: true }),
} as const

export async function up(m: Ddl): Promise<void> {
  for (const [name, column] of Object.entries(added)) await m.addColumn('archive_tags', name, column)
  await m.addIndex('archive_tags', ['tag_index', 'file_id'])
  // lists ask for files that are linked in one way
  await m.addIndex('archive_links', ['kind', 'role', 'ended_on'])
  await plantDictionaries(m, tagDictionaries)
}

export async function down(m: Ddl): Promise<void> {
  await uprootDictionaries(m, tagDictionaries)
  await m.dropIndex('archive_links', ['kind', 'role', 'ended_on'])
  await m.dropIndex('archive_tags', ['tag_index', 'file_id'])
  for (const name of Object.keys(added)) await m.dropColumn('archive_tags', name)
}
