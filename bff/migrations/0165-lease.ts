import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'leases',
    {
      id: c.id(),
      house_id: c.id(),
      place_path: c.path(),
      state: c.code(10, { default: 'declared' }),
      kind: c.code(12),
      from_on: c.day(),
      until_on: c.day(),
      /** Null where the landlord has no account, or no longer. */
      landlord_id: c.id({ null: true }),
      landlord_sealed: c.longText(),
      /** Names, telephones and papers as one sealed text: nobody looks for a lease by them. */
      tenants_sealed: c.longText(),
      tenant_count: c.int(),
      photos: c.json({ null: true }),
      declared_at: c.instant(),
      decided_by: c.id({ null: true }),
      decided_at: c.instant({ null: true }),
      reason: c.text(200, { null: true }),
      ended_on: c.day({ null: true }),
      version: c.version(),
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['state', 'until_on', 'id'],
        ['house_id', 'state'],
        ['landlord_id', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('leases')
}
