import { sessionErrors } from '@liren/contract/capabilities/session'
import { newTotpSecret, toBase32, totpCounter, totpUri } from '../../kernel/crypto/totp.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { PrepareContext, RequestContext } from '../../kernel/http/route.ts'
import { accountById, sealTotp, totpSecretOf, type UserRow, updateAccount } from '../../kernel/identity/accounts.ts'
import { announce } from '../../kernel/identity/announce.ts'
import { forgiveAttempt } from '../../kernel/identity/failures.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { beginProof, verifyPassword } from './password.ts'

const issuer = 'Liren'
const recoveryCodes = 8
const letters = '23456789abcdefghjkmnpqrstuvwxyz'

type Asking = Pick<RequestContext, 'tx' | 'principal'>
type Attempt = Awaited<ReturnType<typeof beginProof>>

const self = async (kernel: Kernel, id: string, tx?: Tx): Promise<UserRow> => {
  const row = await accountById(kernel, id, tx)
  if (!row) throw refuse('identity.expired')
  return row
}

/** A new secret, of no effect until a code made from it comes back. */
export async function enrol(kernel: Kernel, ctx: Asking): Promise<{ secret: string; uri: string }> {
  const row = await self(kernel, ctx.principal.id, ctx.tx)
  if (row.has_second_factor === 1) throw refuseWith(sessionErrors, 'session.second-factor-set')
  const secret = newTotpSecret(kernel.random)
  await updateAccount(kernel, row, { totp_sealed: sealTotp(kernel, row.id, secret), totp_counter: 0 }, ctx.tx)
  return { secret: toBase32(secret), uri: totpUri(secret, row.account ?? row.id, issuer) }
}

export async function beginFactor(kernel: Kernel, ctx: PrepareContext): Promise<Attempt> {
  return beginProof(kernel, await self(kernel, ctx.principal.id), ctx.ip, 'factor')
}

/** The first code proves that the app has the secret. From now on it is asked for; the recovery codes are said once. */
export async function confirm(kernel: Kernel, ctx: Asking, code: string, attempt: Attempt): Promise<{ recoveryCodes: string[] }> {
  const row = await self(kernel, ctx.principal.id, ctx.tx)
  if (row.has_second_factor === 1) throw refuseWith(sessionErrors, 'session.second-factor-set')
  await spendTotp(kernel, row, code, ctx.tx)
  await updateAccount(kernel, row, { has_second_factor: 1 }, ctx.tx)
  await kernel.store.run('DELETE FROM recovery_codes WHERE user_id = ?', [row.id], ctx.tx)
  const codes = Array.from({ length: recoveryCodes }, () => `${word(kernel)}-${word(kernel)}`)
  for (const recovery of codes) {
    const id = kernel.ids.next()
    await insert(kernel.store, 'recovery_codes', { id, user_id: row.id, code_hash: recoveryHash(kernel, row.id, recovery) }, ctx.tx)
  }
  await forgiveAttempt(kernel, attempt, ctx.tx)
  await markSession(kernel, ctx, true)
  return { recoveryCodes: codes }
}

const word = (kernel: Kernel) => Array.from({ length: 4 }, () => letters[kernel.random.int(letters.length)]).join('')

const recoveryHash = (kernel: Kernel, userId: string, code: string) =>
  kernel.sealer.blindIndex(`${userId}:${code}`, { table: 'recovery_codes', column: 'code_hash' })

/** Each time step opens once: the counter only goes up, and only one of two parallel requests moves it. */
async function spendTotp(kernel: Kernel, row: UserRow, code: string, tx: Tx): Promise<void> {
  const secret = totpSecretOf(kernel, row)
  const counter = secret === null ? undefined : totpCounter(secret, code, kernel.clock.now(), row.totp_counter)
  if (counter === undefined) throw refuseWith(sessionErrors, 'session.code-wrong')
  const moved = await kernel.store.run(
    'UPDATE users SET totp_counter = ? WHERE id = ? AND totp_counter < ?',
    [counter, row.id, counter],
    tx,
  )
  if (moved !== 1) throw refuseWith(sessionErrors, 'session.code-wrong')
}

async function spendRecovery(kernel: Kernel, row: UserRow, code: string, tx: Tx): Promise<void> {
  const sql = 'UPDATE recovery_codes SET used_at = ? WHERE user_id = ? AND code_hash = ? AND used_at IS NULL'
  if ((await kernel.store.run(sql, [kernel.clock.now(), row.id, recoveryHash(kernel, row.id, code)], tx)) !== 1)
    throw refuseWith(sessionErrors, 'session.code-wrong')
}

interface Proof {
  readonly code?: string | undefined
  readonly password?: string | undefined
}

/** Before the transaction: counts the try, and looks at the password where that is the proof. */
export async function beginStepUp(kernel: Kernel, ctx: PrepareContext, proof: Proof): Promise<{ attempt: Attempt; byPassword: boolean }> {
  const row = await self(kernel, ctx.principal.id)
  const attempt = await beginProof(kernel, row, ctx.ip, 'factor')
  const byPassword = row.has_second_factor === 0
  if (byPassword && (proof.password === undefined || (await verifyPassword(kernel, row, proof.password)) === 'wrong'))
    throw refuseWith(sessionErrors, 'session.failed')
  return { attempt, byPassword }
}

export async function stepUp(kernel: Kernel, ctx: Asking, proof: Proof, begun: { attempt: Attempt; byPassword: boolean }): Promise<void> {
  const row = await self(kernel, ctx.principal.id, ctx.tx)
  if (!begun.byPassword || row.has_second_factor === 1) {
    const code = proof.code ?? ''
    await (code.includes('-') ? spendRecovery(kernel, row, code, ctx.tx) : spendTotp(kernel, row, code, ctx.tx))
  }
  await forgiveAttempt(kernel, begun.attempt, ctx.tx)
  await markSession(kernel, ctx, row.has_second_factor === 1)
}

async function markSession(kernel: Kernel, ctx: Asking, byFactor: boolean): Promise<void> {
  const factor = byFactor ? ', has_second_factor = 1' : ''
  await kernel.store.run(
    `UPDATE sessions SET stepped_up_at = ?${factor} WHERE id = ?`,
    [kernel.clock.now(), ctx.principal.sessionId],
    ctx.tx,
  )
  announce(kernel, ctx.principal.id, ctx.tx)
}
