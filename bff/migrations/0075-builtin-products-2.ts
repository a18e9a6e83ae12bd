import { builtinProducts } from '@liren/contract/thing/builtin/index'
import type { BuiltinProduct } from '@liren/contract/thing/builtin/parts'
import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** As in 0071, with ids of its own: a product's place in the list may have moved since. */
const idOf = (prefix: string, index: number) => `${prefix}${String(index).padStart(26 - prefix.length, '0')}`

type Row = { readonly id: string; readonly is_builtin: number; readonly model_number: number; readonly has_draft: number }

/** Products that came later, and models that know more words; what people have made of a product stays theirs. */
export async function up(m: Ddl): Promise<void> {
  for (const [index, product] of builtinProducts.entries()) {
    const [known] = await m.rows<Row>('SELECT id, is_builtin, model_number, has_draft FROM products WHERE code = ?', [product.code])
    if (!known) await insert(m, product, index)
    else if (known.is_builtin === 1 && known.model_number === 1 && known.has_draft === 0) await renew(m, known.id, product, index)
  }
}

async function insert(m: Ddl, product: BuiltinProduct, index: number): Promise<void> {
  const id = idOf('0000000000prdcu', index + 1)
  await m.run('DELETE FROM product_models WHERE product_id = ?', [id])
  await m.run(
    `INSERT INTO product_models (id, product_id, number, state, content, released_at, created_at) VALUES (?, ?, 1, 'released', ?, 0, 0)`,
    [idOf('0000000000prdcv', index + 1), id, JSON.stringify(product.thing)],
  )
  const { code, name, category, kind, protocol, model, grade, presence, maintenanceDays } = product
  await m.run(
    `INSERT INTO products (id, code, name, category, kind, protocol, manufacturer, model, grade, presence, maintenance_days, checklist, state, model_number, is_builtin, created_at)
     VALUES (?, ?, ?, ?, ?, ?, '通用', ?, ?, ?, ?, '{}', 'released', 1, 1, 0)`,
    [id, code, name, category, kind, protocol, model, grade, presence, maintenanceDays],
  )
}

async function renew(m: Ddl, id: string, product: BuiltinProduct, index: number): Promise<void> {
  const content = JSON.stringify(product.thing)
  const first = await m.rows<{ content: string }>('SELECT content FROM product_models WHERE product_id = ? AND number = 1', [id])
  if (first[0]?.content === content) return
  await m.run('DELETE FROM product_models WHERE product_id = ? AND number = 2', [id])
  await m.run("UPDATE product_models SET state = 'superseded' WHERE product_id = ? AND number = 1", [id])
  await m.run(
    `INSERT INTO product_models (id, product_id, number, state, content, released_at, created_at) VALUES (?, ?, 2, 'released', ?, 0, 0)`,
    [idOf('0000000000prdcw', index + 1), id, content],
  )
  await m.run('UPDATE products SET model_number = 2, protocol = ?, version = version + 1 WHERE id = ?', [product.protocol, id])
}

/** The products go with those of 0071. */
export async function down(_: Ddl): Promise<void> {}
