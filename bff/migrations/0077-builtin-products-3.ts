import { builtinProducts } from '@liren/contract/thing/builtin/index'
import type { BuiltinProduct } from '@liren/contract/thing/builtin/parts'
import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** As in 0075, with ids of its own. Whatever a migration made begins like this. */
const made = '0000000000prdc'
const idOf = (letter: string, index: number) => `${made}${letter}${String(index).padStart(25 - made.length, '0')}`
/** Of a new product, of its first model and of the next model of one that was there: each step has letters of its own. */
type Letters = readonly [product: string, first: string, next: string]

type Row = { readonly id: string; readonly is_builtin: number; readonly model_number: number; readonly has_draft: number }

/** What the bridge itself sees to for every device behind it; without a list nobody could start a device of the product. */
const genericChecklist = JSON.stringify({
  identity: '一机一密或证书接入，由网桥核对',
  'access-control': '设备只能代表自己发言，越权被拒并记录',
})

/** Sensors by their kinds, readers and servers; models that know more words. What people have made of a product stays theirs. */
export const up = (m: Ddl): Promise<void> => renewProducts(m, ['x', 'y', 'z'])

/** Brings products up to the list of today. */
export async function renewProducts(m: Ddl, letters: Letters): Promise<void> {
  for (const [index, product] of builtinProducts.entries()) {
    const [known] = await m.rows<Row>('SELECT id, is_builtin, model_number, has_draft FROM products WHERE code = ?', [product.code])
    if (!known) await insert(m, product, index + 1, letters)
    else if (known.is_builtin === 1 && known.has_draft === 0) await renew(m, known, product, index + 1, letters)
  }
  await m.run(`UPDATE products SET checklist = ? WHERE is_builtin = 1 AND checklist = '{}' AND id LIKE '${made}%'`, [genericChecklist])
}

async function insert(m: Ddl, product: BuiltinProduct, index: number, [letter, first]: Letters): Promise<void> {
  const id = idOf(letter, index)
  await m.run('DELETE FROM product_models WHERE product_id = ?', [id])
  await m.run(
    `INSERT INTO product_models (id, product_id, number, state, content, released_at, created_at) VALUES (?, ?, 1, 'released', ?, 0, 0)`,
    [idOf(first, index), id, JSON.stringify(product.thing)],
  )
  const { code, name, category, kind, protocol, model, grade, presence, maintenanceDays } = product
  await m.run(
    `INSERT INTO products (id, code, name, category, kind, protocol, manufacturer, model, grade, presence, maintenance_days, checklist, state, model_number, is_builtin, created_at)
     VALUES (?, ?, ?, ?, ?, ?, '通用', ?, ?, ?, ?, ?, 'released', 1, 1, 0)`,
    [id, code, name, category, kind, protocol, model, grade, presence, maintenanceDays, genericChecklist],
  )
}

async function renew(
  m: Ddl,
  { id, model_number: number }: Row,
  product: BuiltinProduct,
  index: number,
  [, , next]: Letters,
): Promise<void> {
  const content = JSON.stringify(product.thing)
  const [current] = await m.rows<{ id: string; content: string }>(
    'SELECT id, content FROM product_models WHERE product_id = ? AND number = ?',
    [id, number],
  )
  if (!current?.id.startsWith(made) || current.content === content) return
  await m.run('DELETE FROM product_models WHERE product_id = ? AND number = ?', [id, number + 1])
  await m.run("UPDATE product_models SET state = 'superseded' WHERE product_id = ? AND number = ?", [id, number])
  await m.run(
    `INSERT INTO product_models (id, product_id, number, state, content, released_at, created_at) VALUES (?, ?, ?, 'released', ?, 0, 0)`,
    [idOf(next, index), id, number + 1, content],
  )
  await m.run('UPDATE products SET model_number = ?, protocol = ?, version = version + 1 WHERE id = ?', [number + 1, product.protocol, id])
}

/** The products go with those of 0071. */
export async function down(_: Ddl): Promise<void> {}
