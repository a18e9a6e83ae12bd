import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'merchants',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      name: c.text(40),
      intro: c.text(500),
      phone: c.code(20),
      keeper_id: c.id({ null: true }),
      state: c.code(8, { default: 'listed' }),
      stars: c.int({ default: 0 }),
      rated: c.int({ default: 0 }),
      done: c.int({ default: 0 }),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id'], ['keeper_id']] },
  )
  await m.createTable(
    'merchant_services',
    {
      id: c.id(),
      merchant_id: c.id(),
      name: c.text(40),
      unit: c.text(10),
      fen: c.fen(),
      sort: c.int(),
      is_withdrawn: c.bool({ default: 0 }),
    },
    { indexes: [['merchant_id', 'sort']] },
  )
  await m.createTable(
    'merchant_orders',
    {
      id: c.id(),
      number: c.code(24),
      merchant_id: c.id(),
      merchant_name: c.text(40),
      keeper_id: c.id({ null: true }),
      service_name: c.text(40),
      unit: c.text(10),
      fen: c.fen(),
      quantity: c.int(),
      customer_id: c.id(),
      /** Name and telephone of whom to call, sealed together. */
      contact: c.longText(),
      house_id: c.id(),
      place_path: c.path(),
      address: c.text(160),
      note: c.text(300),
      visit_at: c.instant({ null: true }),
      state: c.code(12, { default: 'placed' }),
      reason: c.text(200, { null: true }),
      rating: c.int({ null: true }),
      comment: c.text(300, { null: true }),
      created_at: c.instant(),
      accepted_at: c.instant({ null: true }),
      finished_at: c.instant({ null: true }),
      closed_at: c.instant({ null: true }),
      version: c.version(),
    },
    {
      unique: [['number']],
      indexes: [
        ['customer_id', 'id'],
        ['keeper_id', 'id'],
        ['merchant_id', 'state'],
        ['place_path', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['merchant_orders', 'merchant_services', 'merchants']) await m.dropTable(table)
}
