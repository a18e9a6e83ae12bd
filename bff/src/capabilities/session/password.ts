import type { BodyOf } from '@liren/contract'
import { type session as contract, sessionErrors } from '@liren/contract/capabilities/session'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { PrepareContext, RequestContext } from '../../kernel/http/route.ts'
import {
  accountById,
  assertIntact,
  findAccount,
  nameOf,
  phoneOf,
  type UserRow,
  updateAccount,
  usualFailures,
} from '../../kernel/identity/accounts.ts'
import { beginAttempt, forgiveAttempt } from '../../kernel/identity/failures.ts'
import { bound, hashNew, passwordsOf, rememberPassword, wasUsed } from '../../kernel/identity/passwords.ts'
import { closeSessions } from '../../kernel/identity/sessions.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { assertOpen } from './arrive.ts'

type Attempt = Parameters<typeof beginAttempt>[1]

export interface Proven {
  readonly row: UserRow
  readonly attempt: Attempt
  /** The password under today's number of rounds, when it was kept with fewer. */
  readonly rehashed: string | undefined
}

/**
 * Checks account and password. An account that does not exist takes the same time, counts the same failures and gets
 * the same answer as a wrong password.
 */
export async function provePassword(kernel: Kernel, ctx: PrepareContext, body: BodyOf<typeof contract.endpoints.signIn>): Promise<Proven> {
  const account = body.account.trim().toLowerCase()
  const row = await findAccount(kernel, 'account = ?', [account])
  const known = row && body.deviceKey !== undefined && (await isKnownDevice(kernel, row.id, body.deviceKey))
  const attempt: Attempt = {
    account,
    ip: ctx.ip,
    device: known ? (body.deviceKey as string) : null,
    userId: row?.id ?? null,
    maxFailures: row?.max_failures ?? usualFailures,
  }
  if (row) ctx.audit({ subject: 'user', subjectId: row.id, placePath: row.place_path })
  await begin(kernel, attempt)
  const verdict = await verify(kernel, row, body.password)
  if (!row || verdict === 'wrong') throw refuseWith(sessionErrors, 'session.failed')
  assertIntact(kernel, row)
  assertOpen(kernel, row)
  return { row, attempt, rehashed: verdict === 'stale' ? await passwordsOf(kernel).hash(bound(row.id, body.password)) : undefined }
}

async function begin(kernel: Kernel, attempt: Attempt): Promise<void> {
  const until = await beginAttempt(kernel, attempt)
  if (until !== undefined)
    throw refuseWith(sessionErrors, 'session.locked', { retryAfter: Math.max(1, Math.ceil((until - kernel.clock.now()) / 1000)) })
}

const verify = (kernel: Kernel, row: UserRow | undefined, password: string) =>
  row?.password_hash ? passwordsOf(kernel).verify(bound(row.id, password), row.password_hash) : passwordsOf(kernel).verifyNothing(password)

/** In the transaction: the account may have been closed, or its password changed, while the hash was being computed. */
export async function confirmProven(
  kernel: Kernel,
  { row, attempt, rehashed }: Proven,
  deviceKey: string | undefined,
  tx: Tx,
): Promise<UserRow> {
  const now = await accountById(kernel, row.id, tx)
  if (!now || now.password_hash !== row.password_hash) throw refuseWith(sessionErrors, 'session.failed')
  assertOpen(kernel, now)
  await forgiveAttempt(kernel, attempt, tx)
  if (deviceKey !== undefined) await rememberDevice(kernel, row.id, deviceKey, tx)
  return rehashed === undefined ? now : updateAccount(kernel, now, { password_hash: rehashed }, tx)
}

const deviceId = (kernel: Kernel, userId: string, key: string) => kernel.crypto.sm3(JSON.stringify([userId, key])).toString('hex')
const rememberedMs = 180 * 86_400_000

async function isKnownDevice(kernel: Kernel, userId: string, key: string): Promise<boolean> {
  const rows = await kernel.store.rows('SELECT id FROM known_devices WHERE id = ? AND used_at > ?', [
    deviceId(kernel, userId, key),
    kernel.clock.now() - rememberedMs,
  ])
  return rows.length > 0
}

async function rememberDevice(kernel: Kernel, userId: string, key: string, tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  const id = deviceId(kernel, userId, key)
  const made = await insertOnce(kernel.store, 'known_devices', { id, user_id: userId, created_at: now, used_at: now }, tx)
  if (!made) await kernel.store.run('UPDATE known_devices SET used_at = ? WHERE id = ?', [now, id], tx)
}

/** Guesses at the password or a code of somebody who is signed in are counted like those at the door. */
export async function beginProof(kernel: Kernel, row: UserRow, ip: string, what: string): Promise<Attempt> {
  const attempt: Attempt = { account: `${what}:${row.id}`, ip, device: null, userId: row.id, maxFailures: row.max_failures }
  await begin(kernel, attempt)
  return attempt
}

export interface NewPassword {
  readonly row: UserRow
  readonly attempt: Attempt
  readonly hash: string
}

/** Judges a change of password: the current one, the policy, and the last few. */
export async function preparePassword(
  kernel: Kernel,
  ctx: PrepareContext,
  { current, next }: { current: string; next: string },
): Promise<NewPassword> {
  const row = await accountById(kernel, ctx.principal.id)
  if (!row) throw refuse('identity.expired')
  const attempt = await beginProof(kernel, row, ctx.ip, 'password')
  if ((await verify(kernel, row, current)) === 'wrong') throw refuseWith(sessionErrors, 'session.password-wrong')
  const person = { id: row.id, account: row.account, name: nameOf(kernel, row), phone: phoneOf(kernel, row) }
  const hash = await hashNew(kernel, next, person, 'body.next')
  if (await wasUsed(kernel, row, next))
    throw refuse('request.invalid', { faults: [{ path: 'body.next', zh: '不能使用最近用过的口令', en: 'This password was used lately' }] })
  return { row, attempt, hash }
}

/** Writes the new password; every other session has to sign in with it. */
export async function changePassword(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'tx' | 'principal'>,
  { row, attempt, hash }: NewPassword,
): Promise<void> {
  await forgiveAttempt(kernel, attempt, ctx.tx)
  await rememberPassword(kernel, row, ctx.tx)
  await updateAccount(kernel, row, { password_hash: hash, password_changed_at: kernel.clock.now(), must_change_password: 0 }, ctx.tx)
  await closeSessions(kernel, row.id, 'password-changed', { except: ctx.principal.sessionId }, ctx.tx)
}

export { verify as verifyPassword }
