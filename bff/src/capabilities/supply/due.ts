import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { eventOf, moveRow, noteStep } from './move.ts'
import type { SupplyRow } from './row.ts'

/** A promise is over: what nobody confirmed closes, what nobody answered is told to whoever handles it. */
export const supplyDue = (kernel: Kernel): Job => ({
  kind: 'supply.due',
  text: { zh: '用能申办到期提醒与自动办结', en: 'Remind of applications, and close what nobody confirmed' },
  run: (payload) =>
    kernel.store.tx(async (tx) => {
      const statement = { sql: 'SELECT * FROM supply_applications WHERE id = ?', params: [payload.id as string] }
      const [row] = await unscoped<SupplyRow>(kernel.store, 'timers act for the house, not for a person', statement, tx)
      if (!row || Number(row.version) !== payload.version || row.due_at === null || Number(row.due_at) > kernel.clock.now()) return
      if (row.state !== 'done') return appendEvents(kernel, [eventOf(row, 'supply.overdue', null)], tx)
      const next = await moveRow(kernel, row, Number(row.version), 'confirm', {}, tx)
      await noteStep(kernel, next, { move: 'lapse', byId: null, note: null }, tx)
      await appendEvents(kernel, [eventOf(next, 'supply.moved', 'lapse')], tx)
      await kernel.audit.write(
        {
          ...{ actorId: null, actorKind: 'system', action: 'supply.confirm', subject: 'supply', subjectId: row.id },
          ...{ placePath: row.place_path, result: 'done', ip: null, requestId: null },
          ...{ before: { state: row.state }, after: { state: next.state } },
        },
        tx,
      )
    }),
})
