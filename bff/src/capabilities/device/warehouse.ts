import type { Page, QueryOf } from '@liren/contract'
import type { device as contract } from '@liren/contract/capabilities/device'
import type { WarehouseItem } from '@liren/contract/device/warehouse-endpoints'
import { type DataClass, dataClassCategories } from '@liren/contract/thing/layers'
import type { ThingModel } from '@liren/contract/thing/model'
import { readShadows, releasedModels, type Shadow } from '../../engines/thing/index.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { placesById } from '../place/read.ts'
import { columns, type DeviceRow, presentDevice, source } from './row.ts'

/** So many values of one device are shown; its own page has all of them. */
const mostValues = 12

function ofStore(store: DataClass): Condition {
  const named = Object.values(dataClassCategories).flat()
  const wanted = store === 'facility' ? named : dataClassCategories[store]
  const marks = wanted.map(() => '?').join(', ')
  return { sql: `p.category ${store === 'facility' ? 'NOT IN' : 'IN'} (${marks})`, params: wanted }
}

/** The latest of what devices of one store told, device by device; those that never spoke are not in it. */
export async function warehouseOf(
  kernel: Kernel,
  scope: Scope,
  query: QueryOf<(typeof contract)['endpoints']['warehouse']>,
): Promise<Page<WarehouseItem>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['d.id'], filters)
  const place = query.placeId === undefined ? undefined : (await placesById(kernel, [query.placeId])).get(query.placeId)
  const where = combine('AND', [
    underPlaces('d.place_path', scope.places),
    ...(query.placeId === undefined ? [] : [underPlaces('d.place_path', place ? [place.path] : [])]),
    { sql: "d.heard_at IS NOT NULL AND d.stage <> 'retired'", params: [] },
    ofStore(query.store),
    keys.seek(),
  ])
  const rows = await scopedRows<DeviceRow>(kernel.store, scope, 'devices', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  const shadows = await readShadows(
    kernel,
    page.items.map(({ id }) => id),
  )
  const models = await releasedModels(
    kernel,
    page.items.flatMap((row) => row.product_id ?? []),
  )
  return { ...page, items: page.items.map((row) => presentKept(row, shadows.get(row.id), models.get(row.product_id ?? ''))) }
}

function presentKept(row: DeviceRow, shadow: Shadow | undefined, model: ThingModel | undefined): WarehouseItem {
  const { id, code, name, kind, product, placeName, presence, heardAt, withheld } = presentDevice(row)
  const values = Object.entries(withheld ? {} : (shadow?.reported ?? {}))
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, mostValues)
    .map(([property, { v, at }]) => {
      // `status.2` is the status of part 2.
      const known = model?.properties.find((one) => property === one.code || property.startsWith(`${one.code}.`))
      const part = known === undefined ? '' : property.slice(known.code.length).replace('.', ' ')
      const words = { zh: `${known?.text.zh ?? property}${part}`, en: `${known?.text.en ?? property}${part}` }
      const called = known?.options?.find(({ value }) => value === v)?.text ?? null
      return { property, ...words, unit: known?.unit ?? null, value: v, called, at: iso(at) }
    })
  return { id, code, name, kind, productName: product?.name ?? null, placeName, presence, heardAt, withheld, values }
}
