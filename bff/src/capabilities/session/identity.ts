import type { End } from '@liren/contract'
import { sessionErrors } from '@liren/contract/capabilities/session'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { loadAccess } from '../../kernel/identity/access.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import { announce } from '../../kernel/identity/announce.ts'
import { subjectsOf } from '../../kernel/identity/authenticate.ts'
import { mayAdminister, type SessionRow } from '../../kernel/identity/sessions.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { identitiesOf } from './me.ts'

/** Goes to another end, or narrows it to one of one's places, within the same session. */
export async function switchIdentity(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'tx' | 'principal'>,
  wanted: { end: End; placeId?: string | null | undefined },
): Promise<void> {
  const user = await accountById(kernel, ctx.principal.id, ctx.tx)
  const [session] = await kernel.store.rows<SessionRow>('SELECT * FROM sessions WHERE id = ?', [ctx.principal.sessionId], ctx.tx)
  if (!user || !session) throw refuse('identity.expired')
  const access = await loadAccess(kernel, subjectsOf(user), ctx.tx)
  const open = identitiesOf(access, session, kernel.clock.now()).filter(({ end }) => end === wanted.end)
  if (wanted.end === 'admin' && open.length === 0 && !mayAdminister(session.method))
    throw refuseWith(sessionErrors, 'session.password-needed')
  if (open.length === 0) throw refuseWith(sessionErrors, 'session.no-such-identity')
  const placeId = wanted.placeId ?? null
  if (placeId !== null && !open.some(({ place }) => place?.id === placeId)) throw refuseWith(sessionErrors, 'session.no-such-identity')
  await kernel.store.run('UPDATE sessions SET at_end = ?, place_id = ? WHERE id = ?', [wanted.end, placeId, session.id], ctx.tx)
  await kernel.store.run('UPDATE users SET last_end = ? WHERE id = ?', [wanted.end, user.id], ctx.tx)
  announce(kernel, user.id, ctx.tx)
}
