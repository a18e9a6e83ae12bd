import type { Middleware } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { refuse } from '../errors.ts'

/**
 * Where people reach the house by https, an interface is not answered to somebody of whom the proxy says that they came
 * without: a password or token that was sent in plain is not made good by an answer. The refusal is on record.
 */
export function refusePlain(audit: Pick<Audit, 'write'>, publicUrl: string): Middleware {
  if (!publicUrl.startsWith('https:')) return (_ctx, next) => next()
  return async (ctx, next) => {
    if (ctx.state.isPlain !== true || !ctx.path.startsWith('/api/')) return next()
    await audit.write({
      ...{ actorId: null, actorKind: 'anonymous', action: 'transport.refused', subject: 'transport', subjectId: null, placePath: null },
      ...{ result: 'refused', ip: ctx.ip, requestId: ctx.state.requestId as string, reason: 'request.plaintext' },
    })
    throw refuse('request.plaintext')
  }
}
