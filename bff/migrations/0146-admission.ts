import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'admission_rules',
    {
      place_id: c.id(),
      place_path: c.path(),
      is_on: c.bool(),
      unknown_plate: c.code(12),
      is_fuzzy: c.bool(),
      updated_at: c.instant(),
      version: c.version(),
    },
    { primaryKey: ['place_id'], unique: [['place_path']] },
  )
  /** What the barrier was answered, where the house decided. */
  await m.addColumn('passages', 'admission', c.code(12, { null: true }))
  /** The entrance that a gate belongs to, where its place does not say it. */
  await m.addColumn('passage_gates', 'entrance_id', c.id({ null: true }))
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('passage_gates', 'entrance_id')
  await m.dropColumn('passages', 'admission')
  await m.dropTable('admission_rules')
}
