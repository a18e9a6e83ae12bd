import type { Page, QueryOf } from '@liren/contract'
import { type ChargingPlanRow, type ChargingPlanSums, type chargingEndpoints, defaultPerPort } from '@liren/contract/capabilities/charging'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { placeById } from '../place/read.ts'
import { ebikesUnder } from '../vehicle/read.ts'
import { shortName } from './row.ts'

type Query = QueryOf<typeof chargingEndpoints.plan>

const need = (ebikes: number, ports: number, perPort: number) => {
  const wanted = Math.ceil(ebikes / perPort)
  return { ebikes, ports, wanted, short: Math.max(0, wanted - ports) }
}
const perPortOf = ({ perPort }: Pick<Query, 'perPort'>): number => (perPort === undefined ? defaultPerPort : Number(perPort))

const counted = "c.charger_use = 'ebike' AND d.stage <> 'retired'"

/** Ports for e-bikes by whom they serve; `null` stands for those that serve no single building. */
async function portsServing(kernel: Kernel, scope: Scope, paths: readonly string[]): Promise<Map<string | null, number>> {
  if (paths.length === 0) return new Map()
  const where = combine('AND', [underPlaces('c.serves_path', scope.places), underPlaces('c.serves_path', paths)])
  const rows = await scopedRows<{ serves_id: string | null; ports: number }>(kernel.store, scope, 'chargers', {
    sql: `SELECT c.serves_id, SUM(c.ports) AS ports FROM chargers c JOIN devices d ON d.id = c.device_id WHERE ${counted} AND ${where.sql} GROUP BY c.serves_id`,
    params: where.params,
  })
  return new Map(rows.map((row) => [row.serves_id, Number(row.ports)]))
}

const pathsOf = async (kernel: Kernel, scope: Scope, placeId: string | undefined): Promise<readonly string[]> => {
  if (placeId === undefined) return scope.places
  const place = await placeById(kernel, placeId)
  return place ? [place.path] : []
}

/** E-bikes of the vehicle archive against ports of the device archive, a page of buildings at a time. */
export async function planPage(kernel: Kernel, scope: Scope, query: Query): Promise<Page<ChargingPlanRow>> {
  const { cursor, limit = 20, placeId, perPort } = query
  const keys = keyset({ cursor }, ['path'], { placeId, perPort })
  const where = combine('AND', [
    { sql: "kind = 'building' AND is_retired = 0", params: [] },
    underPlaces('path', scope.places),
    underPlaces('path', await pathsOf(kernel, scope, placeId)),
    keys.seek(),
  ])
  const rows = await kernel.store.rows<{ id: string; path: string; full_name: string }>(
    `SELECT id, path, full_name FROM places WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = keys.page(rows, limit, (row) => [row.path])
  const paths = page.items.map(({ path }) => path)
  const ebikes = await ebikesUnder(kernel, scope, paths)
  const ports = await portsServing(kernel, scope, paths)
  return {
    ...page,
    items: page.items.map((row, i) => ({
      building: { id: row.id, name: shortName(row.full_name) },
      ...need(ebikes[i] ?? 0, ports.get(row.id) ?? 0, perPortOf(query)),
    })),
  }
}

export async function planSums(kernel: Kernel, scope: Scope, query: Pick<Query, 'placeId' | 'perPort'>): Promise<ChargingPlanSums> {
  const paths = await pathsOf(kernel, scope, query.placeId)
  const ebikes = (await ebikesUnder(kernel, scope, paths)).reduce((all, one) => all + one, 0)
  const serving = await portsServing(kernel, scope, paths)
  const ports = [...serving.values()].reduce((all, one) => all + one, 0)
  return { ...need(ebikes, ports, perPortOf(query)), shared: serving.get(null) ?? 0 }
}
