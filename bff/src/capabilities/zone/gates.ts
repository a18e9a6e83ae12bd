import type { AlarmState } from '@liren/contract/capabilities/alarm'
import type { Consumer, StoredEvent } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { addEntry, fireBurns } from '../alarm/read.ts'
import { devicesWhere, isRefusal, type KnownDevice, sendCommand, wakeBridge } from '../device/read.ts'
import { type AlarmedZone, zoneOfAlarm } from './read.ts'
import { estateOf } from './write.ts'

type Order = { readonly name: string; readonly values: Readonly<Record<string, unknown>> }

/** What a zone's alarm asks of each kind of device that is bound to it, and what takes it back. */
const orders: Readonly<Record<string, { readonly role: 'siren' | 'gate'; readonly on: Order; readonly off: Order }>> = {
  siren: {
    role: 'siren',
    on: { name: 'siren.set', values: { isOn: true, seconds: 600 } },
    off: { name: 'siren.set', values: { isOn: false } },
  },
  door: { role: 'gate', on: { name: 'door.hold-closed', values: {} }, off: { name: 'door.release', values: {} } },
  barrier: { role: 'gate', on: { name: 'barrier.close', values: {} }, off: { name: 'barrier.release', values: {} } },
}

/** Sirens sound with the alarm; gates close with it or when a guard accepts it; closing it takes both back. */
export const moveGates = (kernel: Kernel): Consumer => ({
  name: 'zone.gates',
  on: ['alarm.raised', 'alarm.moved'],
  async handle(event, tx) {
    const { kind, action, to = 'raised' } = event.payload as { kind: string; action?: string; to?: AlarmState }
    if (kind !== 'perimeter' || (event.name === 'alarm.moved' && action !== 'accept' && to !== 'closed')) return
    const zone = await zoneOfAlarm(kernel, event.subjectId, tx)
    if (!zone) return
    if (to === 'closed')
      return (await standsOpen(kernel, zone, event, tx)) ? undefined : send(kernel, zone, event, ['siren', 'gate'], 'off', tx)
    const closesNow = zone.gateAction === (event.name === 'alarm.raised' ? 'lock' : 'confirm')
    // Who flees from a fire finds no door that we closed.
    const mayClose = closesNow && !(await fireBurns(kernel, estateOf(event.payload.placePath as string), tx))
    await send(kernel, zone, event, [...(event.name === 'alarm.raised' ? ['siren'] : []), ...(mayClose ? ['gate'] : [])], 'on', tx)
  },
})

/** Whether another alarm of the same zone still needs its gates closed. */
async function standsOpen(kernel: Kernel, zone: AlarmedZone, event: StoredEvent, tx: Tx): Promise<boolean> {
  const sql = "SELECT id FROM zone_events WHERE zone_id = ? AND alarm_id <> ? AND state IN ('raised', 'accepted', 'handled') LIMIT 1"
  const statement = { sql, params: [zone.id, event.subjectId] }
  return (await unscoped(kernel.store, 'what follows an alarm is done by the house', statement, tx)).length > 0
}

async function send(
  kernel: Kernel,
  zone: AlarmedZone,
  event: StoredEvent,
  roles: readonly string[],
  way: 'on' | 'off',
  tx: Tx,
): Promise<void> {
  const wanted = roles.filter((role) => role !== 'gate' || zone.gateAction !== 'none')
  const ids = zone.devices.filter(({ role }) => wanted.includes(role)).map(({ id }) => id)
  if (ids.length === 0) return
  for (const device of await devicesWhere(kernel, among('id', ids), ids.length, tx)) await order(kernel, zone, event, device, way, tx)
}

async function order(kernel: Kernel, zone: AlarmedZone, event: StoredEvent, device: KnownDevice, way: 'on' | 'off', tx: Tx): Promise<void> {
  const wish = orders[device.kind]?.[way]
  if (!wish) return
  const now = kernel.clock.now()
  const asker = { kind: 'house' as const, id: null, name: zone.name }
  const sent = await sendCommand(kernel, { deviceId: device.id, order: wish, asker, ttlSeconds: 60 }, now, tx)
  const words = device.kind === 'siren' ? (way === 'on' ? '声光已启动' : '声光已复位') : way === 'on' ? '门闸已下令锁闭' : '门闸已下令恢复'
  const note = isRefusal(sent) ? `${device.name}：无法下令（${sent.why}）` : `${device.name}：${words}`
  const { to = 'raised' } = event.payload as { to?: AlarmState }
  addEntry(kernel, event.subjectId, { action: 'note', state: to, note, at: now }, tx)
  if (!isRefusal(sent) && device.bridgeId !== null) wakeBridge(kernel, device.bridgeId, tx)
}
