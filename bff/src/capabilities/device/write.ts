import type { BodyOf } from '@liren/contract'
import { type device as contract, deviceErrors } from '@liren/contract/capabilities/device'
import { leaveBridge, touchRegister } from '../../engines/thing/index.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { locksFollow } from '../bridge/read.ts'
import { addHistory } from './history.ts'
import { refuseStage } from './policy.ts'
import { findDevice, findQuarantined } from './read.ts'
import { bridgeId, keeperName, placeWithin, releasedProduct } from './resolve.ts'
import type { DeviceRow } from './row.ts'

export interface Writer {
  readonly scope: Scope
  readonly principal: Principal
  readonly now: number
  readonly tx: Tx
}

export type Create = BodyOf<(typeof contract)['endpoints']['create']>
type Update = BodyOf<(typeof contract)['endpoints']['update']>
type Adopt = BodyOf<(typeof contract)['endpoints']['adopt']>
type Values = Record<string, SqlValue>

const plain = {
  name: 'name',
  manufacturer: 'manufacturer',
  model: 'model',
  serial: 'serial',
  spot: 'spot',
  installedOn: 'installed_on',
  longitude: 'longitude',
  latitude: 'latitude',
  floor: 'floor',
  owner: 'owner',
  warrantyOn: 'warranty_on',
  via: 'via',
} as const

/** What a body says, as columns: only what it names, with everything that it refers to looked up. */
async function columnsOf(kernel: Kernel, body: Partial<Create & Update>, writer: Writer): Promise<Values> {
  const { scope, tx } = writer
  const values: Values = {}
  for (const [name, column] of Object.entries(plain)) {
    const value = body[name as keyof typeof plain]
    if (value !== undefined) values[column] = value
  }
  if (body.address !== undefined) values.address = JSON.stringify(body.address)
  if (body.productId !== undefined) {
    const product = await releasedProduct(kernel, body.productId, tx)
    Object.assign(values, { product_id: product.id, kind: product.kind, protocol: product.protocol })
  }
  if (body.placeId !== undefined) {
    const place = await placeWithin(kernel, scope, body.placeId, tx)
    Object.assign(values, { place_id: place.id, place_path: place.path })
  }
  if (body.keeperId !== undefined)
    Object.assign(values, {
      keeper_id: body.keeperId,
      keeper_name: body.keeperId === null ? null : await keeperName(kernel, body.keeperId, tx),
    })
  if (body.bridge !== undefined) values.bridge_id = body.bridge === null ? null : await bridgeId(kernel, body.bridge, tx)
  return values
}

/** What its product says of every piece stands for this one too, until somebody says otherwise. */
async function withProduct(kernel: Kernel, values: Values, tx: Tx): Promise<Values> {
  const product = await releasedProduct(kernel, String(values.product_id), tx)
  return { ...{ manufacturer: product.manufacturer, model: product.model }, ...values }
}

export async function createDevice(
  kernel: Kernel,
  body: Create,
  origin: 'manual' | 'import' | 'interface',
  writer: Writer,
): Promise<string> {
  const { now, tx, principal } = writer
  const values = await withProduct(kernel, await columnsOf(kernel, body, writer), tx)
  const id = kernel.ids.next()
  const row = { id, code: body.code, stage: 'registered', source: origin, entered_at: now, created_at: now, state: '{}', ...values }
  if (!(await insertOnce(kernel.store, 'devices', row, tx))) throw refuseWith(deviceErrors, 'device.code-taken')
  await touchRegister(kernel, { id, bridge_id: (values.bridge_id as string | undefined) ?? null }, tx)
  await addHistory(kernel, { deviceId: id, action: 'registered', actor: principal, content: { source: origin } }, now, tx)
  return id
}

export async function updateDevice(kernel: Kernel, id: string, body: Update, writer: Writer): Promise<DeviceRow> {
  const { scope, now, tx, principal } = writer
  const before = await findDevice(kernel, scope, id, tx)
  refuseStage(before, 'edit')
  const { version, ...fields } = body
  const values = await columnsOf(kernel, fields, writer)
  const moves = values.bridge_id !== undefined && values.bridge_id !== before.bridge_id
  // Another bridge counts from one again, and cannot open what was sealed for the first.
  const moved: Values = moves ? { sealed_secret: null, sequence: 0, presence: 'unknown', presence_at: null } : {}
  const all = { ...values, ...moved }
  const sets = Object.keys(all).map((column) => `${column} = ?, `)
  const changed = await kernel.store.run(
    `UPDATE devices SET ${sets.join('')}${moves ? 'epoch = epoch + 1, ' : ''}version = version + 1 WHERE id = ? AND version = ? AND stage <> 'retired'`,
    [...Object.values(all), id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  if (typeof values.place_path === 'string' && values.place_path !== before.place_path)
    await locksFollow(kernel, before, values.place_path, tx)
  if (moves && before.bridge_id !== null) await leaveBridge(kernel, { code: before.code, bridge_id: before.bridge_id }, tx)
  await touchRegister(kernel, { id, bridge_id: moves ? (values.bridge_id as string | null) : before.bridge_id }, tx)
  const content = Object.fromEntries(
    Object.keys(values).map((column) => [column, [before[column as keyof DeviceRow] ?? null, values[column] ?? null]]),
  )
  await addHistory(kernel, { deviceId: id, action: 'changed', actor: principal, content }, now, tx)
  return before
}

export async function adoptDevice(kernel: Kernel, id: string, body: Adopt, writer: Writer): Promise<void> {
  const { now, tx, principal } = writer
  const before = await findQuarantined(kernel, id, tx)
  const { version, ...fields } = body
  const values: Values = { ...(await withProduct(kernel, await columnsOf(kernel, fields, writer), tx)), stage: 'registered' }
  const changed = await kernel.store.run(
    `UPDATE devices SET ${Object.keys(values)
      .map((column) => `${column} = ?, `)
      .join('')}version = version + 1 WHERE id = ? AND version = ? AND stage = 'found'`,
    [...Object.values(values), id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  await touchRegister(kernel, before, tx)
  await addHistory(kernel, { deviceId: id, action: 'adopted', actor: principal, content: { code: before.code } }, now, tx)
}

/** Says that a found device is none of ours. Its code is spent; what it says later is kept with that reason and changes nothing. */
export async function refuseFound(kernel: Kernel, id: string, { reason, version }: { reason: string; version: number }, writer: Writer) {
  const before = await findQuarantined(kernel, id, writer.tx)
  const changed = await kernel.store.run(
    "UPDATE devices SET stage = 'retired', version = version + 1 WHERE id = ? AND version = ? AND stage = 'found'",
    [id, version],
    writer.tx,
  )
  if (changed !== 1) throw refuse('stale')
  await touchRegister(kernel, before, writer.tx)
  const content = { code: before.code, reason }
  await addHistory(kernel, { deviceId: id, action: 'refused', actor: writer.principal, content }, writer.now, writer.tx)
  return before
}
