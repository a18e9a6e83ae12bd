import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Who may command a device and who may not, beside what roles say; a row that does not fit its MAC closes the device to people. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'device_access',
    {
      device_id: c.id(),
      subject_kind: c.code(12),
      subject_id: c.id(),
      effect: c.code(8),
      row_mac: c.code(120),
      set_by: c.id({ null: true }),
      set_at: c.instant(),
    },
    { primaryKey: ['device_id', 'subject_kind', 'subject_id'], indexes: [['subject_kind', 'subject_id', 'device_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('device_access')
}
