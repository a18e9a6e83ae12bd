import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { Authenticator } from '../http/pipeline.ts'
import type { Principal } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import type { LiveIdentity } from '../live/identity.ts'
import { unscoped } from '../store/scope.ts'
import { isStoreError } from '../store/store-error.ts'
import { type Access, loadAccess, nextChange } from './access.ts'
import { accountById, nameOf, type UserRow } from './accounts.ts'
import { onIdentityChange } from './announce.ts'
import { isBarred } from './demo-guard.ts'
import { isIntact } from './guard.ts'
import { mustChangePassword } from './passwords.ts'
import { entitlementOf, nobody } from './principal.ts'
import { secondFactorState } from './second-factor.ts'
import { type SessionRow, tokenHash } from './sessions.ts'

export const sessionCookie = 'liren_session'

/** How long what was read is believed without looking again. A change that the bus announces is seen at once. */
const freshMs = 2_000
/** While the database is away, people who were known stay known for reading. */
const staleMs = 10 * 60_000
const writtenEveryMs = 60_000
/** How long the rights behind an open live channel are believed when nobody announced a change. */
const watchedMs = 30_000
const batch = 500
const tokenForm = /^[A-Za-z0-9_-]{43}$/

interface Known {
  session: SessionRow
  user: UserRow
  access: Access
  placePath: string | null
  loadedAt: number
  /** The first instant at which a right begins or ends by itself. */
  changesAt: number
  lastSeenAt: number
  writtenAt: number
  readonly principal: Principal
  readonly found: { readonly principal: Principal; readonly expired: false }
}

const anonymous = { principal: nobody, expired: false }
const ended = { principal: nobody, expired: true }

/** Who is asking, from the cookie or the bearer token. Costs no statement while what is known is fresh. */
export function createAuthenticator(kernel: Kernel, capacity = 20_000): Authenticator & { readonly live: LiveIdentity; close(): void } {
  const known = new LRUCache<string, Known>({ max: capacity })
  const leave = onIdentityChange(kernel, (userId) => {
    for (const [hash, entry] of known.entries()) if (userId === undefined || entry.session.user_id === userId) known.delete(hash)
  })

  async function find(hash: string, reading: boolean): Promise<Known | undefined> {
    const now = kernel.clock.now()
    const before = known.get(hash)
    if (before && now - before.loadedAt < freshMs && now < before.changesAt) return before
    try {
      const loaded = await load(kernel, hash, before)
      if (loaded) known.set(hash, loaded)
      else known.delete(hash)
      return loaded
    } catch (error) {
      if (!isStoreError(error) || !error.unavailable || !before || !reading || now - before.loadedAt > staleMs) throw error
      return before
    }
  }

  type Found = { readonly principal: Principal; readonly expired: boolean }

  function byToken(request: IncomingMessage, reading: boolean): Found | Promise<Found> {
    const token = tokenOf(request)
    if (token === undefined) return anonymous
    if (!tokenForm.test(token)) return ended
    const hash = hashOf(kernel, request, token)
    const now = kernel.clock.now()
    const entry = known.get(hash)
    // What is known and fresh is answered at once, without waiting for anything.
    const settled = entry && now - entry.loadedAt < freshMs && now < entry.changesAt && now - entry.writtenAt < writtenEveryMs
    if (!settled) return byHash(hash, reading)
    if (!isAlive(entry, now)) return ended
    entry.lastSeenAt = now
    return entry.found
  }

  async function byHash(hash: string, reading: boolean): Promise<Found> {
    const entry = await find(hash, reading)
    const now = kernel.clock.now()
    if (!entry || !isAlive(entry, now)) return ended
    entry.lastSeenAt = now
    if (now - entry.writtenAt >= writtenEveryMs) await noteSeen(kernel, entry, now)
    return entry.found
  }

  /**
   * An open channel is no activity: it neither counts as seen nor outlives the idle time. One statement looks at many
   * sessions; rights are read anew when a change was announced, when one was due, and now and then.
   */
  async function stillHere(sessionIds: readonly string[], here: Map<string, Principal>): Promise<void> {
    const sql = `SELECT s.id, s.token_hash FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.closed_at IS NULL AND u.state = 'active' AND s.id IN (${sessionIds.map(() => '?').join(', ')})`
    const open = await unscoped<{ id: string; token_hash: string }>(kernel.store, 'the house looks after its own open channels', {
      sql,
      params: [...sessionIds],
    })
    for (const { id, token_hash } of open) {
      const now = kernel.clock.now()
      const before = known.get(token_hash)
      const entry = before && now - before.loadedAt < watchedMs && now < before.changesAt ? before : await find(token_hash, true)
      if (entry && isAlive(entry, now) && entry.principal.pending === null) here.set(id, entry.principal)
    }
  }

  return {
    authenticate: (koa) => byToken(koa.req, koa.method === 'GET'),
    live: {
      async authenticate(request) {
        const { principal } = await byToken(request, true)
        return principal.kind === 'anonymous' || principal.pending !== null ? undefined : principal
      },
      async refresh(sessionIds) {
        const here = new Map<string, Principal>()
        for (let from = 0; from < sessionIds.length; from += batch) await stillHere(sessionIds.slice(from, from + batch), here)
        return here
      },
    },
    close() {
      leave()
      known.clear()
    },
  }
}

const lastSent = new WeakMap<object, { token: string; hash: string }>()

/** A connection says the same token with every request. */
function hashOf(kernel: Kernel, { socket }: IncomingMessage, token: string): string {
  const before = lastSent.get(socket)
  if (before?.token === token) return before.hash
  const hash = tokenHash(kernel, token)
  lastSent.set(socket, { token, hash })
  return hash
}

const cookieValue = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]*)`)

function tokenOf({ headers }: IncomingMessage): string | undefined {
  if (headers.authorization) return /^Bearer (.+)$/i.exec(headers.authorization)?.[1] ?? ''
  return cookieValue.exec(headers.cookie ?? '')?.[1]
}

function isAlive({ session, user, lastSeenAt }: Known, now: number): boolean {
  return (
    session.closed_at === null &&
    now < session.expires_at &&
    now - lastSeenAt < user.idle_minutes * 60_000 &&
    user.state === 'active' &&
    user.valid_from_at <= now &&
    now < user.valid_until_at
  )
}

async function load(kernel: Kernel, hash: string, before: Known | undefined): Promise<Known | undefined> {
  const [session] = await kernel.store.rows<SessionRow & { place_path: string | null }>(
    'SELECT s.*, p.path AS place_path FROM sessions s LEFT JOIN places p ON p.id = s.place_id WHERE s.token_hash = ?',
    [hash],
  )
  if (!session || session.closed_at !== null || isBarred(kernel, session.user_id)) return undefined
  const user = await accountById(kernel, session.user_id)
  if (!user) return undefined
  if (!isIntact(kernel.sealer, 'users', user)) {
    kernel.log.error({ user: user.id }, 'an account failed its integrity check and is refused')
    return undefined
  }
  const access = await loadAccess(kernel, subjectsOf(user))
  const now = kernel.clock.now()
  const principal = principalOf(kernel, session, user, access, session.place_path, now)
  return {
    session,
    user,
    access,
    placePath: session.place_path,
    loadedAt: now,
    changesAt: nextChange(access, now),
    lastSeenAt: Math.max(before?.lastSeenAt ?? 0, session.last_seen_at),
    writtenAt: Math.max(before?.writtenAt ?? 0, session.last_seen_at),
    principal,
    found: { principal, expired: false },
  }
}

export const subjectsOf = (user: Pick<UserRow, 'id' | 'department_id'>) =>
  user.department_id === null
    ? [{ kind: 'user' as const, id: user.id }]
    : [
        { kind: 'user' as const, id: user.id },
        { kind: 'department' as const, id: user.department_id },
      ]

function principalOf(kernel: Kernel, session: SessionRow, user: UserRow, access: Access, placePath: string | null, now: number): Principal {
  const entitlement = entitlementOf(kernel.surface, access, { end: session.at_end, placePath }, now)
  const factor = secondFactorState(kernel, session, user, access, now)
  return {
    kind: 'user',
    id: user.id,
    sessionId: session.id,
    name: nameOf(kernel, user),
    end: session.at_end,
    ...entitlement,
    steppedUpAt: session.stepped_up_at,
    pending: factor === 'required' || factor === 'enrol' ? 'second-factor' : mustChangePassword(kernel, user, now) ? 'password' : null,
  }
}

/** At most once a minute; a database that cannot write now does not keep anybody out. */
async function noteSeen(kernel: Kernel, entry: Known, now: number): Promise<void> {
  entry.writtenAt = now
  try {
    await kernel.store.run('UPDATE sessions SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?', [now, entry.session.id, now])
  } catch (error) {
    kernel.log.warn({ err: error, session: entry.session.id }, 'the last sight of a session could not be written')
  }
}
