import type { ThingModel } from '@liren/contract/thing/model'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface Kept {
  readonly number: number
  readonly model: ThingModel
}
const parsed = new WeakMap<Kernel, Map<string, Kept>>()

/** The released models of these products. Their text is parsed once per release: a flood of events asks for it all the time. */
export async function releasedModels(kernel: Kernel, productIds: readonly string[], tx?: Tx): Promise<Map<string, ThingModel>> {
  const wanted = [...new Set(productIds)]
  if (wanted.length === 0) return new Map()
  const known = parsed.get(kernel) ?? new Map<string, Kept>()
  parsed.set(kernel, known)
  const where = among('id', wanted)
  const sql = `SELECT id, model_number FROM products WHERE ${where.sql}`
  const today = await kernel.store.rows<{ id: string; model_number: number }>(sql, where.params, tx)
  const fresh = today.filter((row) => row.model_number > 0 && known.get(row.id)?.number !== row.model_number)
  if (fresh.length > 0) {
    const of = among(
      'product_id',
      fresh.map((row) => row.id),
    )
    const rows = await kernel.store.rows<{ product_id: string; number: number; content: string }>(
      `SELECT product_id, number, content FROM product_models WHERE state = 'released' AND ${of.sql}`,
      of.params,
      tx,
    )
    for (const row of rows) known.set(row.product_id, { number: row.number, model: JSON.parse(row.content) as ThingModel })
  }
  return new Map(today.flatMap((row) => (row.model_number > 0 && known.has(row.id) ? [[row.id, (known.get(row.id) as Kept).model]] : [])))
}
