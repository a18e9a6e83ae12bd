import { sessionErrors } from '@liren/contract/capabilities/session'
import { refuseWith } from '../../kernel/errors.ts'
import type { PrepareContext } from '../../kernel/http/route.ts'
import { phoneIndex, phoneIndexes } from '../../kernel/identity/accounts.ts'
import { insert, marks } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

const validMs = 5 * 60_000
const tries = 5
const againAfter = 60

/** Each phone and each address may ask for so many in so many seconds: messages cost money and patience. */
const quotas = {
  phone: [
    { points: 1, seconds: againAfter },
    { points: 5, seconds: 3600 },
    { points: 10, seconds: 86_400 },
  ],
  ip: [{ points: 30, seconds: 3600 }],
} as const

interface CodeRow {
  readonly id: string
  readonly code_hash: string
}

/** Numbers of the 100-0000 range belong to nobody and exist in demonstrations only. */
export function assertReachable(kernel: Kernel, phone: string): void {
  if (/^10/.test(phone) && !kernel.config.LIREN_DEMO) throw refuseWith(sessionErrors, 'session.phone-refused')
}

/** Sends a code. The answer is the same whether anybody has this number or not. */
export async function sendCode(kernel: Kernel, ctx: PrepareContext, phone: string): Promise<{ againAfter: number; validFor: number }> {
  assertReachable(kernel, phone)
  const index = phoneIndex(kernel, phone)
  for (const [bucket, rules] of [
    [`sms:ip:${ctx.ip}`, quotas.ip],
    [`sms:phone:${index}`, quotas.phone],
  ] as const)
    for (const { points, seconds } of rules) {
      const taken = await kernel.limiter.take(`${bucket}:${seconds}`, points, seconds)
      if (!taken.allowed) throw refuseWith(sessionErrors, 'session.code-quota', { retryAfter: taken.retryAfter })
    }
  const id = kernel.ids.next()
  const code = String(kernel.random.int(1_000_000)).padStart(6, '0')
  const now = kernel.clock.now()
  await kernel.store.tx((tx) =>
    insert(
      kernel.store,
      'sms_codes',
      { id, phone_index: index, code_hash: hashOf(kernel, id, code), expires_at: now + validMs, created_at: now },
      tx,
    ),
  )
  try {
    await kernel.sms.send({ phone, template: 'sign-in', params: { code, minutes: String(validMs / 60_000) } })
  } catch (error) {
    kernel.log.warn({ err: error }, 'a sign-in code could not be sent')
    throw refuseWith(sessionErrors, 'session.code-unsent', { retryAfter: againAfter })
  }
  return { againAfter, validFor: validMs / 1000 }
}

/** Keyed, because a million codes are soon tried against a plain hash. */
const hashOf = (kernel: Kernel, id: string, code: string) =>
  kernel.sealer.blindIndex(`${id}:${code}`, { table: 'sms_codes', column: 'code_hash' })

/** Counts a try, then compares; the newest code is the only one that counts. Returns what must be spent. */
export async function tryCode(kernel: Kernel, phone: string, code: string): Promise<string> {
  assertReachable(kernel, phone)
  const indexes = phoneIndexes(kernel, phone)
  const [row] = await kernel.store.rows<CodeRow>(
    `SELECT id, code_hash FROM sms_codes WHERE phone_index IN (${marks(indexes)}) ORDER BY id DESC LIMIT 1`,
    indexes,
  )
  const counted =
    row !== undefined &&
    (await kernel.store.run('UPDATE sms_codes SET tries = tries + 1 WHERE id = ? AND tries < ? AND used_at IS NULL AND expires_at > ?', [
      row.id,
      tries,
      kernel.clock.now(),
    ])) === 1
  const given = Buffer.from(hashOf(kernel, row?.id ?? '', code))
  if (!row || !counted || !kernel.crypto.equal(given, Buffer.from(row.code_hash))) throw refuseWith(sessionErrors, 'session.code-wrong')
  return row.id
}

/** A code opens one session, however many ask at the same moment. */
export async function spendCode(kernel: Kernel, id: string, tx: Tx): Promise<void> {
  const spent = await kernel.store.run('UPDATE sms_codes SET used_at = ? WHERE id = ? AND used_at IS NULL', [kernel.clock.now(), id], tx)
  if (spent !== 1) throw refuseWith(sessionErrors, 'session.code-wrong')
}
