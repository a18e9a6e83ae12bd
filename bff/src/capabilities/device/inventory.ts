import type { QueryOf } from '@liren/contract'
import type { device as contract } from '@liren/contract/capabilities/device'
import type { Stock } from '@liren/contract/device/warehouse-endpoints'
import { dataClassOf, layerOf } from '@liren/contract/thing/layers'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { placesById } from '../place/read.ts'

interface ProductRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly category: string
  readonly kind: string
  readonly protocol: string
}
interface SumRow {
  readonly product_id: string
  readonly planned: number
  readonly installed: number
  readonly online: number
}

/** Products are tens, and devices of one site thousands: one question over each. */
const mostProducts = 1000

/** Everything that can be connected, and how many of it stand in the caller's places. */
export async function inventoryOf(kernel: Kernel, scope: Scope, query: QueryOf<(typeof contract)['endpoints']['inventory']>) {
  const place = query.placeId === undefined ? undefined : (await placesById(kernel, [query.placeId])).get(query.placeId)
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    ...(query.placeId === undefined ? [] : [underPlaces('place_path', place ? [place.path] : [])]),
  ])
  const products = await kernel.store.rows<ProductRow>(
    `SELECT id, code, name, category, kind, protocol FROM products WHERE state = 'released' ORDER BY category, code LIMIT ${mostProducts}`,
  )
  const sums = await scopedRows<SumRow>(kernel.store, scope, 'devices', {
    sql: `SELECT product_id, SUM(CASE WHEN stage = 'registered' THEN 1 ELSE 0 END) AS planned,
                 SUM(CASE WHEN stage IN ('active', 'maintaining', 'stopped') THEN 1 ELSE 0 END) AS installed,
                 SUM(CASE WHEN stage IN ('active', 'maintaining') AND presence = 'online' THEN 1 ELSE 0 END) AS online
          FROM devices WHERE product_id IS NOT NULL AND ${where.sql} GROUP BY product_id`,
    params: where.params,
  })
  const byProduct = new Map(sums.map((row) => [row.product_id, row]))
  const items = products.map(({ id, ...product }): Stock => {
    const sum = byProduct.get(id)
    return {
      ...{ productId: id, ...product, layer: layerOf(product), dataClass: dataClassOf(product.category) },
      ...{ planned: Number(sum?.planned ?? 0), installed: Number(sum?.installed ?? 0), online: Number(sum?.online ?? 0) },
    }
  })
  return { items: query.layer === undefined ? items : items.filter(({ layer }) => layer === query.layer) }
}
