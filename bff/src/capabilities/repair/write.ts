import { phaseOf, type RepairAction, type RepairState, repairErrors } from '@liren/contract/capabilities/repair'
import { AppError, refuse } from '../../kernel/errors.ts'
import type { DomainEvent, Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertSql } from '../../kernel/store/insert-sql.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import type { EntryRow, RepairRow } from './row.ts'

export const refuseRepair = (code: keyof typeof repairErrors, details?: Record<string, unknown>): AppError =>
  new AppError(code, repairErrors[code], details ? { details } : {})

export interface Actor {
  readonly id: string | null
  readonly name: string | null
  readonly role: EntryRow['actor_role']
}
export const clockActor: Actor = { id: null, name: null, role: 'system' }
export const actorOf = (principal: Pick<Principal, 'id' | 'name'>, role: EntryRow['actor_role']): Actor => ({
  id: principal.id,
  name: principal.name,
  role,
})

export interface Move {
  readonly action: RepairAction
  readonly to: RepairState
  readonly set?: Readonly<Partial<Record<keyof RepairRow, SqlValue>>>
  readonly actor: Actor
  readonly note?: string | null | undefined
  readonly photos?: readonly string[] | undefined
  readonly at: number
}

/**
 * The only way a repair changes state. The update names the state and version that were seen: whoever comes
 * second changes nothing and is told so.
 */
export async function move(kernel: Kernel, tx: Tx, row: RepairRow, step: Move): Promise<void> {
  const set: Record<string, SqlValue> = { state: step.to, phase: phaseOf(step.to), updated_at: step.at, ...step.set }
  const columns = Object.keys(set)
  const changed = await kernel.store.run(
    `UPDATE repairs SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND state = ? AND version = ?`,
    [...columns.map((column) => set[column] as SqlValue), row.id, row.state, row.version],
    tx,
  )
  if (changed !== 1) throw step.action === 'grab' ? refuseRepair('repair.taken') : refuse('stale')
  writeEntry(kernel, tx, row.id, step)
}

/** A line of the timeline, sent with what follows in the transaction. */
export function writeEntry(
  kernel: Kernel,
  tx: Tx,
  repairId: string,
  step: Omit<Move, 'action' | 'set'> & { action: RepairAction | 'create' },
): EntryRow {
  const entry: EntryRow = {
    id: kernel.ids.next(),
    repair_id: repairId,
    action: step.action,
    state: step.to,
    actor_id: step.actor.id,
    actor_name: step.actor.name,
    actor_role: step.actor.role,
    note: step.note || null,
    photos: step.photos && step.photos.length > 0 ? JSON.stringify(step.photos) : null,
    at: step.at,
  }
  kernel.store.later(insertSql('repair_entries', entry), Object.values(entry) as SqlValue[], tx)
  return entry
}

/** What the rest of the house is told; ids and facts only, no words of people. */
export const movedEvent = (row: RepairRow, step: Pick<Move, 'action' | 'to' | 'at'>, handlerId: string | null): DomainEvent => ({
  name: 'repair.moved',
  subject: 'repair',
  subjectId: row.id,
  payload: {
    action: step.action,
    from: row.state,
    to: step.to,
    at: step.at,
    number: row.number,
    category: row.category,
    estateId: row.estate_id,
    placePath: row.place_path,
    reporterId: row.reporter_id,
    handlerId,
    previousHandlerId: row.handler_id,
  },
  live: { userIds: [row.reporter_id, ...(handlerId ? [handlerId] : [])], placePath: row.place_path, permission: 'repair.read' },
})
