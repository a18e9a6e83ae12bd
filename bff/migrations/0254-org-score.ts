import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** By name a device finds the organisation that owns it, and the other way round. */
const indexes = [
  ['orgs', ['name']],
  ['devices', ['owner']],
] as const

/** How each organisation stands by its hazards, how that changed, and what a community counts how much. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'org_scores',
    {
      org_id: c.id(),
      place_path: c.path(),
      place_name: c.text(160),
      community_id: c.id({ null: true }),
      name: c.text(80),
      kind: c.code(40, { null: true }),
      score: c.int(),
      level: c.int(),
      score_before: c.int({ null: true }),
      /** Since when it is at this level; when the score changed last. */
      since_at: c.instant(),
      changed_at: c.instant(),
      items: c.json(),
      version: c.version(),
    },
    {
      primaryKey: ['org_id'],
      indexes: [['score', 'org_id'], ['level', 'score', 'org_id'], ['kind', 'score', 'org_id'], ['place_path', 'level'], ['community_id']],
    },
  )
  await m.createTable(
    'org_score_history',
    { id: c.id(), org_id: c.id(), score: c.int(), level: c.int(), at: c.instant() },
    { indexes: [['org_id', 'id'], ['at']] },
  )
  await m.createTable(
    'org_score_settings',
    {
      community_id: c.id(),
      place_path: c.path(),
      points: c.json(),
      changed_by: c.id(),
      changed_at: c.instant(),
      version: c.version(),
    },
    { primaryKey: ['community_id'], indexes: [['place_path']] },
  )
  for (const [table, columns] of indexes) await m.addIndex(table, columns)
}

export async function down(m: Ddl): Promise<void> {
  for (const [table, columns] of indexes) await m.dropIndex(table, columns)
  for (const table of ['org_score_settings', 'org_score_history', 'org_scores']) await m.dropTable(table)
}
