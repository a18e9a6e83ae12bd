import { createPasswords, type Passwords } from '../crypto/passwords.ts'
import { refuse } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'
import type { UserRow } from './accounts.ts'
import { type PasswordProfile, passwordFaults, passwordProfiles } from './password-policy.ts'

const made = new WeakMap<Kernel, Passwords>()

/** One hasher per kernel, so that its limit on parallel work holds. */
export function passwordsOf(kernel: Kernel): Passwords {
  const known = made.get(kernel) ?? createPasswords(kernel.crypto, kernel.random, kernel.config.LIREN_PASSWORD_ROUNDS)
  made.set(kernel, known)
  return known
}

export const profileOf = (kernel: Kernel): PasswordProfile => passwordProfiles[kernel.config.LIREN_PASSWORD_PROFILE]

/** A stolen hash pasted into another account's row is worth nothing: the account is part of what is hashed. */
export const bound = (userId: string, password: string): string => `${userId}:${password}`

const day = 86_400_000

export function passwordExpiresAt(kernel: Kernel, row: Pick<UserRow, 'password_hash' | 'password_changed_at'>): number | null {
  const { maxAgeDays } = profileOf(kernel)
  if (row.password_hash === null || row.password_changed_at === null || maxAgeDays === null) return null
  return row.password_changed_at + maxAgeDays * day
}

export const mustChangePassword = (kernel: Kernel, row: UserRow, now: number): boolean => {
  if (row.password_hash === null) return false
  const expiresAt = passwordExpiresAt(kernel, row)
  return row.must_change_password === 1 || (expiresAt !== null && now >= expiresAt)
}

/** Refuses a password that the policy does not like, naming all reasons; returns the hash of one that it does. */
export async function hashNew(
  kernel: Kernel,
  password: string,
  person: { id: string; account: string | null; name: string; phone: string | null },
  path: string,
): Promise<string> {
  const faults = passwordFaults(password, person, profileOf(kernel))
  if (faults.length > 0) throw refuse('request.invalid', { faults: faults.map((fault) => ({ path, ...fault })) })
  return passwordsOf(kernel).hash(bound(person.id, password))
}

/** Whether the password is one of those this person had lately. Slow; not for inside a transaction. */
export async function wasUsed(kernel: Kernel, row: Pick<UserRow, 'id' | 'password_hash'>, password: string): Promise<boolean> {
  const { history } = profileOf(kernel)
  const earlier = await kernel.store.rows<{ password_hash: string }>(
    `SELECT password_hash FROM password_history WHERE user_id = ? ORDER BY id DESC LIMIT ${history}`,
    [row.id],
  )
  const hashes = new Set([row.password_hash, ...earlier.map(({ password_hash }) => password_hash)])
  for (const hash of [...hashes].filter((hash) => hash !== null).slice(0, history))
    if ((await passwordsOf(kernel).verify(bound(row.id, password), hash)) !== 'wrong') return true
  return false
}

/** Remembers the password that is being replaced, and forgets those too old to matter. */
export async function rememberPassword(kernel: Kernel, row: Pick<UserRow, 'id' | 'password_hash'>, tx: Tx): Promise<void> {
  if (row.password_hash === null) return
  await kernel.store.run(
    'INSERT INTO password_history (id, user_id, password_hash, created_at) VALUES (?, ?, ?, ?)',
    [kernel.ids.next(), row.id, row.password_hash, kernel.clock.now()],
    tx,
  )
  const kept = await kernel.store.rows<{ id: string }>(
    'SELECT id FROM password_history WHERE user_id = ? ORDER BY id DESC LIMIT 10',
    [row.id],
    tx,
  )
  const oldest = kept.at(-1)
  if (kept.length === 10 && oldest)
    await kernel.store.run('DELETE FROM password_history WHERE user_id = ? AND id < ?', [row.id, oldest.id], tx)
}
