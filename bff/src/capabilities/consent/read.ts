import { personArchive } from '@liren/contract/capabilities/person'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { addLine, type ConsentRow, isBelieved, type NewConsent } from './ledger.ts'
import { openPurpose, purposeCalled } from './purposes.ts'

export type { NewConsent } from './ledger.ts'
export { openPurpose } from './purposes.ts'

/** Somebody as an account, as files in the archive, or both. */
export interface Whom {
  readonly userId?: string | undefined
  readonly personIds?: readonly string[] | undefined
}

export interface Held {
  readonly id: string
  readonly state: 'given' | 'withdrawn'
  readonly textVersion: number
  readonly at: number
}

const why = 'whether somebody consented does not depend on who asks'

/** What holds for each purpose: the latest line that can be believed. */
export async function consentsOf(kernel: Kernel, { userId, personIds = [] }: Whom, tx?: Tx): Promise<Map<string, Held>> {
  const who = combine('OR', [
    ...(userId ? [{ sql: 'user_id = ?', params: [userId] }] : []),
    ...(personIds.length > 0 ? [among('person_id', personIds)] : []),
  ])
  const rows = await unscoped<ConsentRow>(
    kernel.store,
    why,
    { sql: `SELECT * FROM consents WHERE ${who.sql} ORDER BY id`, params: who.params },
    tx,
  )
  const held = new Map<string, Held>()
  for (const row of rows)
    if (isBelieved(kernel, row))
      held.set(row.purpose, { id: row.id, state: row.action, textVersion: row.text_version, at: Number(row.recorded_at) })
  return held
}

/** Whether somebody's consent to this purpose holds now. */
export const hasConsent = async (kernel: Kernel, whom: Whom, purpose: string, tx?: Tx): Promise<boolean> =>
  (await consentsOf(kernel, whom, tx)).get(purpose)?.state === 'given'

/** Of many files of people at once, those whose consent to this purpose holds. */
export async function consentingPeople(kernel: Kernel, personIds: readonly string[], purpose: string, tx?: Tx): Promise<Set<string>> {
  if (personIds.length === 0) return new Set()
  const wanted = among('person_id', personIds)
  const rows = await unscoped<ConsentRow>(
    kernel.store,
    why,
    { sql: `SELECT * FROM consents WHERE ${wanted.sql} AND purpose = ? ORDER BY id`, params: [...wanted.params, purpose] },
    tx,
  )
  const given = new Set<string>()
  for (const row of rows) {
    if (row.person_id === null || !isBelieved(kernel, row)) continue
    if (row.action === 'given') given.add(row.person_id)
    else given.delete(row.person_id)
  }
  return given
}

/** Whose file a line is about; null where it is about an account only. */
export async function personOfLine(kernel: Kernel, id: string): Promise<string | null> {
  const [row] = await unscoped<ConsentRow>(kernel.store, why, { sql: 'SELECT * FROM consents WHERE id = ?', params: [id] })
  return row?.person_id ?? null
}

/** For those who write a file together with the consent it needs: refused for a purpose that is not open or a text that is old. */
export async function recordConsent(kernel: Kernel, line: NewConsent, tx: Tx): Promise<string> {
  await openPurpose(kernel, line.purpose, line.textVersion, tx)
  return (await addLine(kernel, line, tx)).id
}

/** The same, to the words of today: whoever asked in the field read them out. */
export async function noteConsent(kernel: Kernel, line: Omit<NewConsent, 'textVersion'>, tx: Tx): Promise<string> {
  const { textVersion } = await purposeCalled(kernel, line.purpose, tx)
  return recordConsent(kernel, { ...line, textVersion }, tx)
}

/** What a file of a person needs a consent for, field by field. */
export const consentForFields: Readonly<Record<string, string>> = {
  face: 'face',
  ...Object.fromEntries((personArchive.groups.find(({ name }) => name === 'health')?.fields ?? []).map((field) => [field, 'health'])),
}
