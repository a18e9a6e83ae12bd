import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { alarmStanding, type Judgement, type RaisedAlarm, type Told } from '../alarm/read.ts'
import type { ZoneRow } from './row.ts'

/** What is told again within this time while nothing is raised is one line of the book. */
const sameLogMs = 10 * 60_000

type Guarded = Pick<ZoneRow, 'id' | 'name' | 'place_path' | 'place_label' | 'is_enabled' | 'is_armed'>

/** The zone of a detector: the one that named this very part of it, else the one that has all of it. */
async function zoneOf(kernel: Kernel, deviceId: string, part: string, tx: Tx): Promise<Guarded | undefined> {
  const [row] = await unscoped<Guarded>(
    kernel.store,
    'what a detector tells belongs to its zone',
    {
      sql: `SELECT z.id, z.name, z.place_path, z.place_label, z.is_enabled, z.is_armed FROM zone_devices b JOIN zones z ON z.id = b.zone_id
            WHERE b.device_id = ? AND b.role = 'detector' AND b.part IN (?, '') ORDER BY b.part DESC LIMIT 1`,
      params: [deviceId, part],
    },
    tx,
  )
  return row
}

/** An armed zone raises; one that is disarmed or not in use only keeps what was told. */
export async function judgeBoundary(kernel: Kernel, told: Told, tx: Tx): Promise<Judgement | undefined> {
  const { device, finding, event } = told
  const part = finding.part ?? ''
  const zone = await zoneOf(kernel, device.id, part, tx)
  if (!zone) return undefined
  if (!finding.isActive) {
    const sql = 'UPDATE zone_events SET ended_at = ? WHERE device_id = ? AND part = ? AND ended_at IS NULL'
    await kernel.store.run(sql, [event.at, device.id, part], tx)
    return undefined
  }
  if (zone.is_enabled !== 1 || zone.is_armed !== 1) {
    const again = await kernel.store.run(
      "UPDATE zone_events SET times = times + ? WHERE device_id = ? AND part = ? AND ended_at IS NULL AND state = 'log' AND zone_id = ? AND at > ?",
      [told.times, device.id, part, zone.id, event.at - sameLogMs],
      tx,
    )
    if (again === 0) await keep(kernel, zone, told, { state: 'log', alarmId: null, wasArmed: false }, tx)
    return { isQuiet: true }
  }
  return {
    title: { zh: `周界入侵：${zone.name}`.slice(0, 120), en: `Perimeter crossed: ${zone.name}` },
    ...{ placePath: zone.place_path, placeLabel: zone.place_label },
    follow: (alarm) => follow(kernel, zone, told, alarm, tx),
  }
}

async function follow(kernel: Kernel, zone: Guarded, told: Told, alarm: RaisedAlarm, tx: Tx): Promise<void> {
  const sql = 'UPDATE zone_events SET times = times + ?, ended_at = NULL WHERE alarm_id = ?'
  if (!alarm.isNew && (await kernel.store.run(sql, [told.times, alarm.id], tx)) > 0) return
  const standing = alarm.isNew ? undefined : await alarmStanding(kernel, alarm.id, tx)
  await keep(kernel, zone, told, { state: standing?.state ?? 'raised', alarmId: alarm.id, wasArmed: true }, tx)
}

interface Kept {
  readonly state: string
  readonly alarmId: string | null
  readonly wasArmed: boolean
}

async function keep(kernel: Kernel, zone: Guarded, { device, finding, event, times }: Told, kept: Kept, tx: Tx): Promise<void> {
  const { rule, target } = event.values
  await insert(
    kernel.store,
    'zone_events',
    {
      ...{ id: kernel.ids.next(), zone_id: zone.id, device_id: device.id, device_code: device.code, device_name: device.name.slice(0, 60) },
      ...{ part: finding.part ?? '', place_path: zone.place_path, place_label: zone.place_label },
      ...{ category: typeof rule === 'string' ? rule.slice(0, 40) : device.kind === 'camera' ? 'region' : 'beam' },
      ...{ target: typeof target === 'string' ? target.slice(0, 20) : null, at: event.at, times, was_armed: kept.wasArmed ? 1 : 0 },
      ...{ state: kept.state, alarm_id: kept.alarmId },
    },
    tx,
  )
}
