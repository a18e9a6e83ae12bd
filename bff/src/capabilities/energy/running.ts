import { dayOf } from '../../kernel/background/daily.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { markOver, openKey, raiseAlarm } from '../alarm/read.ts'
import type { ToldEvent } from '../device/read.ts'
import { placeForCase } from '../place/read.ts'
import { hourMs } from './equipment.ts'

/** Which word of which event says that a device runs. */
const runs: Readonly<Record<string, string>> = { 'pump.state': 'isRunning', 'fan.state': 'isRunning', 'lamp.state': 'isOn' }
/** Told less often than this it may have stood still in between: what nobody knows is not counted. */
const longestGapMs = 6 * hourMs

interface Equipment {
  readonly device_id: string
  readonly every_hours: number
  readonly ran_ms: number
  readonly is_running: number
  readonly told_at: number | null
  readonly served_on: string | null
  readonly asked_at: number | null
  readonly code: string
  readonly name: string
  readonly place_id: string | null
  readonly place_path: string
  readonly maintained_on: string | null
}

/** Adds up the hours that equipment ran, and asks for its maintenance when they are over. */
export const countRunning = (kernel: Kernel): Consumer => ({
  name: 'energy.running',
  on: ['device.told'],
  async handle(event, tx) {
    const told = (event.payload as { events: ToldEvent[] }).events.filter(({ type }) => type in runs)
    if (told.length === 0) return
    const where = among('e.device_id', [...new Set(told.map(({ deviceId }) => deviceId))].sort())
    const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
    const rows = await unscoped<Equipment>(
      kernel.store,
      'hours are counted for the house itself',
      {
        sql: `SELECT e.device_id, e.every_hours, e.ran_ms, e.is_running, e.told_at, e.served_on, e.asked_at, d.code, d.name, d.place_id, d.place_path, d.maintained_on
              FROM energy_equipment e JOIN devices d ON d.id = e.device_id WHERE ${where.sql} ORDER BY e.device_id${lock}`,
        params: where.params,
      },
      tx,
    )
    for (const row of rows)
      await follow(
        kernel,
        row,
        told.filter(({ deviceId }) => deviceId === row.device_id),
        tx,
      )
  },
})

async function follow(kernel: Kernel, row: Equipment, told: readonly ToldEvent[], tx: Tx): Promise<void> {
  const isServed = row.maintained_on !== row.served_on
  let ran = isServed ? 0 : Number(row.ran_ms)
  let at = row.told_at === null ? null : Number(row.told_at)
  let isRunning = row.is_running === 1
  for (const one of [...told].sort((a, b) => a.at - b.at)) {
    if (at !== null && one.at <= at) continue
    if (isRunning && at !== null && one.at - at <= longestGapMs) ran += one.at - at
    at = one.at
    isRunning = one.values[runs[one.type] ?? ''] === true
  }
  const isDue = ran >= row.every_hours * hourMs
  const asks = isDue && (row.asked_at === null || isServed)
  await kernel.store.run(
    'UPDATE energy_equipment SET ran_ms = ?, is_running = ?, told_at = ?, served_on = ?, asked_at = ? WHERE device_id = ?',
    [ran, isRunning ? 1 : 0, at, row.maintained_on, isDue ? (asks ? kernel.clock.now() : row.asked_at) : null, row.device_id],
    tx,
  )
  if (isServed) await markOver(kernel, openKey(row.device_id, 'maintenance'), at ?? kernel.clock.now(), tx)
  if (asks) await askFor(kernel, row, ran, tx)
}

/** Brings the date of its maintenance forward to today, and puts the work on the list of those who do it. */
async function askFor(kernel: Kernel, row: Equipment, ranMs: number, tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  const today = dayOf(now, kernel.config.LIREN_TIME_ZONE)
  await kernel.store.run(
    'UPDATE devices SET maintain_on = ?, version = version + 1 WHERE id = ? AND (maintain_on IS NULL OR maintain_on > ?)',
    [today, row.device_id, today],
    tx,
  )
  const place = row.place_id === null ? undefined : await placeForCase(kernel, row.place_id, tx)
  const hours = Math.floor(ranMs / hourMs)
  await raiseAlarm(
    kernel,
    {
      kind: 'maintenance',
      device: { id: row.device_id, code: row.code, name: row.name },
      ...{ placePath: row.place_path, placeLabel: place?.label ?? '', source: { kind: 'event', name: 'energy.maintenance-due' } },
      ...{ values: { hours, everyHours: row.every_hours }, at: now },
    },
    tx,
  )
  const live = { placePath: row.place_path, permission: 'energy.read' }
  const payload = { hours, everyHours: row.every_hours }
  await appendEvents(kernel, [{ name: 'energy.maintenance-due', subject: 'device', subjectId: row.device_id, payload, live }], tx)
}
