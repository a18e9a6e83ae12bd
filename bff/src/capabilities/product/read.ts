export { modelCheck } from './health.ts'

import type { Page, QueryOf } from '@liren/contract'
import type { product as contract, Product } from '@liren/contract/capabilities/product'
import type { ThingModel } from '@liren/contract/thing/model'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, contains } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type ModelRow, type ProductRow, presentProduct } from './row.ts'

export type { ProductRow } from './row.ts'

type ListQuery = QueryOf<(typeof contract)['endpoints']['list']>

export async function listProducts(kernel: Kernel, query: ListQuery): Promise<Page<Product>> {
  const { cursor, limit = 50, q, ...filters } = query
  const keys = keyset({ cursor }, ['id'], { ...filters, q })
  const where: Condition[] = [keys.seek()]
  for (const [column, value] of Object.entries(filters)) if (value !== undefined) where.push({ sql: `${column} = ?`, params: [value] })
  if (q) where.push(combine('OR', [contains('name', q), contains('code', q), contains('manufacturer', q), contains('model', q)]))
  const condition = combine('AND', where)
  const rows = await kernel.store.rows<ProductRow>(
    `SELECT * FROM products WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    condition.params,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentProduct) }
}

export async function productById(kernel: Kernel, id: string, tx?: Tx): Promise<ProductRow | undefined> {
  return (await kernel.store.rows<ProductRow>('SELECT * FROM products WHERE id = ?', [id], tx))[0]
}

export async function productsByCode(kernel: Kernel, codes: readonly string[], tx?: Tx): Promise<Map<string, ProductRow>> {
  const where = among('code', [...new Set(codes)])
  const rows = await kernel.store.rows<ProductRow>(`SELECT * FROM products WHERE ${where.sql}`, where.params, tx)
  return new Map(rows.map((row) => [row.code, row]))
}

export const modelsOf = (kernel: Kernel, productId: string, tx?: Tx): Promise<ModelRow[]> =>
  kernel.store.rows<ModelRow>('SELECT * FROM product_models WHERE product_id = ? ORDER BY number DESC LIMIT 50', [productId], tx)

/** The released models of these products: what their devices may say and do today. */
export async function releasedModels(kernel: Kernel, productIds: readonly string[], tx?: Tx): Promise<Map<string, ThingModel>> {
  const wanted = [...new Set(productIds)]
  if (wanted.length === 0) return new Map()
  const where = among('product_id', wanted)
  const rows = await kernel.store.rows<Pick<ModelRow, 'product_id' | 'content'>>(
    `SELECT product_id, content FROM product_models WHERE state = 'released' AND ${where.sql}`,
    where.params,
    tx,
  )
  return new Map(rows.map((row) => [row.product_id, JSON.parse(row.content) as ThingModel]))
}

/** What these products are called. */
export async function productNames(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, { name: string; kind: string }>> {
  if (ids.length === 0) return new Map()
  const where = among('id', [...new Set(ids)])
  const sql = `SELECT id, name, kind FROM products WHERE ${where.sql}`
  const rows = await kernel.store.rows<{ id: string; name: string; kind: string }>(sql, where.params, tx)
  return new Map(rows.map((row) => [row.id, row]))
}
