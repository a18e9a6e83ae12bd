import type { DeviceEvent } from '@liren/contract/device-events'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import type { Applied, Sender } from './ingest.ts'

/** Where a device is that nobody has placed: nowhere, so that it is nobody's by mistake. */
export const quarantine = '/'

export interface Known {
  readonly id: string
  readonly code: string
  readonly kind: string
  readonly bridge_id: string | null
  readonly product_id: string | null
  readonly stage: string
  readonly place_path: string
  readonly presence: string
  readonly presence_at: number | null
  readonly sequence: number
  readonly epoch: number
  readonly gaps: number
  readonly firmware: string | null
  /** The last words by kind of event, as text. */
  readonly last: string
  readonly isNew: boolean
}

const columns =
  'id, code, kind, bridge_id, product_id, stage, place_path, presence, presence_at, sequence, epoch, gaps, firmware, state AS last'

/** These devices, locked for the transaction. */
export async function devicesByCode(kernel: Kernel, codes: readonly string[], tx: Tx): Promise<Map<string, Known>> {
  const where = among('code', codes)
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const rows = await unscoped<Omit<Known, 'isNew'>>(
    kernel.store,
    'a bridge speaks for all of its devices, wherever they are',
    { sql: `SELECT ${columns} FROM devices WHERE ${where.sql} ORDER BY code${lock}`, params: where.params },
    tx,
  )
  return new Map(rows.map((row) => [row.code, { ...row, sequence: Number(row.sequence), isNew: false }]))
}

export const newDevice = (kernel: Kernel, code: string, sender: Sender): Known => ({
  ...{ id: kernel.ids.next(), code, kind: code === sender.code ? 'bridge' : 'unknown', bridge_id: null, product_id: null, stage: 'found' },
  ...{
    place_path: quarantine,
    presence: 'unknown',
    presence_at: null,
    sequence: 0,
    epoch: 0,
    gaps: 0,
    firmware: null,
    last: '{}',
    isNew: true,
  },
})

interface Standing {
  presence: string
  presenceAt: number | null
  sequence: number
  gaps: number
  firmware: string | null
  last: Record<string, unknown>
  /** How often it came in after it was away. */
  arrivals: number
}

/** Follows the events one after the other: who is there, how far the numbers came, the last word of each kind. */
function follow(device: Known, applied: readonly Applied[]): Standing {
  const standing: Standing = {
    ...{ presence: device.presence, presenceAt: device.presence_at, sequence: device.sequence, gaps: device.gaps },
    ...{ firmware: device.firmware, last: JSON.parse(device.last) as Record<string, unknown>, arrivals: 0 },
  }
  for (const { event, fault } of applied) {
    if (standing.sequence > 0 && event.sequence !== standing.sequence + 1) standing.gaps += 1
    standing.sequence = event.sequence
    if (fault === undefined) take(standing, event)
  }
  return standing
}

/** What the bridge says of its own work: no word of the device. */
export const unsaid: ReadonlySet<string> = new Set([
  'frame.unknown',
  'frames.told',
  'command.state',
  'bridge.job',
  'bridge.lock',
  'bridge.unlock',
])

function take(standing: Standing, event: DeviceEvent): void {
  if (event.type === 'device.online' || event.type === 'device.offline') {
    if (event.type === 'device.online' && standing.presence !== 'online') standing.arrivals += 1
    standing.presence = event.type.slice('device.'.length)
    standing.presenceAt = event.at
  } else if (!unsaid.has(event.type)) {
    standing.last[event.type] = { at: event.at, ...event.values }
  }
  if (event.type === 'device.described' || event.type === 'device.restarted') standing.firmware = event.values.firmware ?? standing.firmware
  if (event.type === 'device.firmware' && event.values.state === 'installed') standing.firmware = event.values.version ?? standing.firmware
}

/** A device signs in at its bridge; the trail says so as it does of people, once for each batch that tells of it. */
const recordArrival = (
  kernel: Kernel,
  { id, code, place_path }: Known,
  bridgeId: string,
  { arrivals, at, tx }: { readonly arrivals: number; readonly at: number | null; readonly tx: Tx },
): Promise<unknown> =>
  kernel.audit.write(
    {
      ...{ actorId: id, actorKind: 'device', action: 'device.signed-in', subject: 'device', subjectId: id, result: 'done' },
      ...{ placePath: place_path === quarantine ? null : place_path, ip: null, requestId: null },
      after: { code, bridgeId, times: arrivals, at },
    },
    tx,
  )

/** A device that is in no register: it is kept apart, nothing it says has an effect, and the trail says so once. */
const recordStranger = (kernel: Kernel, { id, code }: Known, bridgeId: string, tx: Tx): Promise<unknown> =>
  kernel.audit.write(
    {
      ...{ actorId: id, actorKind: 'device', action: 'device.unregistered', subject: 'device', subjectId: id, result: 'refused' },
      ...{ placePath: null, ip: null, requestId: null, reason: 'not in the register' },
      after: { code, bridgeId },
    },
    tx,
  )

/** Writes what events changed of the devices' own rows. */
export async function keepDevices(
  kernel: Kernel,
  bridgeId: string,
  taken: readonly { device: Known; applied: readonly Applied[] }[],
  ctx: { now: number; tx: Tx },
): Promise<void> {
  for (const { device, applied } of taken) {
    const { presence, presenceAt, sequence, gaps, firmware, last, arrivals } = follow(device, applied)
    if (arrivals > 0) await recordArrival(kernel, device, bridgeId, { arrivals, at: presenceAt, tx: ctx.tx })
    const heardAt = Math.max(...applied.map(({ event }) => event.heardAt))
    const values: SqlValue[] = [bridgeId, presence, presenceAt, sequence, gaps, firmware, JSON.stringify(last), heardAt]
    if (device.isNew) await recordStranger(kernel, device, bridgeId, ctx.tx)
    if (device.isNew)
      await kernel.store.run(
        `INSERT INTO devices (bridge_id, presence, presence_at, sequence, gaps, firmware, state, heard_at, id, code, name, kind, place_id, place_path, stage, source, entered_at, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, 'found', 'bridge', ?, ?)`,
        [...values, device.id, device.code, device.code, device.kind, quarantine, ctx.now, ctx.now],
        ctx.tx,
      )
    // No version here: whoever edits the device changes other columns, and the row is locked while we hold it.
    else
      await kernel.store.run(
        'UPDATE devices SET bridge_id = ?, presence = ?, presence_at = ?, sequence = ?, gaps = ?, firmware = ?, state = ?, heard_at = ? WHERE id = ?',
        [...values, device.id],
        ctx.tx,
      )
  }
}
