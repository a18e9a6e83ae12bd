import { user as contract } from '@liren/contract/capabilities/user'
import { refuse } from '../../kernel/errors.ts'
import { type PrepareContext, type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import { nameOf, phoneOf, type UserRow } from '../../kernel/identity/accounts.ts'
import { clearFailures } from '../../kernel/identity/failures.ts'
import { hashNew, wasUsed } from '../../kernel/identity/passwords.ts'
import { closeSessions, liveSessions } from '../../kernel/identity/sessions.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { createDepartment, findDepartment, listDepartments, renameDepartment, retireDepartment } from './departments.ts'
import { disableUser, enableUser, removeSecondFactor, resetPassword, retireUser, transferUser } from './lifecycle.ts'
import { findUser, listUsers } from './list.ts'
import { assertNotRetired, assertNotSelf, assertVersion } from './policy.ts'
import { presentUsers } from './present.ts'
import { presentSession } from './present-session.ts'
import { listReviews, readReview, signOff } from './reviews.ts'
import { auditView, createUser, updateUser } from './write.ts'

const e = contract.endpoints

export function userRoutes(kernel: Kernel): Route[] {
  const show = async (ctx: Pick<RequestContext, 'principal' | 'tx'>, row: UserRow) => {
    const [user] = await presentUsers(kernel, ctx.principal, [row], ctx.tx)
    if (!user) throw refuse('not-found')
    return user
  }
  const told = (ctx: Pick<RequestContext, 'emit'>, name: string, id: string) =>
    ctx.emit({ name, subject: 'user', subjectId: id, payload: {} })

  /** The steps that every change of an account's life has in common. */
  type Change = (row: UserRow, reason: string, ctx: Pick<RequestContext, 'tx'>) => Promise<UserRow>
  const changeOf = (event: string, change: Change) => async (ctx: RequestContext<typeof e.disable>) => {
    const row = await findUser(kernel, ctx.scope, ctx.params.id, ctx.tx)
    assertNotSelf(ctx.principal.id, row)
    assertNotRetired(row)
    assertVersion(row, ctx.body.version)
    const next = await change(row, ctx.body.reason, ctx)
    ctx.audit({ placePath: row.place_path, reason: ctx.body.reason, before: { state: row.state }, after: { state: next.state } })
    await told(ctx, event, row.id)
    return show(ctx, next)
  }

  const hashForNew = async (ctx: PrepareContext<typeof e.create>) => {
    const id = kernel.ids.next()
    const { account, name, phone, password } = ctx.body
    return { id, hash: await hashNew(kernel, password, { id, account, name, phone }, 'body.password') }
  }

  const hashForReset = async (ctx: PrepareContext<typeof e.resetPassword>) => {
    const row = await findUser(kernel, ctx.scope, ctx.params.id)
    assertNotSelf(ctx.principal.id, row)
    assertNotRetired(row)
    if (await wasUsed(kernel, row, ctx.body.password))
      throw refuse('request.invalid', {
        faults: [{ path: 'body.password', zh: '不能使用最近用过的口令', en: 'This password was used lately' }],
      })
    const person = { id: row.id, account: row.account, name: nameOf(kernel, row), phone: phoneOf(kernel, row) }
    return hashNew(kernel, ctx.body.password, person, 'body.password')
  }

  return [
    route(e.list, (ctx) => listUsers(kernel, ctx.scope, ctx.principal, ctx.query)),
    route(e.read, async (ctx) => {
      const [user] = await presentUsers(kernel, ctx.principal, [await findUser(kernel, ctx.scope, ctx.params.id)])
      if (!user) throw refuse('not-found')
      return user
    }),
    route(e.reveal, async (ctx) => {
      const row = await findUser(kernel, ctx.scope, ctx.params.id, ctx.tx)
      ctx.audit({ placePath: row.place_path, reason: ctx.body.reason, after: { revealed: ['phone'] } })
      return { phone: phoneOf(kernel, row) }
    }),

    route(e.create, hashForNew, async (ctx, made) => {
      const row = await createUser(kernel, ctx.principal, ctx.body, made, ctx.tx)
      ctx.audit({ subjectId: row.id, placePath: row.place_path, after: auditView(kernel, row) })
      await told(ctx, 'user.created', row.id)
      return show(ctx, row)
    }),
    route(e.update, async (ctx) => {
      const row = await findUser(kernel, ctx.scope, ctx.params.id, ctx.tx)
      const next = await updateUser(kernel, ctx.principal, row, ctx.body, ctx.tx)
      ctx.audit({ placePath: next.place_path, before: auditView(kernel, row), after: auditView(kernel, next) })
      await told(ctx, 'user.changed', row.id)
      return show(ctx, next)
    }),

    route(
      e.disable,
      changeOf('user.disabled', (row, reason, { tx }) => disableUser(kernel, row, reason, tx)),
    ),
    route(
      e.enable,
      changeOf('user.enabled', (row, reason, { tx }) => enableUser(kernel, row, reason, tx)),
    ),
    route(
      e.transfer,
      changeOf('user.disabled', (row, reason, { tx }) => transferUser(kernel, row, reason, tx)),
    ),
    route(e.retire, async (ctx) => {
      const row = await findUser(kernel, ctx.scope, ctx.params.id, ctx.tx)
      assertNotSelf(ctx.principal.id, row)
      assertNotRetired(row)
      assertVersion(row, ctx.query.version)
      await retireUser(kernel, row, ctx.tx)
      ctx.audit({ placePath: row.place_path, before: auditView(kernel, row) })
      await told(ctx, 'user.retired', row.id)
    }),
    route(e.resetPassword, hashForReset, async (ctx, hash) => {
      const row = await findUser(kernel, ctx.scope, ctx.params.id, ctx.tx)
      assertVersion(row, ctx.body.version)
      const next = await resetPassword(kernel, row, hash, ctx.tx)
      ctx.audit({ placePath: row.place_path })
      await told(ctx, 'user.password-reset', row.id)
      return show(ctx, next)
    }),

    route(e.unlock, async (ctx) => {
      const row = await findUser(kernel, ctx.scope, ctx.params.id, ctx.tx)
      assertNotSelf(ctx.principal.id, row)
      await clearFailures(kernel, row.id, ctx.tx)
      ctx.audit({ placePath: row.place_path })
    }),
    route(e.removeSecondFactor, async (ctx) => {
      const row = await findUser(kernel, ctx.scope, ctx.params.id, ctx.tx)
      assertNotSelf(ctx.principal.id, row)
      await removeSecondFactor(kernel, row, ctx.tx)
      ctx.audit({ placePath: row.place_path })
    }),
    route(e.sessions, async (ctx) => {
      const row = await findUser(kernel, ctx.scope, ctx.params.id)
      const live = await liveSessions(kernel, row)
      return { items: live.map((session) => presentSession(session, ctx.principal.sessionId)) }
    }),
    route(e.signOut, async (ctx) => {
      const row = await findUser(kernel, ctx.scope, ctx.params.id, ctx.tx)
      await closeSessions(kernel, row.id, 'by-administrator', {}, ctx.tx)
      ctx.audit({ placePath: row.place_path })
    }),

    route(e.departments, (ctx) => listDepartments(kernel, ctx.scope, ctx.query)),
    route(e.createDepartment, async (ctx) => {
      const made = await createDepartment(kernel, ctx.scope, ctx.body, ctx.tx)
      ctx.audit({ subject: 'department', subjectId: made.id, placePath: made.place.path, after: { name: made.name } })
      return made
    }),
    route(e.updateDepartment, async (ctx) => {
      const before = await findDepartment(kernel, ctx.scope, ctx.params.id, ctx.tx)
      ctx.audit({ subject: 'department', placePath: before.place_path, before: { name: before.name }, after: { name: ctx.body.name } })
      return renameDepartment(kernel, ctx.scope, ctx.params.id, ctx.body, ctx.tx)
    }),
    route(e.retireDepartment, async (ctx) => {
      const before = await findDepartment(kernel, ctx.scope, ctx.params.id, ctx.tx)
      ctx.audit({ subject: 'department', placePath: before.place_path, before: { name: before.name } })
      await retireDepartment(kernel, ctx.scope, ctx.params.id, ctx.query.version, ctx.tx)
    }),

    route(e.reviews, (ctx) => listReviews(kernel, ctx.scope, ctx.query)),
    route(e.review, (ctx) => readReview(kernel, ctx.scope, ctx.params.id, ctx.query)),
    route(e.signOff, async (ctx) => {
      const review = await signOff(kernel, ctx.scope, ctx.principal, ctx.params.id, ctx.body, ctx.tx)
      ctx.audit({ subject: 'account-review', subjectId: review.id, placePath: review.place.path, after: { disabled: ctx.body.disable } })
      return review
    }),
  ]
}
