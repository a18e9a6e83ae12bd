import { sessionErrors } from '@liren/contract/capabilities/session'
import { AppError, refuse, refuseWith } from '../../kernel/errors.ts'
import { accountById, type UserRow } from '../../kernel/identity/accounts.ts'
import { insert, marks } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { assertOpen } from './arrive.ts'
import { accountOfPhone } from './residents.ts'

const ticketMs = 5 * 60_000
const codeMs = 10 * 60_000
const identities = { table: 'wechat_identities', column: 'open_id_sealed' }

interface Body {
  readonly code?: string | undefined
  readonly ticket?: string | undefined
  readonly phoneCode?: string | undefined
}

export interface WechatProof {
  readonly openId: string
  readonly ticketId: string | null
  readonly phone: string | null
}

/** Asks WeChat who this is, before any transaction. A code that was handed in once is not asked about again. */
export async function proveWechat(kernel: Kernel, body: Body): Promise<WechatProof> {
  if ((body.code === undefined) === (body.ticket === undefined))
    throw refuse('request.invalid', { faults: [{ path: 'body.code', zh: '登录码与凭据二选一', en: 'Either the code or the ticket' }] })
  const known = body.ticket === undefined ? undefined : await readTicket(kernel, body.ticket)
  const openId =
    known?.openId ?? (await once(kernel, body.code as string, async (code) => (await kernel.wechat.codeToSession(code)).openId))
  const { phoneCode } = body
  const phone =
    phoneCode === undefined ? null : await once(kernel, phoneCode, async (code) => (await kernel.wechat.phoneNumber(code)).phone)
  return { openId, ticketId: known?.id ?? null, phone: phone === null ? null : bare(phone) }
}

const bare = (phone: string) => phone.replace(/^\+?86/, '').replace(/\D/g, '')

async function once<T>(kernel: Kernel, code: string, ask: (code: string) => Promise<T>): Promise<T> {
  const id = kernel.crypto.sm3(`wechat:${code}`).toString('hex')
  if (!(await insertOnce(kernel.store, 'used_codes', { id, expires_at: kernel.clock.now() + codeMs })))
    throw refuseWith(sessionErrors, 'session.wechat-refused')
  try {
    return await ask(code)
  } catch (error) {
    if (error instanceof AppError && error.status >= 500) throw error
    kernel.log.info({ err: error }, 'WeChat did not accept a code')
    throw refuseWith(sessionErrors, 'session.wechat-refused')
  }
}

const ticketId = (kernel: Kernel, ticket: string) => kernel.crypto.sm3(ticket).toString('hex')

/** Remembers a WeChat identity for the few minutes in which its owner looks for a phone number. */
export async function giveTicket(kernel: Kernel, openId: string, tx: Tx): Promise<string> {
  const ticket = kernel.random.bytes(32).toString('base64url')
  const id = ticketId(kernel, ticket)
  const open_id_sealed = kernel.sealer.seal(openId, { table: 'wechat_tickets', column: 'open_id_sealed', row: id })
  await insert(kernel.store, 'wechat_tickets', { id, open_id_sealed, expires_at: kernel.clock.now() + ticketMs }, tx)
  return ticket
}

export async function readTicket(kernel: Kernel, ticket: string): Promise<{ id: string; openId: string }> {
  const id = ticketId(kernel, ticket)
  const [row] = await kernel.store.rows<{ open_id_sealed: string }>(
    'SELECT open_id_sealed FROM wechat_tickets WHERE id = ? AND used_at IS NULL AND expires_at > ?',
    [id, kernel.clock.now()],
  )
  if (!row) throw refuseWith(sessionErrors, 'session.wechat-refused')
  return { id, openId: kernel.sealer.open(row.open_id_sealed, { table: 'wechat_tickets', column: 'open_id_sealed', row: id }) }
}

export async function spendTicket(kernel: Kernel, id: string, tx: Tx): Promise<void> {
  const sql = 'UPDATE wechat_tickets SET used_at = ? WHERE id = ? AND used_at IS NULL'
  if ((await kernel.store.run(sql, [kernel.clock.now(), id], tx)) !== 1) throw refuseWith(sessionErrors, 'session.wechat-refused')
}

/** The account of a proven WeChat identity; undefined when a phone number is still needed to find or make it. */
export async function accountOfWechat(kernel: Kernel, proof: WechatProof, tx: Tx): Promise<UserRow | undefined> {
  const indexes = kernel.sealer.blindIndexes(proof.openId, identities)
  const [known] = await kernel.store.rows<{ user_id: string }>(
    `SELECT user_id FROM wechat_identities WHERE open_id_index IN (${marks(indexes)})`,
    indexes,
    tx,
  )
  if (known) {
    const row = await accountById(kernel, known.user_id, tx)
    if (!row) throw refuseWith(sessionErrors, 'session.wechat-refused')
    assertOpen(kernel, row)
    return row
  }
  if (proof.phone === null) return undefined
  const user = await accountOfPhone(kernel, proof.phone, tx)
  await bindWechat(kernel, user, proof, tx)
  return user
}

/** One person, one WeChat: a second one is refused, not silently exchanged. */
export async function bindWechat(kernel: Kernel, user: UserRow, proof: Pick<WechatProof, 'openId' | 'ticketId'>, tx: Tx): Promise<void> {
  const id = kernel.ids.next()
  const bound = await insertOnce(
    kernel.store,
    'wechat_identities',
    {
      id,
      open_id_index: kernel.sealer.blindIndex(proof.openId, identities),
      open_id_sealed: kernel.sealer.seal(proof.openId, { ...identities, row: id }),
      user_id: user.id,
      created_at: kernel.clock.now(),
    },
    tx,
  )
  if (!bound) throw refuseWith(sessionErrors, 'session.wechat-taken')
  if (proof.ticketId !== null) await spendTicket(kernel, proof.ticketId, tx)
}
