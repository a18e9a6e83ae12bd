import { type End, ends } from '@liren/contract'
import { type SignedIn, sessionErrors } from '@liren/contract/capabilities/session'
import type { Context } from 'koa'
import { refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { type Access, isInForce, loadAccess } from '../../kernel/identity/access.ts'
import type { UserRow } from '../../kernel/identity/accounts.ts'
import { sessionCookie, subjectsOf } from '../../kernel/identity/authenticate.ts'
import { isBarred } from '../../kernel/identity/demo-guard.ts'
import { closeSessions, lifetime, mayAdminister, openSession, type SignInMethod } from '../../kernel/identity/sessions.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { meOf } from './me.ts'

/** What every way of signing in says about where the person comes from. */
export interface ArrivalBody {
  readonly client: 'browser' | 'bearer'
  readonly device?: string | undefined
  readonly deviceKey?: string | undefined
  readonly end?: End | undefined
}

/** An account that is closed says so only to somebody who has proved to be its owner. */
export function assertOpen(kernel: Kernel, row: UserRow): void {
  const now = kernel.clock.now()
  if (row.state === 'retired' || isBarred(kernel, row.id)) throw refuseWith(sessionErrors, 'session.failed')
  if (row.state === 'disabled') throw refuseWith(sessionErrors, 'session.disabled')
  if (now < row.valid_from_at) throw refuseWith(sessionErrors, 'session.not-yet-valid')
  if (now >= row.valid_until_at) throw refuseWith(sessionErrors, 'session.no-longer-valid')
}

/** Opens the session of somebody whose identity is proven, and answers with who they are. */
export async function arrive(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'tx' | 'ip' | 'principal' | 'koa' | 'audit' | 'emit'>,
  user: UserRow,
  method: SignInMethod,
  body: ArrivalBody,
  /** What the trail should know besides. */
  facts: Readonly<Record<string, string>> = {},
): Promise<SignedIn> {
  const access = await loadAccess(kernel, subjectsOf(user), ctx.tx)
  const end = chooseEnd(access, user, method, body, kernel.clock.now())
  // A browser has one cookie: whoever was signed in with it before has left.
  if (body.client === 'browser' && ctx.principal.sessionId !== null)
    await closeSessions(kernel, ctx.principal.id, 'signed-in-again', { only: ctx.principal.sessionId }, ctx.tx)
  const device = body.device || 'unknown'
  const { token, session } = await openSession(kernel, user, { client: body.client, device, ip: ctx.ip, method, end }, ctx.tx)
  ctx.audit({ subject: 'user', subjectId: user.id, placePath: user.place_path, after: { method, end, device, ...facts } })
  await ctx.emit({ name: 'session.opened', subject: 'session', subjectId: session.id, payload: { userId: user.id, method } })
  const me = await meOf(kernel, session, user, access, ctx.tx)
  if (body.client === 'bearer') return { token, me }
  setCookie(ctx.koa, token)
  return { me }
}

export function setCookie(koa: Context, token: string | null): void {
  koa.cookies.set(sessionCookie, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: (koa.state.https as boolean | undefined) ?? koa.secure,
    path: '/',
    overwrite: true,
    signed: false,
    ...(token === null ? {} : { maxAge: lifetime.browser }),
  })
}

/** Ends at which somebody has something to do. Living here needs no role; the back office needs a password. */
export function endsOf(access: Access, method: SignInMethod, now: number): End[] {
  const held = new Set(access.roles.filter((role) => isInForce(role, now)).flatMap(({ role }) => role.ends))
  return ends.filter((end) => end === 'resident' || (held.has(end) && (end !== 'admin' || mayAdminister(method))))
}

function chooseEnd(access: Access, user: UserRow, method: SignInMethod, body: ArrivalBody, now: number): End {
  const open = endsOf(access, method, now)
  const wishes = [
    body.end,
    body.client === 'browser' ? 'admin' : undefined,
    user.last_end as End | null,
    ...(access.memberships.length > 0 ? [] : ['staff', 'grid']),
  ]
  for (const wish of wishes) if (wish && (open as readonly string[]).includes(wish)) return wish as End
  return 'resident'
}
