import type { Page, QueryOf } from '@liren/contract'
import type { device as contract, Device } from '@liren/contract/capabilities/device'
import type { DeviceEvent } from '@liren/contract/device-events'
import { propertiesTold, quarantine, releasedModels, type Told, type ToldEvent } from '../../engines/thing/index.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine, contains } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isOfOneHome } from './home.ts'
import { columns, type DeviceRow, presentDevice, source } from './row.ts'

export {
  type CommandEnd,
  commandsById,
  isRefusal,
  openShown,
  type Refusal,
  readShadow,
  readShadows,
  type Scalar,
  type Sent,
  type Shadow,
  sendCommand,
  type ToldEvent,
  type Wish,
  wakeBridge,
} from '../../engines/thing/index.ts'
export { closedTo } from './access.ts'
export { devicesNaming } from './access-subjects.ts'
export {
  type Candidate,
  devicesOfProduct,
  groupPlace,
  reportedNow,
  versionsRunning,
} from './firmware.ts'
export { groupNames, listGroups } from './groups.ts'
export { listHistory } from './history.ts'
export { valuesOf } from './home.ts'
export { requireToRun } from './lifecycle.ts'
export { devicesByBridge, moveToBridge } from './move-bridge.ts'

type ListQuery = QueryOf<(typeof contract)['endpoints']['list']>

const equals: Readonly<Record<string, string>> = {
  presence: 'd.presence',
  stage: 'd.stage',
  kind: 'd.kind',
  category: 'p.category',
  productId: 'd.product_id',
}

const empty =
  '(d.product_id IS NULL OR d.manufacturer IS NULL OR d.installed_on IS NULL OR d.longitude IS NULL OR d.latitude IS NULL OR d.owner IS NULL OR d.keeper_name IS NULL)'

function filtersOf(query: ListQuery): Condition[] {
  const where: Condition[] = []
  for (const [name, column] of Object.entries(equals)) {
    const value = query[name as keyof ListQuery]
    if (value !== undefined) where.push({ sql: `${column} = ?`, params: [value] })
  }
  if (query.stage === undefined) where.push({ sql: "d.stage <> 'retired'", params: [] })
  if (query.q)
    where.push(
      combine('OR', [
        contains('d.name', query.q),
        contains('d.code', query.q.toLowerCase()),
        contains('d.serial', query.q),
        contains('d.spot', query.q),
      ]),
    )
  if (query.owner !== undefined) where.push(contains('d.owner', query.owner))
  if (query.groupId !== undefined)
    where.push({ sql: 'd.id IN (SELECT device_id FROM device_group_members WHERE group_id = ?)', params: [query.groupId] })
  if (query.incomplete !== undefined) where.push({ sql: query.incomplete === 'true' ? empty : `NOT ${empty}`, params: [] })
  if (query.silent === 'true') where.push({ sql: "d.stage = 'active' AND d.presence <> 'online'", params: [] })
  if (query.maintainBy !== undefined) where.push({ sql: 'd.maintain_on <= ?', params: [query.maintainBy] })
  return where
}

export async function listDevices(kernel: Kernel, scope: Scope, query: ListQuery): Promise<Page<Device>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['d.id'], filters)
  const where = combine('AND', [
    underPlaces('d.place_path', scope.places),
    ...(query.placeId === undefined ? [] : [underPlaces('d.place_path', await pathsOf(kernel, query.placeId))]),
    ...filtersOf(query),
    keys.seek(),
  ])
  const rows = await scopedRows<DeviceRow>(kernel.store, scope, 'devices', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentDevice) }
}

async function pathsOf(kernel: Kernel, placeId: string): Promise<string[]> {
  return (await kernel.store.rows<{ path: string }>('SELECT path FROM places WHERE id = ?', [placeId])).map((row) => row.path)
}

/** Devices that nobody has placed yet; for whoever registers devices, wherever that person works. */
export async function listQuarantine(
  kernel: Kernel,
  query: { cursor?: string | undefined; limit?: number | undefined },
): Promise<Page<Device>> {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['d.id'])
  const where = combine('AND', [
    { sql: "d.place_path = ? AND d.kind <> 'bridge' AND d.stage = 'found'", params: [quarantine] },
    keys.seek(),
  ])
  const rows = await unscoped<DeviceRow>(kernel.store, 'a device without a place is in nobody’s scope', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentDevice) }
}

async function findBy(kernel: Kernel, scope: Scope, column: 'id' | 'code', value: string, tx?: Tx): Promise<DeviceRow> {
  const where = combine('AND', [{ sql: `d.${column} = ?`, params: [value] }, underPlaces('d.place_path', scope.places)])
  const statement = { sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<DeviceRow>(kernel.store, scope, 'devices', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** One device that the caller may see; anything else was not found. */
export const findDevice = (kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<DeviceRow> => findBy(kernel, scope, 'id', id, tx)
export const findByCode = (kernel: Kernel, scope: Scope, code: string): Promise<DeviceRow> => findBy(kernel, scope, 'code', code)

/** A found device that waits for a place. */
export async function findQuarantined(kernel: Kernel, id: string, tx: Tx): Promise<DeviceRow> {
  const statement = { sql: `SELECT ${columns} FROM ${source} WHERE d.id = ? AND d.place_path = ?`, params: [id, quarantine] }
  const [row] = await unscoped<DeviceRow>(kernel.store, 'a device without a place is in nobody’s scope', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function hasDevicesOf(kernel: Kernel, productId: string, tx?: Tx): Promise<boolean> {
  const statement = { sql: "SELECT id FROM devices WHERE product_id = ? AND stage <> 'retired' LIMIT 1", params: [productId] }
  return (await unscoped(kernel.store, 'a product may be retired when no device anywhere is of it', statement, tx)).length > 0
}

export interface KnownDevice {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly productId: string | null
  readonly placeId: string | null
  readonly placePath: string
  readonly stage: string
  readonly presence: string
  readonly keeperId: string | null
  readonly bridgeId: string | null
  /** What it reads is withheld from whoever is not of its home. */
  readonly isOfOneHome: boolean
}

interface KnownRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly product_id: string | null
  readonly place_id: string | null
  readonly place_path: string
  readonly stage: string
  readonly presence: string
  readonly keeper_id: string | null
  readonly bridge_id: string | null
  readonly place_kind: string | null
}

/** Devices for rules, alarms and others of the house, which have checked whose they are. */
export async function devicesWhere(kernel: Kernel, where: Condition, limit: number, tx?: Tx): Promise<KnownDevice[]> {
  const rows = await unscoped<KnownRow>(
    kernel.store,
    'rules and alarms work for the house itself',
    {
      sql: `SELECT id, code, name, kind, product_id, place_id, place_path, stage, presence, keeper_id, bridge_id,
            (SELECT l.kind FROM places l WHERE l.id = devices.place_id) AS place_kind FROM devices WHERE ${where.sql} ORDER BY id LIMIT ${Math.trunc(limit)}`,
      params: where.params,
    },
    tx,
  )
  return rows.map((row) => ({
    ...{ id: row.id, code: row.code, name: row.name, kind: row.kind, productId: row.product_id, placeId: row.place_id },
    ...{ placePath: row.place_path, stage: row.stage, presence: row.presence, keeperId: row.keeper_id, bridgeId: row.bridge_id },
    isOfOneHome: isOfOneHome(row),
  }))
}

export const deviceById = async (kernel: Kernel, id: string, tx?: Tx): Promise<KnownDevice | undefined> =>
  (await devicesWhere(kernel, { sql: 'id = ?', params: [id] }, 1, tx))[0]

/** What each of these events says about the properties of its device's model, in their order. */
export async function toldOf(kernel: Kernel, events: readonly ToldEvent[], tx?: Tx): Promise<readonly (readonly Told[])[]> {
  const models = await releasedModels(
    kernel,
    events.flatMap((event) => event.productId ?? []),
    tx,
  )
  return events.map((event) => {
    const model = event.productId === null ? undefined : models.get(event.productId)
    return model ? propertiesTold(model, event as unknown as DeviceEvent) : []
  })
}

/** Whether the model of a device has a service or an event of this name. */
export async function doesOffer(kernel: Kernel, { product_id: productId }: Pick<DeviceRow, 'product_id'>, name: string, tx?: Tx) {
  const model = productId === null ? undefined : (await releasedModels(kernel, [productId], tx)).get(productId)
  return model !== undefined && [...model.services, ...model.events].some(({ code }) => code === name)
}

/** Devices in use at a place by kind, and how many of them are out of reach. */
export async function devicesInUse(kernel: Kernel, path: string): Promise<{ kind: string; n: number; offline: number }[]> {
  const under = underPlaces('place_path', [path])
  const sql = `SELECT kind, COUNT(*) AS n, SUM(CASE WHEN presence = 'offline' THEN 1 ELSE 0 END) AS offline FROM devices
               WHERE ${under.sql} AND stage = 'active' GROUP BY kind ORDER BY kind`
  const rows = await unscoped<{ kind: string; n: number; offline: number | null }>(kernel.store, 'counted for whoever keeps the place', {
    sql,
    params: under.params,
  })
  return rows.map(({ kind, n, offline }) => ({ kind, n: Number(n), offline: Number(offline ?? 0) }))
}
