import type { QueryOf } from '@liren/contract'
import type { map as contract } from '@liren/contract/capabilities/map'
import type { MapElement } from '@liren/contract/map/answers'
import { layerSpec } from '@liren/contract/map/kinds'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import { type LayerSource, sources } from './layers.ts'
import { elementOf, isWithin, narrowed, positionOf, standing } from './marks.ts'
import type { Within } from './within.ts'

interface Row {
  readonly id: string
  readonly place_path: string
  readonly longitude: number | null
  readonly latitude: number | null
  readonly label: string
  readonly hint: string
  readonly state: string | number | null
  readonly place_id: string | null
  readonly device_id: string | null
  readonly drawn_id: string | null
  readonly floor: number | null
}

/** Rows beyond the ring are read and left out; so many times at most for one page. */
const mostRounds = 10
const batch = 200

/** A layer as a list: the same records as its marks, one by one. */
export async function listElements(
  kernel: Kernel,
  principal: Principal,
  scope: Scope,
  within: Within,
  query: QueryOf<(typeof contract)['endpoints']['elements']>,
) {
  const { layer, placeId, ring, limit = 20 } = query
  const source = sources[layer]
  const found: Row[] = []
  let cursor = query.cursor
  for (let round = 0; found.length <= limit && round < mostRounds; round++) {
    const keys = keyset({ cursor }, ['t.id'], { layer, placeId, ring })
    const rows = await rowsAfter(
      kernel,
      scope,
      source,
      combine('AND', [narrowed(source, scope, within), keys.seek()]),
      within.ring ? batch : limit + 1,
    )
    found.push(...rows.filter((row) => isWithin(row, within)))
    const last = rows.at(-1)
    if (!last || rows.length < (within.ring ? batch : limit + 1)) {
      cursor = undefined
      break
    }
    cursor = keyset({}, ['t.id'], { layer, placeId, ring }).page([last, last], 1, (row) => [row.id]).next
  }
  const shown = found.slice(0, limit)
  const lastShown = shown.at(-1)
  const after =
    found.length > limit && lastShown
      ? keyset({}, ['t.id'], { layer, placeId, ring }).page([lastShown, lastShown], 1, (row) => [row.id]).next
      : cursor
  return {
    items: await present(kernel, principal, scope, layerSpec(layer).subject, source, shown, within),
    ...(after === undefined ? {} : { next: after }),
  }
}

function rowsAfter(
  kernel: Kernel,
  scope: Scope,
  source: LayerSource,
  where: { sql: string; params: readonly unknown[] },
  limit: number,
): Promise<Row[]> {
  const { longitude = 'NULL', latitude = 'NULL' } = source.position ?? {}
  return scopedRows<Row>(kernel.store, scope, source.table, {
    sql: `SELECT t.id, t.place_path, ${longitude} AS longitude, ${latitude} AS latitude, ${source.label} AS label, ${source.hint} AS hint,
          ${source.state} AS state, ${source.place ?? 'NULL'} AS drawn_id, ${standing(source)} FROM ${source.from} WHERE ${where.sql} ORDER BY t.id LIMIT ${limit}`,
    params: where.params as never,
  })
}

/** What files are called is said by their own archive, masked for this viewer. */
async function present(
  kernel: Kernel,
  principal: Principal,
  scope: Scope,
  subject: string,
  source: LayerSource,
  rows: readonly Row[],
  within: Within,
): Promise<MapElement[]> {
  const searchable = kernel.surface.capabilities.flatMap((one) => one.searchables ?? []).find((one) => one.subject === source.searchable)
  const named =
    searchable && rows.length > 0
      ? await searchable.present(
          rows.map(({ id }) => id),
          principal,
          scope,
          '',
        )
      : []
  const names = new Map(named.map((one) => [one.id, one]))
  return rows.map((row) => {
    const [longitude = null, latitude = null] = positionOf(row, within) ?? []
    const { title = row.label, hint = row.hint } = names.get(row.id) ?? {}
    const state = row.state === null ? null : String(row.state)
    return {
      id: row.id,
      subject,
      title,
      hint,
      state,
      placeId: row.drawn_id,
      longitude,
      latitude,
      floor: row.floor,
      element: elementOf(row),
    }
  })
}
