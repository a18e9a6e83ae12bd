import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** The lists of whoever goes round: by their day, and those with something to look at again. */
const indexes = [
  ['next_on', 'id'],
  ['open_findings', 'id'],
] as const

interface Found {
  readonly id: string
  readonly findings: string
  readonly done_at: number
}

/** What was found wrong stays with its place, with level and day, until somebody looked again. */
export async function up(m: Ddl): Promise<void> {
  await m.addColumn('key_places', 'open_items', c.json({ null: true }))
  /** The earliest day by which one of them is to be put right. */
  await m.addColumn('key_places', 'findings_due_on', c.day({ null: true }))
  await m.addColumn('key_inspections', 'is_recheck', c.bool({ default: 0 }))
  for (const columns of indexes) await m.addIndex('key_places', columns)
  await m.dropIndex('key_places', ['next_on'])
  const rows = await m.rows<Found>(
    `SELECT p.id, i.findings, i.done_at FROM key_places p JOIN key_inspections i ON i.key_place_id = p.id
     WHERE p.open_findings > 0 AND i.id = (SELECT MAX(n.id) FROM key_inspections n WHERE n.key_place_id = p.id)`,
  )
  for (const { id, findings, done_at } of rows) {
    const open = (JSON.parse(findings) as { item: string; isOk: boolean; note: string }[])
      .filter(({ isOk }) => !isOk)
      .map(({ item, note }) => ({ item, note, level: 'minor', dueOn: null, at: Number(done_at) }))
    await m.run('UPDATE key_places SET open_items = ? WHERE id = ?', [JSON.stringify(open), id])
  }
}

export async function down(m: Ddl): Promise<void> {
  await m.addIndex('key_places', ['next_on'])
  for (const columns of indexes) await m.dropIndex('key_places', columns)
  await m.dropColumn('key_inspections', 'is_recheck')
  await m.dropColumn('key_places', 'findings_due_on')
  await m.dropColumn('key_places', 'open_items')
}
