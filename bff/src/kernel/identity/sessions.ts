import type { End } from '@liren/contract'
import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'
import type { UserRow } from './accounts.ts'
import { announce } from './announce.ts'
import { insert } from './sql.ts'

export interface SessionRow {
  readonly id: string
  readonly user_id: string
  readonly token_hash: string
  readonly client: 'browser' | 'bearer'
  readonly device: string
  readonly ip: string
  readonly method: SignInMethod
  readonly at_end: End
  readonly place_id: string | null
  readonly created_at: number
  readonly last_seen_at: number
  readonly expires_at: number
  readonly has_second_factor: number
  readonly stepped_up_at: number | null
  readonly closed_at: number | null
  readonly close_reason: string | null
}

export type SignInMethod = 'password' | 'wechat' | 'sms' | 'demo' | 'government'

/** A code on a telephone, or somebody else's word, opens one's own affairs, not the back office. */
export const mayAdminister = (method: SignInMethod): boolean => method === 'password' || method === 'demo'

const day = 86_400_000
/** However busy it is kept, a session ends. */
export const lifetime = { browser: day, bearer: 60 * day }

export interface Arrival {
  readonly client: 'browser' | 'bearer'
  readonly device: string
  readonly ip: string
  readonly method: SignInMethod
  readonly end: End
}

/** 256 bits of chance; only its hash is kept. */
export function newToken(kernel: Kernel): { token: string; hash: string } {
  const token = kernel.random.bytes(32).toString('base64url')
  return { token, hash: tokenHash(kernel, token) }
}

export const tokenHash = (kernel: Kernel, token: string): string => kernel.crypto.sm3(token).toString('hex')

/** Opens a session and says its token, once. */
export async function openSession(
  kernel: Kernel,
  user: Pick<UserRow, 'id' | 'has_second_factor'>,
  arrival: Arrival,
  tx: Tx,
): Promise<{ token: string; session: SessionRow }> {
  const now = kernel.clock.now()
  const { token, hash } = newToken(kernel)
  const session: SessionRow = {
    id: kernel.ids.next(),
    user_id: user.id,
    token_hash: hash,
    client: arrival.client,
    device: arrival.device,
    ip: arrival.ip,
    method: arrival.method,
    at_end: arrival.end,
    place_id: null,
    created_at: now,
    last_seen_at: now,
    expires_at: now + lifetime[arrival.client],
    has_second_factor: 0,
    // Whoever has just given the password need not give it again, unless there is a better proof to ask for.
    stepped_up_at: provesPresence(arrival.method) && user.has_second_factor === 0 ? now : null,
    closed_at: null,
    close_reason: null,
  }
  await insert(kernel.store, 'sessions', { ...session }, tx)
  await kernel.store.run('UPDATE users SET last_sign_in_at = ?, last_end = ? WHERE id = ?', [now, arrival.end, user.id], tx)
  return { token, session }
}

const provesPresence = (method: SignInMethod) => method === 'password' || method === 'demo'

/** Ends sessions of a person; every process forgets them. */
export async function closeSessions(
  kernel: Kernel,
  userId: string,
  reason: string,
  which: { only?: string; except?: string | null },
  tx: Tx,
): Promise<number> {
  const [narrow, params] = which.only ? [' AND id = ?', [which.only]] : which.except ? [' AND id <> ?', [which.except]] : ['', []]
  const count = await kernel.store.run(
    `UPDATE sessions SET closed_at = ?, close_reason = ? WHERE user_id = ? AND closed_at IS NULL${narrow}`,
    [kernel.clock.now(), reason, userId, ...params],
    tx,
  )
  announce(kernel, userId, tx)
  return count
}

/** Sessions that would be let in now. */
export async function liveSessions(kernel: Kernel, user: Pick<UserRow, 'id' | 'idle_minutes'>): Promise<SessionRow[]> {
  const now = kernel.clock.now()
  return kernel.store.rows<SessionRow>(
    'SELECT * FROM sessions WHERE user_id = ? AND closed_at IS NULL AND expires_at > ? AND last_seen_at > ? ORDER BY id DESC LIMIT 100',
    [user.id, now, now - user.idle_minutes * 60_000],
  )
}
