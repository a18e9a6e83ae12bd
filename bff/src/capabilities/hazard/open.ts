import { text } from '@liren/contract'
import { hazardAreaOf, pushWithin } from '@liren/contract/capabilities/hazard'
import { nextNumber } from '../../engines/thing/index.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Consumer, Job } from '../../kernel/capability.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { addEntry, alarmForLetters, alarmStanding, escalateNow } from '../alarm/read.ts'
import { estatesTouching } from '../place/read.ts'
import { orderedTo } from './roster.ts'
import type { OrderRow } from './row.ts'

/** Every alarm that is a hazard gets its work order, and whoever is on duty hears of it; without a roster those who manage. */
export const openOrders = (kernel: Kernel): Consumer => ({
  name: 'hazard.open',
  on: ['alarm.raised'],
  async handle(event, tx) {
    const alarm = await alarmForLetters(kernel, event.subjectId, tx)
    if (!alarm || alarm.audience !== null) return
    const area = hazardAreaOf(alarm.kind)
    if (area === undefined) return
    const raisedAt = Number(alarm.created_at)
    const { onDuty, people } = await orderedTo(kernel, alarm.place_path, area, raisedAt, tx)
    const [estate] = await estatesTouching(kernel, [alarm.place_path], tx)
    const number = await newNumber(kernel, raisedAt, tx)
    const dueAt = raisedAt + pushWithin[alarm.level]
    const order = {
      ...{ id: alarm.id, number, area, place_path: alarm.place_path, estate_id: estate?.id ?? null },
      ...{ duty: JSON.stringify(onDuty.map(({ id: one }) => one)), push_due_at: dueAt, pushed_at: null, created_at: raisedAt },
    }
    if (!(await insertOnce(kernel.store, 'hazard_orders', order, tx))) return
    const standing = await alarmStanding(kernel, alarm.id, tx)
    const state = standing?.state ?? 'raised'
    addEntry(kernel, alarm.id, { action: 'order', state, note: number, at: kernel.clock.now() }, tx)
    await scheduleJob(kernel, { kind: 'hazard.push-due', key: alarm.id, at: dueAt + 1, payload: { id: alarm.id } }, tx)
    const payload = { number, area, kind: alarm.kind, userIds: people.map(({ id }) => id), isCovered: onDuty.length > 0 }
    const live = { placePath: alarm.place_path, permission: 'hazard.read' }
    await appendEvents(kernel, [{ name: 'hazard.opened', subject: 'hazard', subjectId: alarm.id, payload, live }], tx)
  },
})

/** YH260302-0007: the seventh of its day. */
async function newNumber(kernel: Kernel, at: number, tx: Tx): Promise<string> {
  const day = dayOf(at, kernel.config.LIREN_TIME_ZONE).slice(2).replaceAll('-', '')
  return `YH${day}-${String(await nextNumber(kernel.store, `hazard-${day}`, tx)).padStart(4, '0')}`
}

/** A letter lies in somebody's box: from then on the hazard counts as pushed, and its course says to whom. */
export const notePushes = (kernel: Kernel): Consumer => ({
  name: 'hazard.pushed',
  on: ['message.sent'],
  async handle(event, tx) {
    const { subject, subjectId, userId } = event.payload as { subject: string | null; subjectId: string; userId: string }
    if (subject !== 'hazard') return
    const marked = await kernel.store.run(
      'UPDATE hazard_orders SET pushed_at = ? WHERE id = ? AND pushed_at IS NULL',
      [event.at, subjectId],
      tx,
    )
    const standing = await alarmStanding(kernel, subjectId, tx)
    if (!standing) return
    const name = (await namesOf(kernel, [userId], tx)).get(userId) ?? null
    addEntry(kernel, subjectId, { action: 'push', state: standing.state, note: name, at: event.at }, tx)
    if (marked === 1) await tellChanged(kernel, subjectId, standing.place_path, tx)
  },
})

const tellChanged = (kernel: Kernel, id: string, placePath: string, tx: Tx): Promise<void> => {
  const live = { placePath, permission: 'hazard.read' }
  return appendEvents(kernel, [{ name: 'hazard.changed', subject: 'hazard', subjectId: id, payload: {}, live }], tx)
}

/** What nobody was told in time goes upwards without waiting for the alarm's own deadline. */
export const pushJob = (kernel: Kernel): Job => ({
  kind: 'hazard.push-due',
  text: text('隐患推送超时', 'Hazards that nobody was told of in time'),
  run: (payload) =>
    kernel.store.tx(async (tx) => {
      const id = payload.id as string
      const statement = { sql: 'SELECT * FROM hazard_orders WHERE id = ?', params: [id] }
      const [order] = await unscoped<OrderRow>(kernel.store, 'the clock watches over pushes for the house', statement, tx)
      if (order && order.pushed_at === null) await escalateNow(kernel, id, '超过推送时限，值班人员未收到', tx)
    }),
})
