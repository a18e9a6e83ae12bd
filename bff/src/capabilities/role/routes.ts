import { role as contract } from '@liren/contract/capabilities/role'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route, type Scope } from '../../kernel/http/route.ts'
import { loadAccess, type Subject } from '../../kernel/identity/access.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import { assignRole, grantorOf, overridePermission, unassignRole } from '../../kernel/identity/assign.ts'
import { subjectsOf } from '../../kernel/identity/authenticate.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesNaming } from '../device/read.ts'
import { placeById } from '../place/read.ts'
import { catalogueOf } from './catalogue.ts'
import { effectiveOf, presentAssignment } from './effective.ts'
import { listRoles, readRole } from './read.ts'
import { createRole, retireRole, updateRole } from './write.ts'

const e = contract.endpoints
const instant = (value: string | null | undefined): number | null => (value ? Date.parse(value) : null)

export function roleRoutes(kernel: Kernel): Route[] {
  const found = async (id: string, tx?: Tx) => {
    const role = await readRole(kernel, id, tx)
    if (!role) throw refuse('not-found')
    return role
  }
  const told = (ctx: Pick<RequestContext, 'emit'>, name: string, id: string) =>
    ctx.emit({ name, subject: 'role', subjectId: id, payload: {} })

  return [
    route(e.list, (ctx) => listRoles(kernel, ctx.query)),
    route(e.read, (ctx) => found(ctx.params.id)),
    route(e.catalogue, async () => catalogueOf(kernel.surface)),

    route(e.create, async (ctx) => {
      const id = await createRole(kernel, ctx.body, ctx.tx)
      ctx.audit({ subjectId: id, after: { name: ctx.body.name, permissions: ctx.body.permissions } })
      await told(ctx, 'role.created', id)
      return found(id, ctx.tx)
    }),

    route(e.update, async (ctx) => {
      const before = await found(ctx.params.id, ctx.tx)
      const { version, ...content } = ctx.body
      await updateRole(kernel, ctx.params.id, version, content, ctx.tx)
      const after = await found(ctx.params.id, ctx.tx)
      ctx.audit({ before: { ...before }, after: { ...after } })
      await told(ctx, 'role.changed', ctx.params.id)
      return after
    }),

    route(e.retire, async (ctx) => {
      await retireRole(kernel, ctx.params.id, ctx.query.version, ctx.tx)
      await told(ctx, 'role.retired', ctx.params.id)
    }),

    route(e.access, async (ctx) => {
      await subjectInReach(kernel, ctx.params, ctx.scope)
      const access = await loadAccess(kernel, [ctx.params])
      return {
        assignments: access.roles.filter(({ via }) => via !== 'household').map(presentAssignment),
        overrides: access.overrides.map(({ id, permission, effect, place }) => ({
          id,
          code: permission,
          effect,
          place: { id: place.id, name: place.name, path: place.path },
        })),
      }
    }),

    route(e.effective, async (ctx) => {
      const user = await subjectInReach(kernel, ctx.params, ctx.scope)
      const effective = effectiveOf(kernel, await loadAccess(kernel, user ? subjectsOf(user) : [ctx.params]))
      return { ...effective, devices: await devicesNaming(kernel, ctx.params, ctx.scope.places) }
    }),

    route(e.assign, async (ctx) => {
      await subjectInReach(kernel, ctx.params, ctx.scope, ctx.tx)
      const place = await knownPlace(kernel, ctx.body.placeId, ctx.tx)
      const assignment = { roleId: ctx.body.roleId, place, from: instant(ctx.body.validFrom), until: instant(ctx.body.validUntil) }
      const id = await assignRole(kernel, grantorOf(ctx.principal, 'role.manage'), ctx.params, assignment, ctx.tx)
      const held = (await loadAccess(kernel, [ctx.params], ctx.tx)).roles.find(({ assignmentId }) => assignmentId === id)
      if (!held) throw refuse('not-found')
      ctx.audit({
        subject: ctx.params.kind,
        subjectId: ctx.params.id,
        placePath: place.path,
        after: { role: held.role.code, place: place.path },
      })
      await told(ctx, 'role.assigned', held.role.id)
      return presentAssignment(held)
    }),

    route(e.unassign, async (ctx) => {
      await subjectInReach(kernel, ctx.params, ctx.scope, ctx.tx)
      const by = grantorOf(ctx.principal, 'role.manage')
      const row = await unassignRole(kernel, by, ctx.params, ctx.params.assignmentId, ctx.tx)
      ctx.audit({
        subject: ctx.params.kind,
        subjectId: ctx.params.id,
        placePath: row.place_path,
        before: { role: row.role_id, place: row.place_path },
      })
      await told(ctx, 'role.unassigned', row.role_id)
    }),

    route(e.override, async (ctx) => {
      await subjectInReach(kernel, ctx.params, ctx.scope, ctx.tx)
      const place = await knownPlace(kernel, ctx.body.placeId, ctx.tx)
      const { code, effect } = ctx.body
      await overridePermission(kernel, grantorOf(ctx.principal, 'role.manage'), ctx.params, { code, effect, place }, ctx.tx)
      ctx.audit({ subject: ctx.params.kind, subjectId: ctx.params.id, placePath: place.path, after: { permission: code, effect } })
    }),
  ]
}

async function knownPlace(kernel: Kernel, id: string, tx: Tx) {
  const place = await placeById(kernel, id, tx)
  if (place && !place.isRetired) return place
  throw refuse('request.invalid', { faults: [{ path: 'body.placeId', zh: '没有这个地区', en: 'There is no such place' }] })
}

/** The user, if it is one; a subject elsewhere does not exist for this caller. */
async function subjectInReach(kernel: Kernel, subject: Subject, scope: Scope, tx?: Tx) {
  const user = subject.kind === 'user' ? await accountById(kernel, subject.id, tx) : undefined
  const [department] =
    subject.kind === 'department'
      ? await kernel.store.rows<{ place_path: string }>('SELECT place_path FROM departments WHERE id = ?', [subject.id], tx)
      : []
  const path = user?.place_path ?? department?.place_path
  if (path === undefined || !scope.places.some((place) => path.startsWith(place))) throw refuse('not-found')
  return user
}
