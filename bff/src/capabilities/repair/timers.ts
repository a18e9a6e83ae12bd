import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Consumer, Job } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { suggestHandler } from './load.ts'
import type { RepairRow } from './row.ts'
import { clockActor, type Move, move, movedEvent } from './write.ts'

const rowOf = async (kernel: Kernel, id: string, tx: Tx): Promise<RepairRow | undefined> =>
  (
    await unscoped<RepairRow>(
      kernel.store,
      'timers act for the house, not for a person',
      { sql: 'SELECT * FROM repairs WHERE id = ?', params: [id] },
      tx,
    )
  )[0]

async function moveByClock(
  kernel: Kernel,
  tx: Tx,
  row: RepairRow,
  step: Omit<Move, 'actor' | 'at'>,
  handlerId: string | null,
): Promise<void> {
  const whole = { ...step, actor: clockActor, at: kernel.clock.now() }
  await move(kernel, tx, row, whole)
  await appendEvents(kernel, [movedEvent(row, whole, handlerId)], tx)
  await kernel.audit.write(
    {
      actorId: null,
      actorKind: 'system',
      action: `repair.${step.action}`,
      subject: 'repair',
      subjectId: row.id,
      placePath: row.place_path,
      result: 'done',
      ip: null,
      requestId: null,
      before: { state: row.state, escalation: row.escalation },
      after: { state: step.to, handlerId },
    },
    tx,
  )
}

const escalateEvery = 60 * 60_000
const highest = 3

/** A missed deadline is told upwards, a step at a time, until somebody moves it or the last step is reached. */
function overdueJob(kernel: Kernel): Job {
  return {
    kind: 'repair.due',
    text: { zh: '报修超时升级', en: 'Escalate overdue repairs' },
    run: (payload) =>
      kernel.store.tx(async (tx) => {
        const row = await rowOf(kernel, payload.id as string, tx)
        const now = kernel.clock.now()
        if (!row || row.due_at === null || row.due_at > now || (row.phase !== 'open' && row.phase !== 'active')) return
        if (row.escalation >= highest) return
        await moveByClock(kernel, tx, row, { action: 'escalate', to: row.state, set: { escalation: row.escalation + 1 } }, row.handler_id)
        const event = {
          number: row.number,
          escalation: row.escalation + 1,
          placePath: row.place_path,
          handlerId: row.handler_id,
          reporterId: row.reporter_id,
          at: now,
        }
        await appendEvents(kernel, [{ name: 'repair.overdue', subject: 'repair', subjectId: row.id, payload: event }], tx)
        if (row.escalation + 1 < highest)
          await scheduleJob(
            kernel,
            { kind: 'repair.due', key: `${row.id}:${row.escalation + 1}`, at: now + escalateEvery, payload: { id: row.id } },
            tx,
          )
      }),
  }
}

/** Silence for three days after the work counts as consent; a rating stays possible. */
function confirmJob(kernel: Kernel): Job {
  return {
    kind: 'repair.confirm',
    text: { zh: '报修自动确认', en: 'Confirm finished repairs after silence' },
    run: (payload) =>
      kernel.store.tx(async (tx) => {
        const row = await rowOf(kernel, payload.id as string, tx)
        if (row?.state !== 'finished') return
        await moveByClock(kernel, tx, row, { action: 'confirm', to: 'closed', set: { closed_at: kernel.clock.now() } }, row.handler_id)
      }),
  }
}

/** Categories in rotation find their worker at once; nobody fit means that the desk decides. */
function rotation(kernel: Kernel): Consumer {
  return {
    name: 'repair.rotation',
    on: ['repair.created'],
    async handle(event, tx) {
      if (event.payload.dispatch !== 'rotate') return
      const row = await rowOf(kernel, event.subjectId, tx)
      if (row?.state !== 'submitted') return
      const chosen = await suggestHandler(kernel, await holdersOf(kernel, 'repair.handle', row.place_path, tx), row, tx)
      if (!chosen) return
      await moveByClock(
        kernel,
        tx,
        row,
        { action: 'dispatch', to: 'dispatched', set: { handler_id: chosen.id, handler_name: chosen.name } },
        chosen.id,
      )
    },
  }
}

export const repairJobs = (kernel: Kernel): Job[] => [overdueJob(kernel), confirmJob(kernel)]
export const repairConsumers = (kernel: Kernel): Consumer[] => [rotation(kernel)]
