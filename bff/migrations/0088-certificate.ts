import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'certificate_authorities',
    {
      id: c.id(),
      kind: c.code(8),
      private_key: c.longText(),
      certificate: c.longText(),
      key_id: c.code(40),
      revocation_list: c.longText({ null: true }),
      list_number: c.int({ default: 0 }),
      list_until_at: c.instant({ default: 0 }),
      created_at: c.instant(),
    },
    { unique: [['kind']] },
  )
  await m.createTable(
    'certificates',
    {
      id: c.id(),
      owner_kind: c.code(8),
      owner_id: c.id(),
      owner_code: c.code(40),
      owner_name: c.text(60),
      place_path: c.path(),
      /** Owner while an application waits: the database allows one. */
      waiting_key: c.code(40, { null: true }),
      state: c.code(10),
      key_kind: c.code(8),
      authority: c.code(8),
      key_digest: c.code(64),
      request: c.longText(),
      certificate: c.longText({ null: true }),
      serial: c.code(40, { null: true }),
      fingerprint: c.code(64, { null: true }),
      applied_at: c.instant(),
      applied_by: c.id(),
      applied_name: c.text(60),
      decided_at: c.instant({ null: true }),
      decided_name: c.text(60, { null: true }),
      fetched_at: c.instant({ null: true }),
      from_at: c.instant({ null: true }),
      until_at: c.instant({ null: true }),
      revoked_at: c.instant({ null: true }),
      reason: c.code(24, { null: true }),
      note: c.text(200, { null: true }),
      follows_id: c.id({ null: true }),
      reminded_at: c.instant({ null: true }),
      version: c.version(),
    },
    {
      unique: [['key_digest'], ['waiting_key'], ['serial']],
      indexes: [
        ['place_path', 'id'],
        ['owner_id', 'id'],
        ['state', 'until_at'],
        ['authority', 'state'],
      ],
    },
  )
  // The one that follows during a renewal: both open the door until the older one is gone.
  await m.addColumn('devices', 'next_fingerprint', c.code(64, { null: true }))
  // By this key it signs what it says; from its SM2 certificate.
  await m.addColumn('devices', 'signing_key', c.longText({ null: true }))
  await m.addColumn('bridges', 'certificate_id', c.id({ null: true }))
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('bridges', 'certificate_id')
  await m.dropColumn('devices', 'signing_key')
  await m.dropColumn('devices', 'next_fingerprint')
  await m.dropTable('certificates')
  await m.dropTable('certificate_authorities')
}
