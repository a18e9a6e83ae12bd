import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'map_features',
    {
      id: c.id(),
      kind: c.code(12),
      shape: c.code(8),
      place_id: c.id(),
      place_path: c.path(),
      name: c.text(60),
      geometry: c.json(),
      west: c.double(),
      south: c.double(),
      east: c.double(),
      north: c.double(),
      longitude: c.double(),
      latitude: c.double(),
      size: c.double({ null: true }),
      /** The smallest tile that holds it whole, as a path of quarters: neighbours in space are neighbours in the index. */
      cell: c.code(24),
      state: c.code(8, { default: 'active' }),
      /** Kind and place of a drawing of which a place has one, while it is drawn. */
      live_key: c.code(40, { null: true }),
      created_at: c.instant(),
      updated_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['live_key']],
      indexes: [
        ['place_path', 'kind', 'id'],
        ['cell', 'kind'],
        ['kind', 'id'],
      ],
    },
  )
  await m.createTable(
    'map_history',
    {
      id: c.id(),
      feature_id: c.id(),
      feature_version: c.int(),
      action: c.code(8),
      name: c.text(60),
      geometry: c.json(),
      actor_id: c.id({ null: true }),
      actor_name: c.text(60, { null: true }),
      at: c.instant(),
    },
    { unique: [['feature_id', 'feature_version']], indexes: [['feature_id', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('map_history')
  await m.dropTable('map_features')
}
