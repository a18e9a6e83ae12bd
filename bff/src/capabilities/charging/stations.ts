import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { type ChargingStation, type chargingEndpoints, chargingErrors, type PortState } from '@liren/contract/capabilities/charging'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { findDevice } from '../device/read.ts'
import { placeById, placesAbove } from '../place/read.ts'
import { type ChargerRow, portStatesOf, portsOf, shortName } from './row.ts'

interface StationRow extends Partial<ChargerRow> {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly place_path: string
  readonly presence: string
  readonly stage: string
  readonly full_name: string | null
  readonly serves_name: string | null
}

const columns = `d.id, d.code, d.name, d.place_path, d.presence, d.stage, p.full_name, c.device_id, c.charger_use, c.ports, c.rated_volts,
  c.rated_hertz, c.serves_id, c.version, s.full_name AS serves_name`
const source =
  'devices d LEFT JOIN chargers c ON c.device_id = d.id LEFT JOIN places p ON p.id = d.place_id LEFT JOIN places s ON s.id = c.serves_id'

function present(row: StationRow, known: ReadonlyMap<number, PortState>): ChargingStation {
  const count = Number(row.ports ?? 0)
  const ports = portsOf(count, known, row.presence === 'online')
  const of = (state: PortState): number => ports.filter((one) => one === state).length
  return {
    ...{ id: row.id, code: row.code, name: row.name, presence: row.presence, stage: row.stage },
    place: { path: row.place_path, name: shortName(row.full_name) },
    record: row.device_id
      ? {
          ...{ use: row.charger_use ?? 'ebike', ports: count, ratedVolts: Number(row.rated_volts), ratedHertz: Number(row.rated_hertz) },
          serves: row.serves_id ? { id: row.serves_id, name: shortName(row.serves_name) } : null,
        }
      : null,
    ...{ ports: count, free: of('free'), busy: of('busy'), faulty: of('faulty'), unknown: of('unknown') },
    version: Number(row.version ?? 0),
  }
}

export async function listStations(
  kernel: Kernel,
  scope: Scope,
  query: QueryOf<typeof chargingEndpoints.stations>,
): Promise<Page<ChargingStation>> {
  const { cursor, limit = 20, placeId } = query
  const keys = keyset({ cursor }, ['d.id'], { placeId })
  const where = combine('AND', [
    { sql: "d.kind = 'pile' AND d.stage <> 'retired'", params: [] },
    underPlaces('d.place_path', scope.places),
    ...(placeId === undefined ? [] : [underPlaces('d.place_path', [(await placeById(kernel, placeId))?.path ?? '/-/'])]),
    keys.seek(),
  ])
  const rows = await scopedRows<StationRow>(kernel.store, scope, 'devices', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  const states = await portStatesOf(
    kernel,
    page.items.map(({ id }) => id),
  )
  return { ...page, items: page.items.map((row) => present(row, states.get(row.id) ?? new Map())) }
}

type Context = Pick<RequestContext, 'tx' | 'scope'>

/** Whom it serves: the building that was named, else the one in which it stands, else everybody around it. */
async function serving(kernel: Kernel, servesId: string | undefined, placePath: string, { tx, scope }: Context) {
  if (servesId !== undefined) {
    const place = await placeById(kernel, servesId, tx)
    const isOurs = place?.kind === 'building' && scope.places.some((path) => place.path.startsWith(path))
    if (!place || !isOurs) throw refuseWith(chargingErrors, 'charging.serves-unknown')
    return { serves_id: place.id, serves_path: place.path }
  }
  const building = (await placesAbove(kernel, placePath, tx)).find(({ kind }) => kind === 'building')
  return { serves_id: building?.id ?? null, serves_path: building?.path ?? placePath }
}

export async function saveStation(
  kernel: Kernel,
  id: string,
  body: BodyOf<typeof chargingEndpoints.save>,
  ctx: Context,
): Promise<ChargingStation> {
  const { tx, scope } = ctx
  const device = await findDevice(kernel, scope, id, tx)
  if (device.kind !== 'pile') throw refuseWith(chargingErrors, 'charging.not-charger')
  const values = {
    ...{ place_path: device.place_path, charger_use: body.use, ports: body.ports },
    ...{ rated_volts: body.ratedVolts, rated_hertz: body.ratedHertz },
    ...(await serving(kernel, body.servesId, device.place_path, ctx)),
  }
  if (body.version === 0) {
    if (!(await insertOnce(kernel.store, 'chargers', { device_id: id, ...values }, tx))) throw refuse('stale')
  } else {
    const changed = await kernel.store.run(
      `UPDATE chargers SET ${Object.keys(values)
        .map((column) => `${column} = ?, `)
        .join('')}version = version + 1 WHERE device_id = ? AND version = ?`,
      [...Object.values(values), id, body.version],
      tx,
    )
    if (changed !== 1) throw refuse('stale')
  }
  return readStation(kernel, scope, id, tx)
}

async function readStation(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<ChargingStation> {
  const where = combine('AND', [{ sql: 'd.id = ?', params: [id] }, underPlaces('d.place_path', scope.places)])
  const statement = { sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<StationRow>(kernel.store, scope, 'devices', statement, tx)
  if (!row) throw refuse('not-found')
  return present(row, (await portStatesOf(kernel, [id], tx)).get(id) ?? new Map())
}
