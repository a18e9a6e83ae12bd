import { phaseOf, type RepairState } from '@liren/contract/capabilities/repair'
import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Consumer, Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { keepersToTell } from './keepers.ts'
import { type AskRow, askSubject, talkSubject } from './row.ts'

const remindEvery = 30 * 60_000
const mostReminders = 3

/** Who does not answer in time is reminded; from the second time on, whoever manages there hears of it too. */
export const remind = (kernel: Kernel): Job => ({
  kind: 'housekeeper.due',
  text: { zh: '管家超时未答复提醒', en: 'Remind housekeepers of unanswered residents' },
  run: (payload) =>
    kernel.store.tx(async (tx) => {
      const now = kernel.clock.now()
      const id = payload.id as string
      const why = 'timers act for the house, not for a person'
      const [row] = await unscoped<AskRow>(kernel.store, why, { sql: 'SELECT * FROM housekeeper_asks WHERE id = ?', params: [id] }, tx)
      if (row?.state !== 'waiting' || Number(row.due_at) > now || row.reminded >= mostReminders) return
      const step = row.reminded + 1
      const counted = await kernel.store.run(
        "UPDATE housekeeper_asks SET reminded = ? WHERE id = ? AND reminded = ? AND state = 'waiting'",
        [step, id, row.reminded],
        tx,
      )
      if (counted !== 1) return
      const keepers = await keepersToTell(kernel, row.keeper_id, now, tx)
      const told = { talkId: row.talk_id, keepers, step, placePath: row.place_path, label: row.place_label, kind: row.kind }
      const live = { userIds: keepers, placePath: row.place_path, permission: 'housekeeper.manage' }
      await appendEvents(kernel, [{ name: 'housekeeper.overdue', subject: talkSubject, subjectId: row.talk_id, payload: told, live }], tx)
      if (step < mostReminders)
        await scheduleJob(kernel, { kind: 'housekeeper.due', key: `${id}:${step}`, at: now + remindEvery, payload: { id } }, tx)
    }),
})

/** A request that became a repair carries its number, and is done when the repair is. */
export const followRepairs = (kernel: Kernel): Consumer => ({
  name: 'housekeeper.repairs',
  on: ['repair.created', 'repair.moved'],
  async handle(event, tx) {
    const { origin, number, to } = event.payload as { origin?: { subject: string; id: string }; number: string; to?: RepairState }
    if (event.name === 'repair.created') {
      if (origin?.subject !== askSubject) return
      await kernel.store.run(
        'UPDATE housekeeper_asks SET repair_id = ?, repair_number = ?, version = version + 1 WHERE id = ? AND repair_id IS NULL',
        [event.subjectId, number, origin.id],
        tx,
      )
      return
    }
    if (to === undefined || !['done', 'void'].includes(phaseOf(to))) return
    await kernel.store.run(
      "UPDATE housekeeper_asks SET state = 'closed', closed_at = ?, version = version + 1 WHERE repair_id = ? AND state = 'answered'",
      [event.at, event.subjectId],
      tx,
    )
  },
})
