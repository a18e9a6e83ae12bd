import { builtinProducts } from '@liren/contract/thing/builtin/index'
import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Like every id 26 characters long; smaller than any that time gives, so that these stand first. */
const idOf = (prefix: string, index: number) => `${prefix}${String(index).padStart(26 - prefix.length, '0')}`

export async function up(m: Ddl): Promise<void> {
  for (const [index, product] of builtinProducts.entries()) {
    const known = await m.rows('SELECT id FROM products WHERE code = ?', [product.code])
    if (known.length > 0) continue
    const id = idOf('0000000000prdct', index + 1)
    await m.run('DELETE FROM product_models WHERE product_id = ?', [id])
    await m.run(
      `INSERT INTO product_models (id, product_id, number, state, content, released_at, created_at) VALUES (?, ?, 1, 'released', ?, 0, 0)`,
      [idOf('0000000000prdctm', index + 1), id, JSON.stringify(product.thing)],
    )
    const { code, name, category, kind, protocol, model, grade, presence, maintenanceDays } = product
    await m.run(
      `INSERT INTO products (id, code, name, category, kind, protocol, manufacturer, model, grade, presence, maintenance_days, checklist, state, model_number, is_builtin, created_at)
       VALUES (?, ?, ?, ?, ?, ?, '通用', ?, ?, ?, ?, ?, 'released', 1, 1, 0)`,
      [id, code, name, category, kind, protocol, model, grade, presence, maintenanceDays, JSON.stringify(genericChecklist)],
    )
  }
}

/** What the bridge itself sees to for every device behind it; a maker's own product says more. */
const genericChecklist = {
  identity: '一机一密或证书接入，由网桥核对',
  'access-control': '设备只能代表自己发言，越权被拒并记录',
}

export async function down(m: Ddl): Promise<void> {
  await m.run('DELETE FROM product_models WHERE product_id IN (SELECT id FROM products WHERE is_builtin = 1)')
  await m.run('DELETE FROM products WHERE is_builtin = 1')
}
