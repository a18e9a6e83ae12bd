import { session as contract } from '@liren/contract/capabilities/session'
import { refuse } from '../../kernel/errors.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import { passwordRules } from '../../kernel/identity/password-policy.ts'
import { profileOf } from '../../kernel/identity/passwords.ts'
import { closeSessions, liveSessions, type SessionRow } from '../../kernel/identity/sessions.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { presentSession } from '../user/read.ts'
import { arrive, setCookie } from './arrive.ts'
import { beginFactor, beginStepUp, confirm, enrol, stepUp } from './factor.ts'
import { accountOfGovernment, governmentGrade, governmentUrl, proveGovernment } from './government.ts'
import { switchIdentity } from './identity.ts'
import { readMe } from './me.ts'
import { changePassword, confirmProven, preparePassword, provePassword } from './password.ts'
import { accountOfPersona, assertDemo, listPersonas } from './personas.ts'
import { accountOfPhone } from './residents.ts'
import { sendCode, spendCode, tryCode } from './sms.ts'
import { accountOfWechat, bindWechat, giveTicket, proveWechat, readTicket } from './wechat.ts'

const e = contract.endpoints

export function sessionRoutes(kernel: Kernel): Route[] {
  const { store } = kernel
  return [
    route(
      e.signIn,
      (ctx) => provePassword(kernel, ctx, ctx.body),
      async (ctx, proven) => arrive(kernel, ctx, await confirmProven(kernel, proven, ctx.body.deviceKey, ctx.tx), 'password', ctx.body),
    ),
    route(
      e.signInByWechat,
      (ctx) => proveWechat(kernel, ctx.body),
      async (ctx, proof) => {
        const user = await accountOfWechat(kernel, proof, ctx.tx)
        if (!user) return { state: 'phone-needed' as const, ticket: ctx.body.ticket ?? (await giveTicket(kernel, proof.openId, ctx.tx)) }
        return { state: 'signed-in' as const, ...(await arrive(kernel, ctx, user, 'wechat', ctx.body)) }
      },
    ),
    route(
      e.sendCode,
      (ctx) => sendCode(kernel, ctx, ctx.body.phone),
      async (_, sent) => sent,
    ),
    route(
      e.signInBySms,
      async (ctx) => ({
        wechat: ctx.body.ticket === undefined ? undefined : await readTicket(kernel, ctx.body.ticket),
        codeId: await tryCode(kernel, ctx.body.phone, ctx.body.code),
      }),
      async (ctx, { codeId, wechat }) => {
        await spendCode(kernel, codeId, ctx.tx)
        const user = await accountOfPhone(kernel, ctx.body.phone, ctx.tx)
        if (wechat) await bindWechat(kernel, user, { openId: wechat.openId, ticketId: wechat.id }, ctx.tx)
        return arrive(kernel, ctx, user, 'sms', ctx.body)
      },
    ),
    route(e.governmentDoor, async ({ query, koa }) => ({
      open: kernel.government.signInUrl('') !== null,
      isSimulated: kernel.simulated.includes('government'),
      url: query.state === undefined ? null : governmentUrl(kernel, koa, query.state),
    })),
    route(
      e.signInByGovernment,
      (ctx) => proveGovernment(kernel, ctx.body.ticket),
      async (ctx, person) => {
        const user = await accountOfGovernment(kernel, person, ctx.tx)
        return arrive(kernel, ctx, user, 'government', ctx.body, { grade: person.grade })
      },
    ),
    route(e.governmentIdentity, (ctx) => governmentGrade(kernel, ctx.principal.id)),
    route(e.personas, () => listPersonas(kernel)),
    route(e.signInAsPersona, async (ctx) => {
      assertDemo(kernel)
      return arrive(kernel, ctx, await accountOfPersona(kernel, ctx.body.persona, ctx.tx), 'demo', ctx.body)
    }),

    route(e.me, (ctx) => readMe(kernel, ctx.principal.sessionId)),
    route(e.signOut, async (ctx) => {
      await closeSessions(kernel, ctx.principal.id, 'signed-out', { only: ctx.principal.sessionId as string }, ctx.tx)
      setCookie(ctx.koa, null)
      ctx.audit({ subject: 'user', subjectId: ctx.principal.id })
      await ctx.emit({ name: 'session.closed', subject: 'session', subjectId: ctx.principal.sessionId as string, payload: {} })
    }),
    route(e.refresh, async (ctx) => {
      const me = await readMe(kernel, ctx.principal.sessionId, ctx.tx)
      await store.run('UPDATE sessions SET last_seen_at = ? WHERE id = ?', [ctx.now, me.session.id], ctx.tx)
      return { idleUntil: new Date(ctx.now + me.session.idleMinutes * 60_000).toISOString(), expiresAt: me.session.expiresAt }
    }),
    route(e.switchIdentity, async (ctx) => {
      await switchIdentity(kernel, ctx, ctx.body)
      ctx.audit({ subject: 'user', subjectId: ctx.principal.id, after: { end: ctx.body.end, placeId: ctx.body.placeId ?? null } })
      return readMe(kernel, ctx.principal.sessionId, ctx.tx)
    }),
    route(
      e.changePassword,
      (ctx) => preparePassword(kernel, ctx, ctx.body),
      async (ctx, wanted) => {
        await changePassword(kernel, ctx, wanted)
        ctx.audit({ subject: 'user', subjectId: ctx.principal.id })
        return readMe(kernel, ctx.principal.sessionId, ctx.tx)
      },
    ),
    route(e.passwordRules, async () => {
      const profile = profileOf(kernel)
      return { profile: profile.name, minLength: profile.minLength, classes: profile.classes, rules: passwordRules(profile) }
    }),

    route(e.list, async (ctx) => {
      const user = await accountById(kernel, ctx.principal.id)
      if (!user) throw refuse('identity.expired')
      return { items: (await liveSessions(kernel, user)).map((row) => presentSession(row, ctx.principal.sessionId)) }
    }),
    route(e.close, async (ctx) => {
      const [row] = await store.rows<SessionRow>(
        'SELECT * FROM sessions WHERE id = ? AND user_id = ?',
        [ctx.params.id, ctx.principal.id],
        ctx.tx,
      )
      if (!row) throw refuse('not-found')
      await closeSessions(kernel, ctx.principal.id, 'by-owner', { only: row.id }, ctx.tx)
    }),
    route(e.closeAll, async (ctx) => {
      await closeSessions(kernel, ctx.principal.id, 'by-owner', { except: ctx.query.keepThis ? ctx.principal.sessionId : null }, ctx.tx)
      if (!ctx.query.keepThis) setCookie(ctx.koa, null)
    }),

    route(e.enrol, (ctx) => enrol(kernel, ctx)),
    route(
      e.confirmFactor,
      (ctx) => beginFactor(kernel, ctx),
      (ctx, attempt) => confirm(kernel, ctx, ctx.body.code, attempt),
    ),
    route(
      e.stepUp,
      (ctx) => beginStepUp(kernel, ctx, ctx.body),
      async (ctx, begun) => {
        await stepUp(kernel, ctx, ctx.body, begun)
        return readMe(kernel, ctx.principal.sessionId, ctx.tx)
      },
    ),
  ]
}
