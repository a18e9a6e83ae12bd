import { text } from '@liren/contract'
import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { awakeDue } from './actions.ts'
import { escalateEvery, highestEscalation } from './clock.ts'
import { addEntry } from './entries.ts'
import { told } from './raise.ts'
import type { AlarmRow } from './row.ts'

const rowOf = async (kernel: Kernel, id: string, tx: Tx): Promise<AlarmRow | undefined> =>
  (
    await unscoped<AlarmRow>(kernel.store, 'the clock acts for the house', { sql: 'SELECT * FROM alarms WHERE id = ?', params: [id] }, tx)
  )[0]

const byClock = (action: string, row: AlarmRow, after: Record<string, unknown>) => ({
  ...{ actorId: null, actorKind: 'system' as const, action: `alarm.${action}`, subject: 'alarm', subjectId: row.id },
  ...{ placePath: row.place_path, result: 'done' as const, ip: null, requestId: null, after },
})

export const alarmJobs = (kernel: Kernel): Job[] => [
  {
    kind: 'alarm.due',
    text: text('告警超时升级', 'Escalate overdue alarms'),
    run: (payload) => kernel.store.tx((tx) => escalate(kernel, payload.id as string, tx)),
  },
  {
    kind: 'alarm.wake',
    text: text('唤醒暂缓的告警', 'Wake shelved alarms'),
    run: (payload) => kernel.store.tx((tx) => wake(kernel, payload.id as string, tx)),
  },
]

/** What nobody took in time is told upwards, a step at a time. */
async function escalate(kernel: Kernel, id: string, tx: Tx): Promise<void> {
  const row = await rowOf(kernel, id, tx)
  const now = kernel.clock.now()
  if (!row || row.due_at === null || Number(row.due_at) > now || row.phase === 'done' || row.shelved_until_at !== null) return
  const step = Number(row.escalation) + 1
  if (step > highestEscalation) return
  await upwards(kernel, row, step, undefined, tx)
}

/** Tells an unaccepted alarm upwards before its time, because a rule says so; false where there is nothing to tell. */
export async function escalateNow(kernel: Kernel, id: string, reason: string, tx: Tx): Promise<boolean> {
  const row = await rowOf(kernel, id, tx)
  if (row?.phase !== 'open' || row.shelved_until_at !== null || row.root_id !== null) return false
  const step = Number(row.escalation) + 1
  if (step > highestEscalation) return false
  await upwards(kernel, row, step, reason, tx)
  return true
}

async function upwards(kernel: Kernel, row: AlarmRow, step: number, note: string | undefined, tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  const { id } = row
  const moved = await kernel.store.run(
    'UPDATE alarms SET escalation = ?, version = version + 1 WHERE id = ? AND escalation = ? AND version = ?',
    [step, id, row.escalation, row.version],
    tx,
  )
  if (moved !== 1) throw new Error(`Somebody else moves alarm ${row.number}; it is looked at again`)
  addEntry(kernel, id, { action: 'escalate', state: row.state, note, at: now }, tx)
  await appendEvents(kernel, [told('alarm.escalated', row, { escalation: step, level: Number(row.level), state: row.state })], tx)
  await kernel.audit.write(byClock('escalate', row, { escalation: step }), tx)
  const next = { kind: 'alarm.due', key: `${id}:${step}`, at: now + escalateEvery[row.level], payload: { id } }
  if (step < highestEscalation) await scheduleJob(kernel, next, tx)
}

async function wake(kernel: Kernel, id: string, tx: Tx): Promise<void> {
  const row = await rowOf(kernel, id, tx)
  const now = kernel.clock.now()
  if (!row || row.shelved_until_at === null || Number(row.shelved_until_at) > now || row.phase === 'done') return
  const dueAt = awakeDue(row, now)
  const moved = await kernel.store.run(
    'UPDATE alarms SET shelved_until_at = NULL, due_at = ?, version = version + 1 WHERE id = ? AND shelved_until_at = ? AND version = ?',
    [dueAt, id, row.shelved_until_at, row.version],
    tx,
  )
  if (moved !== 1) throw new Error(`Somebody else moves alarm ${row.number}; it is looked at again`)
  addEntry(kernel, id, { action: 'wake', state: row.state, at: now }, tx)
  await scheduleJob(kernel, { kind: 'alarm.due', key: id, at: dueAt + 1, payload: { id } }, tx)
  await appendEvents(kernel, [told('alarm.moved', row, { action: 'wake', from: row.state, to: row.state })], tx)
  await kernel.audit.write(byClock('wake', row, { dueAt }), tx)
}
