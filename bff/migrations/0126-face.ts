import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'faces',
    {
      id: c.id(),
      /** Who brought it. */
      owner_id: c.id(),
      person_id: c.id({ null: true }),
      place_path: c.path({ null: true }),
      /** `waiting` for the form it belongs to, `proposed` with a review, `kept`, or `gone`. */
      state: c.code(10),
      /** The picture itself, sealed; null once it is gone. */
      image_sealed: c.longText({ null: true }),
      digest: c.code(64),
      consent_on: c.day({ null: true }),
      taken_at: c.instant(),
      expires_at: c.instant({ null: true }),
      gone_at: c.instant({ null: true }),
      gone_by: c.id({ null: true }),
      gone_reason: c.text(200, { null: true }),
      proof: c.code(120, { null: true }),
    },
    {
      indexes: [
        ['person_id', 'state'],
        ['state', 'expires_at'],
        ['owner_id', 'state'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('faces')
}
