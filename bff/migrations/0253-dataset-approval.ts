import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** A data set is approved by somebody who did not make it before it is published. */
export async function up(m: Ddl): Promise<void> {
  await m.addColumn('datasets', 'approval', c.code(8, { default: 'none' }))
  // whoever wrote what is not published yet
  await m.addColumn('datasets', 'maker_ids', c.json({ null: true }))
  await m.addColumn('datasets', 'asked_by', c.id({ null: true }))
  await m.addColumn('datasets', 'decided_by', c.id({ null: true }))
  await m.addColumn('datasets', 'decided_at', c.instant({ null: true }))
  await m.addColumn('datasets', 'decision_note', c.text(200, { null: true }))
  await m.addIndex('datasets', ['approval', 'id'])
}

export async function down(m: Ddl): Promise<void> {
  await m.dropIndex('datasets', ['approval', 'id'])
  for (const column of ['decision_note', 'decided_at', 'decided_by', 'asked_by', 'maker_ids', 'approval'])
    await m.dropColumn('datasets', column)
}
