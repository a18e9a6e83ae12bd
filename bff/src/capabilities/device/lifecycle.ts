import { deviceErrors } from '@liren/contract/capabilities/device'
import { basicItems } from '@liren/contract/device/shapes'
import { touchRegister } from '../../engines/thing/index.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { productById } from '../product/read.ts'
import { addHistory } from './history.ts'
import { refuseStage, rules } from './policy.ts'
import { findDevice } from './read.ts'
import { type DeviceRow, missingOf } from './row.ts'
import type { Writer } from './write.ts'

type Move = 'activate' | 'maintain' | 'stop' | 'resume' | 'retire'
const words: Readonly<Record<Move, string>> = {
  ...{ activate: 'activated', maintain: 'maintaining', stop: 'stopped', resume: 'resumed', retire: 'retired' },
}

/** What has to be true before a device is let to run. */
async function refuseUnready(kernel: Kernel, row: DeviceRow, { tx }: Writer): Promise<void> {
  const missing = missingOf(row).filter((item) => basicItems.some((basic) => basic === item))
  if (missing.length > 0) throw refuseWith(deviceErrors, 'device.incomplete', { details: { missing } })
  const product = row.product_id === null ? undefined : await productById(kernel, row.product_id, tx)
  if (product?.state !== 'released') throw refuseWith(deviceErrors, 'device.product-unfit')
  if (product.checklist === '{}') throw refuseWith(deviceErrors, 'device.no-checklist')
  const credential =
    product.grade === 'high' ? row.certificate_fingerprint : (row.sealed_digest ?? row.secret_digest ?? row.certificate_fingerprint)
  // A sensor behind a server or a gateway is believed by what that one has proved.
  if (row.bridge_id !== null && row.via === null && credential === null && !speaksWithoutProof.has(product.protocol))
    throw refuseWith(deviceErrors, 'device.no-credential')
  await conditions.get(kernel)?.get(row.kind)?.(row.id, tx)
}

/** What the room that knows more of a kind of device asks for before one of them may run. */
type Condition = (deviceId: string, tx: Tx) => Promise<void>
const conditions = new WeakMap<Kernel, Map<string, Condition>>()

export function requireToRun(kernel: Kernel, kind: string, condition: Condition): void {
  conditions.set(kernel, (conditions.get(kernel) ?? new Map<string, Condition>()).set(kind, condition))
}

/** Field buses and plain controllers: the device has nothing to show; the bridge knows it by its address alone. */
const speaksWithoutProof = new Set(['modbus', 'dlt645', 'cjt188', 'uhppote'])

/** Register → activate → run → maintain → retire, each step once and by one of those who try. */
export async function moveDevice(
  kernel: Kernel,
  id: string,
  move: Move,
  body: { version: number; note?: string | undefined },
  writer: Writer,
) {
  const { scope, tx, now, principal } = writer
  const before = await findDevice(kernel, scope, id, tx)
  refuseStage(before, move)
  if (move === 'activate') await refuseUnready(kernel, before, writer)
  const extra: Record<string, SqlValue> = {}
  if (move === 'activate') extra.maintain_on = await nextMaintenance(kernel, before, dayOf(now, kernel.config.LIREN_TIME_ZONE), writer)
  // A retired device keeps its code for ever, so that nothing else is ever taken for it; what opened doors for it is gone.
  if (move === 'retire')
    Object.assign(extra, {
      secret_digest: null,
      sealed_digest: null,
      sealed_secret: null,
      certificate_fingerprint: null,
      next_fingerprint: null,
      signing_key: null,
      maintain_on: null,
    })
  const sets = Object.keys(extra).map((column) => `${column} = ?, `)
  const changed = await kernel.store.run(
    `UPDATE devices SET ${sets.join('')}stage = ?, version = version + 1 WHERE id = ? AND version = ? AND stage = ?`,
    [...Object.values(extra), rules[move].to ?? before.stage, id, body.version, before.stage],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  await touchRegister(kernel, before, tx)
  await addHistory(
    kernel,
    { deviceId: id, action: words[move], actor: principal, note: body.note, content: { from: before.stage } },
    now,
    tx,
  )
  return before
}

/** The day of the next maintenance, where the product asks for any. */
async function nextMaintenance(kernel: Kernel, row: DeviceRow, from: string, { tx }: Writer): Promise<string | null> {
  const product = row.product_id === null ? undefined : await productById(kernel, row.product_id, tx)
  return product?.maintenance_days == null
    ? null
    : new Date(Date.parse(from) + product.maintenance_days * 86_400_000).toISOString().slice(0, 10)
}

/** Writes down a maintenance that was done and when the next one is due. */
export async function serveDevice(
  kernel: Kernel,
  id: string,
  body: { doneOn: string; note: string; version: number },
  writer: Writer,
): Promise<DeviceRow> {
  const { scope, tx, now, principal } = writer
  const before = await findDevice(kernel, scope, id, tx)
  refuseStage(before, 'serve')
  if (body.doneOn > dayOf(now, kernel.config.LIREN_TIME_ZONE))
    throw refuse('request.invalid', { faults: [{ path: 'body.doneOn', zh: '不能晚于今天', en: 'Not after today' }] })
  const next = await nextMaintenance(kernel, before, body.doneOn, writer)
  const changed = await kernel.store.run(
    'UPDATE devices SET maintained_on = ?, maintain_on = ?, version = version + 1 WHERE id = ? AND version = ?',
    [body.doneOn, next, id, body.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  await addHistory(
    kernel,
    { deviceId: id, action: 'served', actor: principal, note: body.note, content: { doneOn: body.doneOn, next } },
    now,
    tx,
  )
  return before
}
