import type { EnergyCarrier } from '@liren/contract/capabilities/energy'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'
import { agreeingHouses } from './audience.ts'
import type { MeterRow } from './row.ts'

const why = 'a meter counts for the house, whoever reads it'

export interface MeterKey {
  readonly deviceId: string
  readonly carrier: EnergyCarrier
  readonly placePath: string
}

const keyOf = (deviceId: string | null, carrier: string): string => `${deviceId} ${carrier}`

async function known(kernel: Kernel, deviceIds: readonly string[], tx: Tx): Promise<Map<string, MeterRow>> {
  const where = among('device_id', deviceIds)
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const rows = await unscoped<MeterRow>(
    kernel.store,
    why,
    { sql: `SELECT * FROM energy_meters WHERE ${where.sql} ORDER BY id${lock}`, params: where.params },
    tx,
  )
  return new Map(rows.map((row) => [keyOf(row.device_id, row.carrier), row]))
}

/** The meters of these devices, locked; one that was never heard before is registered where its device stands. */
export async function metersOf(kernel: Kernel, wanted: readonly MeterKey[], tx: Tx): Promise<(key: MeterKey) => MeterRow | undefined> {
  const ids = [...new Set(wanted.map(({ deviceId }) => deviceId))].sort()
  const found = await known(kernel, ids, tx)
  const isFit = (key: MeterKey) => found.get(keyOf(key.deviceId, key.carrier))?.place_path === key.placePath
  const unfit = wanted.filter((key) => !isFit(key))
  if (unfit.length === 0) return ({ deviceId, carrier }) => found.get(keyOf(deviceId, carrier))
  const stands = await standsOf(
    kernel,
    unfit.map(({ deviceId }) => deviceId),
    tx,
  )
  for (const { deviceId, carrier } of new Map(unfit.map((key) => [keyOf(key.deviceId, key.carrier), key])).values()) {
    const stand = stands.get(deviceId)
    if (!stand) continue
    const before = found.get(keyOf(deviceId, carrier))
    if (before) await move(kernel, before, stand, tx)
    else await register(kernel, deviceId, carrier, stand, tx)
  }
  const after = await known(kernel, ids, tx)
  return ({ deviceId, carrier }) => after.get(keyOf(deviceId, carrier))
}

export interface Stand {
  readonly number: string
  readonly placeId: string | null
  readonly placePath: string
  readonly houseId: string | null
  readonly buildingPath: string | null
  readonly audience: MeterRow['audience']
}

interface StandRow {
  readonly id: string
  readonly code: string
  readonly serial: string | null
  readonly place_id: string | null
  readonly place_path: string
  readonly kind: string | null
}

async function standsOf(kernel: Kernel, deviceIds: readonly string[], tx: Tx): Promise<Map<string, Stand>> {
  const where = among('d.id', [...new Set(deviceIds)])
  const rows = await unscoped<StandRow>(
    kernel.store,
    why,
    {
      sql: `SELECT d.id, d.code, d.serial, d.place_id, d.place_path, p.kind FROM devices d LEFT JOIN places p ON p.id = d.place_id WHERE ${where.sql}`,
      params: where.params,
    },
    tx,
  )
  const houses = rows.flatMap((row) => (row.kind === 'house' && row.place_id !== null ? [row.place_id] : []))
  const agreed = await agreeingHouses(kernel, houses, tx)
  const buildings = await buildingsOf(
    kernel,
    rows.map((row) => row.place_path),
    tx,
  )
  return new Map(
    rows.map((row) => {
      const houseId = row.kind === 'house' ? row.place_id : null
      return [
        row.id,
        {
          ...{ number: row.serial ?? row.code, placeId: row.place_id, placePath: row.place_path, houseId },
          buildingPath: buildings(row.place_path),
          audience: houseId !== null && agreed.has(houseId) ? 'administration' : 'household',
        } as const,
      ]
    }),
  )
}

/** In which building each of these places lies, if in one. */
export async function buildingsOf(kernel: Kernel, paths: readonly string[], tx?: Tx): Promise<(path: string) => string | null> {
  const above = among('path', [...new Set(paths.flatMap(pathsAbove))])
  const rows = await kernel.store.rows<{ path: string }>(
    `SELECT path FROM places WHERE kind = 'building' AND ${above.sql}`,
    above.params,
    tx,
  )
  const found = new Set(rows.map(({ path }) => path))
  return (path) => pathsAbove(path).find((one) => found.has(one)) ?? null
}

const place = (stand: Stand) => [stand.placeId, stand.placePath, stand.houseId, stand.buildingPath, stand.audience]

/** Its device was put up somewhere else: what it counts from now on counts there. */
async function move(kernel: Kernel, row: MeterRow, stand: Stand, tx: Tx): Promise<void> {
  const purpose = stand.houseId !== null ? 'household' : row.purpose === 'household' ? 'public' : row.purpose
  await kernel.store.run(
    'UPDATE energy_meters SET place_id = ?, place_path = ?, house_id = ?, building_path = ?, audience = ?, purpose = ?, version = version + 1 WHERE id = ?',
    [...place(stand), purpose, row.id],
    tx,
  )
}

/** Where a utility read this meter until now its device takes it over; a number of somebody else’s is told apart by the device’s code. */
async function register(kernel: Kernel, deviceId: string, carrier: EnergyCarrier, stand: Stand, tx: Tx): Promise<void> {
  const purpose = stand.houseId === null ? 'public' : 'household'
  const row = (number: string) => ({
    ...{ id: kernel.ids.next(), number: number.slice(0, 40), carrier, purpose, device_id: deviceId, created_at: kernel.clock.now() },
    ...{ place_id: stand.placeId, place_path: stand.placePath, house_id: stand.houseId, building_path: stand.buildingPath },
    audience: stand.audience,
  })
  if (await insertOnce(kernel.store, 'energy_meters', row(stand.number), tx)) return
  const taken = await kernel.store.run(
    'UPDATE energy_meters SET device_id = ?, version = version + 1 WHERE carrier = ? AND number = ? AND place_path = ? AND device_id IS NULL',
    [deviceId, carrier, stand.number, stand.placePath],
    tx,
  )
  if (taken === 0) await insertOnce(kernel.store, 'energy_meters', row(deviceId), tx)
}
