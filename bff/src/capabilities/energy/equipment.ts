import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { type EnergyEquipment, type energyEndpoints, energyErrors } from '@liren/contract/capabilities/energy'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { findDevice } from '../device/read.ts'
import { pathsOf, shortName } from './list.ts'

export const hourMs = 3_600_000
/** Kinds of devices that say whether they run. */
const runningKinds = new Set(['pump', 'fan', 'lamp'])

interface Row {
  readonly device_id: string
  readonly every_hours: number
  readonly ran_ms: number
  readonly is_running: number
  readonly version: number
  readonly code: string
  readonly name: string
  readonly full_name: string | null
  readonly maintain_on: string | null
}

const present = (row: Row): EnergyEquipment => ({
  ...{ deviceId: row.device_id, device: row.code, name: row.name, place: shortName(row.full_name), isRunning: row.is_running === 1 },
  ...{ hours: Math.floor((Number(row.ran_ms) / hourMs) * 10) / 10, everyHours: row.every_hours },
  ...{ maintainOn: row.maintain_on, version: row.version },
})

const rowsOf = (kernel: Kernel, scope: Scope, more: readonly Condition[], tail: string, tx?: Tx): Promise<Row[]> => {
  const where = combine('AND', [underPlaces('d.place_path', scope.places), ...more])
  return scopedRows<Row>(
    kernel.store,
    scope,
    'devices',
    {
      sql: `SELECT e.device_id, e.every_hours, e.ran_ms, e.is_running, e.version, d.code, d.name, p.full_name, d.maintain_on
            FROM energy_equipment e JOIN devices d ON d.id = e.device_id LEFT JOIN places p ON p.id = d.place_id WHERE ${where.sql} ${tail}`,
      params: where.params,
    },
    tx,
  )
}

export async function listEquipment(
  kernel: Kernel,
  scope: Scope,
  { cursor, limit = 20, placeId }: QueryOf<typeof energyEndpoints.equipment>,
): Promise<Page<EnergyEquipment>> {
  const keys = keyset({ cursor }, ['e.device_id'], { placeId })
  const paths = await pathsOf(kernel, placeId)
  const where = [...(paths === undefined ? [] : [underPlaces('d.place_path', paths)]), keys.seek()]
  const rows = await rowsOf(kernel, scope, where, `ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`)
  const page = keys.page(rows, limit, (row) => [row.device_id])
  return { ...page, items: page.items.map(present) }
}

/** From now on this device is maintained by the hours it ran; a new one is counted from today. */
export async function saveEquipment(
  kernel: Kernel,
  id: string,
  { everyHours, version }: BodyOf<typeof energyEndpoints.saveEquipment>,
  ctx: Pick<RequestContext, 'scope' | 'tx'>,
): Promise<EnergyEquipment> {
  const device = await findDevice(kernel, ctx.scope, id, ctx.tx)
  if (!runningKinds.has(device.kind)) throw refuseWith(energyErrors, 'energy.not-equipment')
  if (version === 0) {
    const row = { device_id: id, place_path: device.place_path, every_hours: everyHours, served_on: device.maintained_on }
    if (!(await insertOnce(kernel.store, 'energy_equipment', row, ctx.tx))) throw refuse('stale')
  } else {
    const saved = await kernel.store.run(
      'UPDATE energy_equipment SET every_hours = ?, asked_at = NULL, version = version + 1 WHERE device_id = ? AND version = ?',
      [everyHours, id, version],
      ctx.tx,
    )
    if (saved !== 1) throw refuse('stale')
  }
  const [row] = await rowsOf(kernel, ctx.scope, [{ sql: 'e.device_id = ?', params: [id] }], '', ctx.tx)
  if (!row) throw refuse('not-found')
  return present(row)
}
