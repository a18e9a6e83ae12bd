import type { Kernel } from '../kernel.ts'
import { insertOnce } from '../store/insert-once.ts'
import type { Tx } from '../store/store.ts'

const lockMs = 15 * 60_000
const hour = 3_600_000
/** From everywhere together, however many addresses an attacker has. */
const guessesPerHour = 20

interface Attempt {
  readonly account: string
  readonly ip: string
  /** A device this account signed in from before; it has a counter of its own that strangers cannot fill. */
  readonly device: string | null
  readonly userId: string | null
  readonly maxFailures: number
}

interface Counter {
  readonly id: string
  readonly max: number
  readonly windowMs: number
}

function countersOf(kernel: Kernel, attempt: Attempt): Counter[] {
  const key = (...parts: string[]) => kernel.crypto.sm3(JSON.stringify(parts)).toString('hex')
  if (attempt.device !== null) return [{ id: key('device', attempt.account, attempt.device), max: attempt.maxFailures, windowMs: lockMs }]
  return [
    { id: key('source', attempt.account, attempt.ip), max: attempt.maxFailures, windowMs: lockMs },
    { id: key('account', attempt.account), max: guessesPerHour, windowMs: hour },
  ]
}

/**
 * Counts an attempt as failed before the password is looked at, so that a thousand parallel guesses count as a
 * thousand. Returns until when the door is shut, or undefined when the guess may be made. Single statements do
 * it: in a transaction, guesses that arrive together would wait for each other crosswise.
 */
export async function beginAttempt(kernel: Kernel, attempt: Attempt): Promise<number | undefined> {
  for (const counter of countersOf(kernel, attempt)) {
    const until = await count(kernel, counter, attempt.userId)
    if (until !== undefined) return until
  }
  return undefined
}

async function count(kernel: Kernel, { id, max, windowMs }: Counter, userId: string | null): Promise<number | undefined> {
  const { store, clock } = kernel
  const now = clock.now()
  const known = await store.rows('SELECT id FROM sign_in_failures WHERE id = ?', [id])
  if (known.length === 0)
    await insertOnce(store, 'sign_in_failures', { id, failures: 0, window_at: now, locked_until_at: 0, user_id: userId })
  await store.run(
    'UPDATE sign_in_failures SET failures = 0, window_at = ?, locked_until_at = 0 WHERE id = ? AND locked_until_at <= ? AND (window_at <= ? OR failures >= ?)',
    [now, id, now, now - windowMs, max],
  )
  // The lock is set before the count: MySQL reads the new count in what follows it.
  const counted = await store.run(
    'UPDATE sign_in_failures SET locked_until_at = CASE WHEN failures + 1 >= ? THEN ? ELSE locked_until_at END, failures = failures + 1 WHERE id = ? AND locked_until_at <= ?',
    [max, now + Math.max(lockMs, windowMs === hour ? hour : 0), id, now],
  )
  if (counted === 1) return undefined
  const [row] = await store.rows<{ locked_until_at: number }>('SELECT locked_until_at FROM sign_in_failures WHERE id = ?', [id])
  return row?.locked_until_at ?? now + lockMs
}

/** The guess was right: this source starts anew, and the account has one guess fewer against it. */
export async function forgiveAttempt(kernel: Kernel, attempt: Attempt, tx: Tx): Promise<void> {
  const [own, all] = countersOf(kernel, attempt)
  if (own) await kernel.store.run('DELETE FROM sign_in_failures WHERE id = ?', [own.id], tx)
  if (all)
    await kernel.store.run(
      'UPDATE sign_in_failures SET locked_until_at = 0, failures = failures - 1 WHERE id = ? AND failures > 0',
      [all.id],
      tx,
    )
}

/** An administrator lets the person try again at once. */
export const clearFailures = (kernel: Kernel, userId: string, tx: Tx): Promise<number> =>
  kernel.store.run('DELETE FROM sign_in_failures WHERE user_id = ?', [userId], tx)

export async function lockedUntil(kernel: Kernel, userIds: readonly string[], tx?: Tx): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map()
  const rows = await kernel.store.rows<{ user_id: string; until: number }>(
    `SELECT user_id, MAX(locked_until_at) AS until FROM sign_in_failures
     WHERE locked_until_at > ? AND user_id IN (${userIds.map(() => '?').join(', ')}) GROUP BY user_id`,
    [kernel.clock.now(), ...userIds],
    tx,
  )
  return new Map(rows.map((row) => [row.user_id, row.until]))
}
