import { type SupplyAction, type SupplyMove, supplyErrors, supplyKinds, supplySteps } from '@liren/contract/capabilities/supply'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { DomainEvent, ScheduledJob } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import type { SupplyRow } from './row.ts'

const over: readonly string[] = ['closed', 'declined', 'withdrawn']

/** A conditional step, from a state that it starts from; what somebody else changed meanwhile is not written over. */
export async function moveRow(
  kernel: Kernel,
  row: SupplyRow,
  version: number,
  action: SupplyAction,
  change: Partial<SupplyRow>,
  tx: Tx,
): Promise<SupplyRow> {
  if (Number(row.version) !== version) throw refuse('stale')
  const { from, to } = supplySteps[action]
  if (!(from as readonly string[]).includes(row.state))
    throw refuseWith(supplyErrors, 'supply.step-not-allowed', { details: { state: row.state } })
  const set: Partial<SupplyRow> = { due_at: null, ...change, state: to, ...(over.includes(to) ? { open_key: null } : {}) }
  const changed = await kernel.store.run(
    `UPDATE supply_applications SET ${Object.keys(set).join(' = ?, ')} = ?, version = version + 1 WHERE id = ? AND version = ?`,
    [...(Object.values(set) as SqlValue[]), row.id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { ...row, ...set, version: version + 1 }
}

/** What the resident and the desk read as the way of an application. */
export async function noteStep(
  kernel: Kernel,
  row: Pick<SupplyRow, 'id'>,
  step: { readonly move: SupplyMove; readonly byId: string | null; readonly note: string | null },
  tx: Tx,
): Promise<void> {
  const { move, byId, note } = step
  const noted = { id: kernel.ids.next(), application_id: row.id, move, at: kernel.clock.now(), by_id: byId, note }
  await insertOnce(kernel.store, 'supply_steps', noted, tx)
}

export const eventOf = (row: SupplyRow, name: 'supply.moved' | 'supply.overdue', move: SupplyMove | null): DomainEvent => ({
  ...{ name, subject: 'supply', subjectId: row.id },
  payload: {
    move,
    state: row.state,
    number: row.number,
    what: supplyKinds[row.kind],
    placePath: row.place_path,
    applicantId: row.applicant_id,
    deviceId: row.device_id,
  },
  live: { placePath: row.place_path, permission: 'supply.read', userIds: row.applicant_id === null ? [] : [row.applicant_id] },
})

/** When the promise of this step is over; a step that came since is another one. */
export const dueJob = ({ id, version, due_at }: SupplyRow): ScheduledJob | undefined =>
  due_at === null ? undefined : { kind: 'supply.due', key: `${id}:${version}`, at: Number(due_at), payload: { id, version } }
