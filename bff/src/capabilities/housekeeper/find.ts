import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition } from '../../kernel/store/condition.ts'
import { reach, scopedRows, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { servedBy } from './keepers.ts'
import type { Reader } from './present.ts'
import { type TalkRow, talkColumns } from './row.ts'

/** Conversations under one's places that one answers: one's own, and those of whom one stands in for. */
export async function answeredBy(
  kernel: Kernel,
  scope: Scope,
  userId: string,
  now: number,
  tx?: Tx,
): Promise<{ condition: Condition; serves: string[] }> {
  const serves = await servedBy(kernel, userId, now, tx)
  const [within, mine] = [reach(scope, talkColumns), among('keeper_id', serves)]
  return { condition: { sql: `${within.sql} AND ${mine.sql}`, params: [...within.params, ...mine.params] }, serves }
}

/** A conversation that this housekeeper answers; to everybody else it does not exist. */
export async function talkToAnswer(kernel: Kernel, scope: Scope, id: string, userId: string, now: number, tx?: Tx) {
  const { condition, serves } = await answeredBy(kernel, scope, userId, now, tx)
  const statement = { sql: `SELECT * FROM housekeeper_talks WHERE id = ? AND ${condition.sql}`, params: [id, ...condition.params] }
  const [row] = await scopedRows<TalkRow>(kernel.store, scope, 'housekeeper_talks', statement, tx)
  if (!row) throw refuse('not-found')
  return { row, serves }
}

/** A conversation for one of its two sides: who writes there, and who answers there today. */
export async function talkToRead(kernel: Kernel, principal: Principal, id: string, now: number): Promise<{ row: TalkRow; reader: Reader }> {
  const why = 'a conversation is looked up before it is known whose it is'
  const statement = { sql: 'SELECT * FROM housekeeper_talks WHERE id = ?', params: [id] }
  const [row] = await unscoped<TalkRow>(kernel.store, why, statement)
  if (!row) throw refuse('not-found')
  if (row.resident_id === principal.id) return { row, reader: { id: principal.id, now, serves: [] } }
  if (!principal.permissions.has('housekeeper.serve')) throw refuse('not-found')
  const found = await talkToAnswer(kernel, scopeWith(principal, 'housekeeper.serve', 'place'), id, principal.id, now)
  return { row: found.row, reader: { id: principal.id, now, serves: found.serves } }
}

/** Whether somebody who holds the id of a photo may see the conversation that it belongs to. */
export const mayReadTalk = (kernel: Kernel, principal: Principal, id: string): Promise<boolean> =>
  talkToRead(kernel, principal, id, kernel.clock.now()).then(
    () => true,
    () => false,
  )
