import { text } from '@liren/contract'
import type { ArmingPlan } from '@liren/contract/capabilities/zone'
import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Consumer, Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { alarmStanding } from '../alarm/read.ts'
import type { ZoneRow } from './row.ts'
import { planned } from './week.ts'

/** The book says what became of each alarm; one that was closed has ended. */
export const followAlarms = (kernel: Kernel): Consumer => ({
  name: 'zone.follow',
  on: ['alarm.moved'],
  async handle(event, tx) {
    if (event.payload.kind !== 'perimeter') return
    const standing = await alarmStanding(kernel, event.subjectId, tx)
    if (!standing) return
    await kernel.store.run(
      `UPDATE zone_events SET state = ?, result = ?, ended_at = CASE WHEN ended_at IS NULL AND ? = 'closed' THEN ? ELSE ended_at END WHERE alarm_id = ?`,
      [standing.state, standing.result, standing.state, event.at, event.subjectId],
      tx,
    )
  },
})

/** Arms and disarms at the times of the plan; what was done by hand holds until then. */
export const planJob = (kernel: Kernel): Job => ({
  kind: 'zone.plan',
  text: text('按计划布防撤防', 'Arm and disarm by plan'),
  run: (payload, { scheduledFor }) => kernel.store.tx((tx) => turn(kernel, payload.id as string, scheduledFor, tx)),
})

async function turn(kernel: Kernel, id: string, scheduledFor: number, tx: Tx): Promise<void> {
  const statement = { sql: 'SELECT * FROM zones WHERE id = ?', params: [id] }
  const [row] = await unscoped<ZoneRow>(kernel.store, 'the clock arms zones for the house', statement, tx)
  if (row?.is_enabled !== 1 || row.next_at === null || Number(row.next_at) > scheduledFor) return
  const now = Math.max(kernel.clock.now(), scheduledFor)
  const next = planned(kernel, JSON.parse(row.plan) as ArmingPlan, now)
  const turned = await kernel.store.run(
    "UPDATE zones SET is_armed = ?, armed_at = ?, armed_by = 'plan', armed_name = '', next_at = ?, version = version + 1 WHERE id = ? AND version = ?",
    [next.isArmed ? 1 : 0, now, next.nextAt, id, row.version],
    tx,
  )
  if (turned !== 1) throw new Error(`Somebody else changes zone ${row.name}; it is looked at again`)
  if (next.nextAt !== null) await scheduleJob(kernel, { kind: 'zone.plan', key: id, at: next.nextAt, payload: { id } }, tx)
  await kernel.audit.write(
    {
      ...{ actorId: null, actorKind: 'system', action: 'zone.armed', subject: 'zone', subjectId: id, placePath: row.place_path },
      ...{
        result: 'done',
        ip: null,
        requestId: null,
        before: { isArmed: row.is_armed === 1 },
        after: { isArmed: next.isArmed, by: 'plan' },
      },
    },
    tx,
  )
  const live = { placePath: row.place_path, permission: 'zone.read' }
  await appendEvents(kernel, [{ name: 'zone.armed', subject: 'zone', subjectId: id, payload: { placePath: row.place_path }, live }], tx)
}
