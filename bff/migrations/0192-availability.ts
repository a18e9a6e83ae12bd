import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // One row for the house: when it was last known to serve, and since when it is watched.
  await m.createTable('availability_beats', { id: c.code(12), since_at: c.instant(), beat_at: c.instant(), failing: c.text(200) })
  // A gap between two beats. Whoever finds it first writes it.
  await m.createTable(
    'outages',
    {
      id: c.id(),
      from_at: c.instant(),
      to_at: c.instant(),
      cause: c.code(12),
      failing: c.text(200),
      kind: c.code(12, { null: true }),
      reason: c.text(200, { null: true }),
      explained_by: c.id({ null: true }),
      explained_at: c.instant({ null: true }),
      version: c.version(),
    },
    { unique: [['from_at']] },
  )
  // Announced before it begins; what lies in it is no failure.
  await m.createTable(
    'maintenances',
    {
      id: c.id(),
      from_at: c.instant(),
      until_at: c.instant(),
      reason: c.text(200),
      announced_by: c.id(),
      announced_at: c.instant(),
      cancelled_at: c.instant({ null: true }),
      version: c.version(),
    },
    { indexes: [['from_at', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['maintenances', 'outages', 'availability_beats']) await m.dropTable(table)
}
