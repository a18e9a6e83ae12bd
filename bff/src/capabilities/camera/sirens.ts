import { alarmKinds } from '@liren/contract/capabilities/alarm'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type AlarmFacts, addEntry, alarmFacts } from '../alarm/read.ts'
import { deviceById, isRefusal, sendCommand, wakeBridge } from '../device/read.ts'

const seconds = 600

/** Zones sound their own sirens, a fire has bells of its own, and a bag beside a bin wakes nobody. */
const sounds = (kind: AlarmFacts['kind']): boolean => kind !== 'perimeter' && !silent.has(alarmKinds[kind].group)
const silent: ReadonlySet<string> = new Set(['fire', 'facility'])

/** What hangs beside the cameras of an alarm sounds and flashes with it. */
export async function soundSirens(kernel: Kernel, alarmId: string, facts: AlarmFacts, tx: Tx): Promise<void> {
  if (!sounds(facts.kind)) return
  for (const id of await sirensOf(kernel, alarmId, tx)) await order(kernel, { alarmId, state: facts.state }, id, true, tx)
}

/** Closing the alarm ends it, unless another alarm still needs the same one. */
export const resetSirens = (kernel: Kernel): Consumer => ({
  name: 'camera.sirens',
  on: ['alarm.moved'],
  async handle(event, tx) {
    if (event.payload.to !== 'closed') return
    const facts = await alarmFacts(kernel, event.subjectId, tx)
    if (!facts || !sounds(facts.kind)) return
    for (const id of await sirensOf(kernel, event.subjectId, tx))
      if (!(await isNeeded(kernel, id, event.subjectId, tx)))
        await order(kernel, { alarmId: event.subjectId, state: 'closed' }, id, false, tx)
  },
})

async function sirensOf(kernel: Kernel, alarmId: string, tx: Tx): Promise<string[]> {
  const statement = {
    sql: 'SELECT DISTINCT c.siren_id FROM alarm_cameras a JOIN cameras c ON c.id = a.camera_id WHERE a.alarm_id = ? AND c.siren_id IS NOT NULL ORDER BY c.siren_id',
    params: [alarmId],
  }
  const rows = await unscoped<{ siren_id: string }>(kernel.store, 'what follows an alarm is done by the house', statement, tx)
  return rows.map(({ siren_id }) => siren_id)
}

async function isNeeded(kernel: Kernel, sirenId: string, besides: string, tx: Tx): Promise<boolean> {
  const statement = {
    sql: `SELECT a.alarm_id FROM alarm_cameras a JOIN cameras c ON c.id = a.camera_id JOIN alarms m ON m.id = a.alarm_id
          WHERE c.siren_id = ? AND a.alarm_id <> ? AND m.phase <> 'done' LIMIT 1`,
    params: [sirenId, besides],
  }
  return (await unscoped(kernel.store, 'what follows an alarm is done by the house', statement, tx)).length > 0
}

type Standing = { readonly alarmId: string; readonly state: AlarmFacts['state'] }

async function order(kernel: Kernel, { alarmId, state }: Standing, sirenId: string, isOn: boolean, tx: Tx): Promise<void> {
  const siren = await deviceById(kernel, sirenId, tx)
  if (!siren) return
  const now = kernel.clock.now()
  const wish = { name: 'siren.set', values: isOn ? { isOn, seconds } : { isOn } }
  const asker = { kind: 'house' as const, id: null, name: '摄像机联动' }
  const sent = await sendCommand(kernel, { deviceId: sirenId, order: wish, asker, ttlSeconds: 60 }, now, tx)
  const note = isRefusal(sent) ? `${siren.name}：无法下令（${sent.why}）` : `${siren.name}：${isOn ? '声光已启动' : '声光已复位'}`
  addEntry(kernel, alarmId, { action: 'note', state, note, at: now }, tx)
  if (!isRefusal(sent) && siren.bridgeId !== null) wakeBridge(kernel, siren.bridgeId, tx)
}
