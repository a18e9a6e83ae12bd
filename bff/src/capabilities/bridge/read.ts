import type { Page, QueryOf } from '@liren/contract'
import { type bridge, type Device, presenceStates } from '@liren/contract/capabilities/bridge'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface DeviceRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly place_id: string | null
  readonly place_path: string
  readonly presence: string
  readonly presence_at: number | null
  readonly gaps: number
  readonly state: string
  readonly version: number
}

const columns = 'id, code, name, kind, place_id, place_path, presence, presence_at, gaps, state, version'
const instant = (at: number): string => new Date(Number(at)).toISOString()

export function presentDevice(row: DeviceRow): Device {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    kind: row.kind,
    placeId: row.place_id,
    presence: presenceStates.find((state) => state === row.presence) ?? 'unknown',
    presenceAt: row.presence_at === null ? null : instant(row.presence_at),
    state: JSON.parse(row.state) as Record<string, unknown>,
    gaps: row.gaps,
    isQuarantined: row.place_path === quarantine,
    version: row.version,
  }
}

type DevicesQuery = QueryOf<(typeof bridge)['endpoints']['devices']>
type EventsQuery = QueryOf<(typeof bridge)['endpoints']['events']>

export async function listDevices(kernel: Kernel, scope: Scope, query: DevicesQuery): Promise<Page<Device>> {
  const limit = query.limit ?? 20
  const filters = { presence: query.presence, kind: query.kind }
  const cursor = keyset(query, ['id'], filters)
  const parts: Condition[] = [underPlaces('place_path', scope.places), cursor.seek()]
  for (const [column, value] of Object.entries(filters)) if (value !== undefined) parts.push({ sql: `${column} = ?`, params: [value] })
  const where = combine('AND', parts)
  const rows = await scopedRows<DeviceRow>(kernel.store, scope, 'devices', {
    sql: `SELECT ${columns} FROM devices WHERE ${where.sql} ORDER BY ${cursor.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = cursor.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentDevice) }
}

/** Where a device is that nobody has placed: nowhere, so that it is nobody's by mistake. */
export const quarantine = '/'

/** Devices that nobody has placed yet; for whoever registers devices, wherever that person works. */
export async function listQuarantine(kernel: Kernel, query: QueryOf<(typeof bridge)['endpoints']['quarantine']>): Promise<Page<Device>> {
  const limit = query.limit ?? 20
  const cursor = keyset(query, ['id'])
  const where = combine('AND', [{ sql: 'place_path = ?', params: [quarantine] }, cursor.seek()])
  const rows = await unscoped<DeviceRow>(kernel.store, 'a device without a place is in nobody’s scope', {
    sql: `SELECT ${columns} FROM devices WHERE ${where.sql} ORDER BY ${cursor.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = cursor.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentDevice) }
}

/** A device of the caller's places, or one that has no place yet. */
export async function deviceToPlace(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<DeviceRow> {
  const statement = { sql: `SELECT ${columns} FROM devices WHERE id = ? AND place_path = ?`, params: [id, quarantine] }
  const [row] = await unscoped<DeviceRow>(kernel.store, 'a device without a place is in nobody’s scope', statement, tx)
  return row ?? findDevice(kernel, scope, id, tx)
}

/** One device that the caller may see; anything else was not found. */
export async function findDevice(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<DeviceRow> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, underPlaces('place_path', scope.places)])
  const [row] = await scopedRows<DeviceRow>(
    kernel.store,
    scope,
    'devices',
    { sql: `SELECT ${columns} FROM devices WHERE ${where.sql}`, params: where.params },
    tx,
  )
  if (!row) throw refuse('not-found')
  return row
}

export async function listEvents(kernel: Kernel, scope: Scope, id: string, query: EventsQuery) {
  await findDevice(kernel, scope, id)
  const limit = query.limit ?? 20
  const cursor = keyset(query, ['id desc'], { device: id })
  const where = combine('AND', [{ sql: 'device_id = ?', params: [id] }, cursor.seek()])
  const rows = await kernel.store.rows<{
    id: string
    sequence: number
    type: string
    happened_at: number
    heard_at: number
    content: string
  }>(
    `SELECT id, sequence, type, happened_at, heard_at, content FROM device_events WHERE ${where.sql} ORDER BY ${cursor.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = cursor.page(rows, limit, (row) => [row.id])
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      sequence: Number(row.sequence),
      type: row.type,
      at: instant(row.happened_at),
      heardAt: instant(row.heard_at),
      values: JSON.parse(row.content) as Record<string, unknown>,
    })),
  }
}
