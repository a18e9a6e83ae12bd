import type { DeviceEvent } from '@liren/contract/device-events'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { quarantine } from './read.ts'

interface Known {
  readonly id: string
  readonly code: string
  readonly place_path: string
  readonly presence: string
  readonly presence_at: number | null
  readonly sequence: number
  readonly gaps: number
  readonly state: string
  readonly isNew: boolean
}

interface Outcome {
  readonly applied: number
  readonly repeated: number
  readonly quarantined: number
}

type Context = Pick<RequestContext, 'tx' | 'now' | 'emit'>

/** Keeps every event once, by device and number, and brings the device's own row up to date. */
export async function applyEvents(kernel: Kernel, bridgeId: string, events: readonly DeviceEvent[], ctx: Context): Promise<Outcome> {
  const byDevice = new Map<string, DeviceEvent[]>()
  for (const event of events) byDevice.set(event.device, [...(byDevice.get(event.device) ?? []), event])
  const known = await devicesByCode(kernel, [...byDevice.keys()], ctx.tx)

  const outcome = { applied: 0, repeated: 0, quarantined: 0 }
  for (const [code, all] of byDevice) {
    const device = known.get(code) ?? newDevice(kernel, code)
    const fresh = afterSequence(all, device.sequence)
    outcome.applied += fresh.length
    outcome.repeated += all.length - fresh.length
    if (device.place_path === quarantine) outcome.quarantined += fresh.length
    if (fresh.length === 0) continue
    await keepEvents(kernel, device.id, fresh, ctx.tx)
    await keepDevice(kernel, device, bridgeId, fresh, ctx)
    await tellOthers(device, fresh, ctx)
  }
  return outcome
}

async function devicesByCode(kernel: Kernel, codes: readonly string[], tx: Tx): Promise<Map<string, Known>> {
  const where = among('code', codes)
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const rows = await unscoped<Omit<Known, 'isNew'>>(
    kernel.store,
    'a bridge speaks for all of its devices, wherever they are',
    {
      sql: `SELECT id, code, place_path, presence, presence_at, sequence, gaps, state FROM devices WHERE ${where.sql} ORDER BY code${lock}`,
      params: where.params,
    },
    tx,
  )
  return new Map(rows.map((row) => [row.code, { ...row, sequence: Number(row.sequence), isNew: false }]))
}

const newDevice = (kernel: Kernel, code: string): Known => ({
  id: kernel.ids.next(),
  code,
  place_path: quarantine,
  presence: 'unknown',
  presence_at: null,
  sequence: 0,
  gaps: 0,
  state: '{}',
  isNew: true,
})

/** In the order of their numbers, without those that were there before. */
function afterSequence(events: readonly DeviceEvent[], last: number): DeviceEvent[] {
  const fresh: DeviceEvent[] = []
  let reached = last
  for (const event of [...events].sort((a, b) => a.sequence - b.sequence)) {
    if (event.sequence <= reached) continue
    reached = event.sequence
    fresh.push(event)
  }
  return fresh
}

async function keepEvents(kernel: Kernel, deviceId: string, events: readonly DeviceEvent[], tx: Tx): Promise<void> {
  for (let from = 0; from < events.length; from += 100) {
    const part = events.slice(from, from + 100)
    const params: SqlValue[] = part.flatMap((event) => [
      kernel.ids.next(),
      deviceId,
      event.sequence,
      event.type,
      event.at,
      event.heardAt,
      JSON.stringify(event.values),
    ])
    await kernel.store.run(
      `INSERT INTO device_events (id, device_id, sequence, type, happened_at, heard_at, content) VALUES ${part.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      params,
      tx,
    )
  }
}

async function keepDevice(kernel: Kernel, device: Known, bridgeId: string, events: readonly DeviceEvent[], ctx: Context): Promise<void> {
  const state = JSON.parse(device.state) as Record<string, unknown>
  let { presence, presence_at: presenceAt, sequence, gaps } = device
  for (const event of events) {
    if (sequence > 0 && event.sequence !== sequence + 1) gaps += 1
    sequence = event.sequence
    if (event.type === 'device.online' || event.type === 'device.offline') {
      presence = event.type.slice('device.'.length)
      presenceAt = event.at
    } else if (event.type !== 'frame.unknown') {
      state[event.type] = { at: event.at, ...event.values }
    }
  }
  const values: SqlValue[] = [bridgeId, presence, presenceAt, sequence, gaps, JSON.stringify(state)]
  if (device.isNew) {
    await kernel.store.run(
      `INSERT INTO devices (bridge_id, presence, presence_at, sequence, gaps, state, id, code, name, kind, place_id, place_path, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)`,
      [...values, device.id, device.code, device.code, 'unknown', quarantine, ctx.now],
      ctx.tx,
    )
    return
  }
  // No version here: whoever edits the device changes other columns, and the row is locked while we hold it.
  await kernel.store.run(
    'UPDATE devices SET bridge_id = ?, presence = ?, presence_at = ?, sequence = ?, gaps = ?, state = ? WHERE id = ?',
    [...values, device.id],
    ctx.tx,
  )
}

/** Readings are looked up; what somebody may be waiting for is told at once. */
async function tellOthers(device: Known, events: readonly DeviceEvent[], ctx: Context): Promise<void> {
  const last = events.filter((event) => event.type !== 'meter.read' && event.type !== 'frame.unknown').at(-1)
  if (!last || device.place_path === quarantine) return
  await ctx.emit({
    name: 'device.changed',
    subject: 'device',
    subjectId: device.id,
    payload: { type: last.type, at: last.at },
    live: { placePath: device.place_path, permission: 'bridge.read' },
  })
}
