import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { renewProducts } from './0077-builtin-products-3.ts'

/** What chargers are rated for and whom they serve; how each of their ports stands. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'chargers',
    {
      ...{ device_id: c.id(), place_path: c.path(), charger_use: c.code(8), ports: c.int() },
      ...{ rated_volts: c.double(), rated_hertz: c.double(), serves_id: c.id({ null: true }), serves_path: c.path(), version: c.version() },
    },
    {
      primaryKey: ['device_id'],
      indexes: [
        ['place_path', 'device_id'],
        ['serves_path', 'device_id'],
      ],
    },
  )
  await m.createTable(
    'charging_ports',
    { device_id: c.id(), port: c.int(), state: c.code(8), changed_at: c.instant() },
    { primaryKey: ['device_id', 'port'] },
  )
  await renewProducts(m, ['k', 'm', 'n'])
}

/** The products go with those of 0071. */
export async function down(m: Ddl): Promise<void> {
  await m.dropTable('charging_ports')
  await m.dropTable('chargers')
}
