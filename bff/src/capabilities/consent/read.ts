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

export { allPurposes, purposeCalled } from './purposes.ts'

/** Whether somebody's consent to this purpose holds now. */
export const hasConsent = async (kernel: Kernel, whom: Whom, purpose: string, tx?: Tx): Promise<boolean> =>
  (await consentsOf(kernel, whom, tx)).get(purpose)?.state === 'given'

/** Of many files of people at once, those whose consent to this purpose holds. */
export const consentingPeople = (kernel: Kernel, personIds: readonly string[], purpose: string, tx?: Tx): Promise<Set<string>> =>
  consenting(kernel, 'person_id', personIds, purpose, tx)

/** The same of accounts. */
export const consentingUsers = (kernel: Kernel, userIds: readonly string[], purpose: string, tx?: Tx): Promise<Set<string>> =>
  consenting(kernel, 'user_id', userIds, purpose, tx)

async function consenting(
  kernel: Kernel,
  column: 'person_id' | 'user_id',
  ids: readonly string[],
  purpose: string,
  tx: Tx | undefined,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const wanted = among(column, ids)
  const rows = await unscoped<ConsentRow>(
    kernel.store,
    why,
    { sql: `SELECT * FROM consents WHERE ${wanted.sql} AND purpose = ? ORDER BY id`, params: [...wanted.params, purpose] },
    tx,
  )
  const given = new Set<string>()
  for (const row of rows) {
    const id = row[column]
    if (id === null || !isBelieved(kernel, row)) continue
    if (row.action === 'given') given.add(id)
    else given.delete(id)
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

const latestOf = (kernel: Kernel, rows: readonly ConsentRow[], personId: string): Map<string, ConsentRow> =>
  new Map(rows.filter((row) => row.person_id === personId && isBelieved(kernel, row)).map((row) => [row.purpose, row]))

/**
 * Two files are about one person: what they said last counts, whichever file it stands in. Nothing in the ledger moves;
 * where the last word stands in the file that ends, a line is added to the one that stays. Says which, and what held before.
 */
export async function carryConsents(
  kernel: Kernel,
  { from, to, by }: { readonly from: string; readonly to: string; readonly by: string },
  tx: Tx,
): Promise<{ purpose: string; before: ConsentRow['action'] | null; action: ConsentRow['action'] }[]> {
  const wanted = among('person_id', [from, to])
  const rows = await unscoped<ConsentRow>(
    kernel.store,
    why,
    { sql: `SELECT * FROM consents WHERE ${wanted.sql} ORDER BY id`, params: wanted.params },
    tx,
  )
  const [given, had] = [latestOf(kernel, rows, from), latestOf(kernel, rows, to)]
  const carried = []
  for (const [purpose, line] of given) {
    const own = had.get(purpose)
    if (own && (own.id > line.id || own.action === line.action)) continue
    const evidence = line.evidence === null ? undefined : (JSON.parse(line.evidence) as string[])
    const { text_version: textVersion, action, channel, place_path: placePath } = line
    const note = '随档案合并带入'
    await addLine(
      kernel,
      { userId: line.user_id, personId: to, purpose, textVersion, action, channel, evidence, note, recordedBy: by, placePath },
      tx,
    )
    carried.push({ purpose, before: own?.action ?? null, action })
  }
  return carried
}

/** Takes back what a merge added, by lines that say so; a purpose about which something was said since is left alone. */
export async function returnConsents(
  kernel: Kernel,
  { to, by, carried }: { readonly to: string; readonly by: string; readonly carried: Awaited<ReturnType<typeof carryConsents>> },
  tx: Tx,
): Promise<void> {
  if (carried.length === 0) return
  const rows = await unscoped<ConsentRow>(
    kernel.store,
    why,
    { sql: 'SELECT * FROM consents WHERE person_id = ? ORDER BY id', params: [to] },
    tx,
  )
  const now = latestOf(kernel, rows, to)
  for (const { purpose, before, action } of carried) {
    const line = now.get(purpose)
    if (!line || line.action !== action) continue
    const { text_version: textVersion, channel, place_path: placePath } = line
    const undone = { userId: null, personId: to, purpose, textVersion, action: before ?? 'withdrawn', channel } as const
    await addLine(kernel, { ...undone, note: '撤销档案合并', recordedBy: by, placePath }, tx)
  }
}

/** What a file of a person needs a consent for, field by field. */
export const consentForFields: Readonly<Record<string, string>> = {
  face: 'face',
  ...Object.fromEntries((personArchive.groups.find(({ name }) => name === 'health')?.fields ?? []).map((field) => [field, 'health'])),
}
