import type { BodyOf, Page, QueryOf } from '@liren/contract'
import type {
  EnvironmentCurve,
  EnvironmentFactor,
  environmentEndpoints,
  PublicStation,
  Station,
} from '@liren/contract/capabilities/environment'
import { readSeries } from '../../engines/thing/index.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { estatesTouching, placeById, placesById } from '../place/read.ts'
import { present, presentPublic, type StationRow, stationColumns, stationKinds, stationSource } from './row.ts'

const mostOwn = 50
const dayMs = 24 * 3_600_000
const curvePoints = 48

const mayPublish = (principal: Principal): boolean => principal.permissions.has('environment.manage')

export async function listStations(
  kernel: Kernel,
  scope: Scope,
  principal: Principal,
  query: QueryOf<typeof environmentEndpoints.stations>,
): Promise<Page<Station>> {
  const { cursor, limit = 20, placeId } = query
  const keys = keyset({ cursor }, ['d.id'], { placeId })
  const place = placeId === undefined ? undefined : await placeById(kernel, placeId)
  const where = combine('AND', [
    underPlaces('d.place_path', scope.places),
    ...(placeId === undefined ? [] : [underPlaces('d.place_path', place ? [place.path] : [])]),
    { sql: stationKinds, params: [] },
    keys.seek(),
  ])
  const rows = await scopedRows<StationRow>(kernel.store, scope, 'devices', {
    sql: `SELECT ${stationColumns} FROM ${stationSource} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await present(kernel, page.items, mayPublish(principal)) }
}

async function findStation(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<StationRow> {
  const where = combine('AND', [{ sql: `d.id = ? AND ${stationKinds}`, params: [id] }, underPlaces('d.place_path', scope.places)])
  const statement = { sql: `SELECT ${stationColumns} FROM ${stationSource} WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<StationRow>(kernel.store, scope, 'devices', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** One of two decides; the other sees that it moved. */
export async function publishStation(
  kernel: Kernel,
  id: string,
  { isPublic, version }: BodyOf<typeof environmentEndpoints.publish>,
  { scope, tx, principal }: Pick<RequestContext, 'scope' | 'tx' | 'principal'>,
): Promise<Station> {
  const before = await findStation(kernel, scope, id, tx)
  const flag = isPublic ? 1 : 0
  const isDone =
    version === 0
      ? await insertOnce(kernel.store, 'environment_stations', { device_id: id, is_public: flag }, tx)
      : (await kernel.store.run(
          'UPDATE environment_stations SET is_public = ?, version = version + 1 WHERE device_id = ? AND version = ?',
          [flag, id, version],
          tx,
        )) === 1
  if (!isDone) throw refuse('stale', { details: { version: Number(before.version ?? 0) } })
  const [station] = await present(kernel, [await findStation(kernel, scope, id, tx)], mayPublish(principal), tx)
  return station as Station
}

/** Public stations of the estates where the reader lives; undefined where somebody lives nowhere. */
async function ownStations(kernel: Kernel, scope: Scope): Promise<Condition | undefined> {
  const homes = await placesById(kernel, scope.houseIds)
  const estates = await estatesTouching(
    kernel,
    [...homes.values()].map(({ path }) => path),
  )
  if (estates.length === 0) return undefined
  return combine('AND', [
    { sql: `s.is_public = 1 AND ${stationKinds}`, params: [] },
    underPlaces(
      'd.place_path',
      estates.map(({ path }) => path),
    ),
  ])
}

const readOwn = (kernel: Kernel, where: Condition): Promise<StationRow[]> =>
  unscoped<StationRow>(kernel.store, 'everybody may know the air of their own estate', {
    sql: `SELECT ${stationColumns} FROM ${stationSource} WHERE ${where.sql} ORDER BY d.id LIMIT ${mostOwn}`,
    params: where.params,
  })

export async function ownEnvironment(kernel: Kernel, scope: Scope): Promise<{ items: PublicStation[] }> {
  const where = await ownStations(kernel, scope)
  return { items: where === undefined ? [] : await presentPublic(kernel, await readOwn(kernel, where)) }
}

async function curve(kernel: Kernel, id: string, factor: EnvironmentFactor, now: number): Promise<EnvironmentCurve> {
  const { items } = await readSeries(kernel, id, factor, { from: now - dayMs, to: now + 1, points: curvePoints })
  return { factor, items: items.map(({ at, average }) => ({ at: iso(at), average })) }
}

export async function stationCurve(
  kernel: Kernel,
  scope: Scope,
  id: string,
  factor: EnvironmentFactor,
  now: number,
): Promise<EnvironmentCurve> {
  await findStation(kernel, scope, id)
  return curve(kernel, id, factor, now)
}

export async function ownCurve(
  kernel: Kernel,
  scope: Scope,
  id: string,
  factor: EnvironmentFactor,
  now: number,
): Promise<EnvironmentCurve> {
  const where = await ownStations(kernel, scope)
  const found = where && (await readOwn(kernel, combine('AND', [where, { sql: 'd.id = ?', params: [id] }])))
  if (!found?.length) throw refuse('not-found')
  return curve(kernel, id, factor, now)
}
