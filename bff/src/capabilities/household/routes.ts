import { household as contract } from '@liren/contract/capabilities/household'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { claimHouse, claimsOf, matchesOf, queue } from './claims.ts'
import { accept, changeMember, decline, invite, listMembers, myHouses, myInvitations, removeMember } from './members.ts'
import { approve, findClaim, reject, showClaim, withdraw } from './review.ts'
import { addContact, listContacts, listHouseholds, removeContact } from './staff.ts'

const e = contract.endpoints

export function householdRoutes(kernel: Kernel): Route[] {
  type Telling = Pick<RequestContext, 'emit' | 'audit'>
  /** Says what happened to the audit trail, the outbox and whoever is concerned. */
  const told = (ctx: Telling, name: string, subjectId: string, placePath: string, userIds: readonly string[]) => {
    ctx.audit({ subject: 'household', subjectId, placePath })
    return ctx.emit({
      name,
      subject: 'household',
      subjectId,
      payload: { placePath, userIds },
      live: { userIds, placePath, permission: 'household.review' },
    })
  }

  return [
    route(e.mine, (ctx) => myHouses(kernel, ctx.scope, ctx.principal)),
    route(e.matches, (ctx) => matchesOf(kernel, ctx.scope, ctx.principal.id)),
    route(e.claim, async (ctx) => {
      const claim = await claimHouse(kernel, ctx.scope, ctx.principal, ctx.body, ctx.tx)
      const name = claim.state === 'approved' ? 'household.joined' : 'household.claimed'
      await told(ctx, name, claim.id, claim.house.path, [ctx.principal.id])
      return claim
    }),
    route(e.myClaims, (ctx) => claimsOf(kernel, ctx.scope, ctx.principal)),
    route(e.withdraw, async (ctx) => {
      const row = await findClaim(kernel, ctx.scope, ctx.params.id, ctx.tx)
      await withdraw(kernel, row, ctx.body.version, ctx.tx)
      ctx.audit({ subject: 'household', subjectId: row.id, placePath: row.place_path })
      return showClaim(kernel, ctx.scope, ctx.principal, row.id, ctx.tx)
    }),

    route(e.members, (ctx) => listMembers(kernel, ctx.scope, ctx.principal, ctx.params.houseId)),
    route(e.invite, async (ctx) => {
      const { member, guestId } = await invite(kernel, ctx.scope, ctx.principal, ctx.params.houseId, ctx.body, ctx.tx)
      ctx.audit({ subject: 'household', subjectId: ctx.params.houseId, after: { member: member.id, relation: member.relation } })
      await ctx.emit({
        name: 'household.invited',
        subject: 'household',
        subjectId: ctx.params.houseId,
        payload: { member: member.id, userIds: guestId === null ? [] : [guestId] },
      })
      return member
    }),
    route(e.invitations, (ctx) => myInvitations(kernel, ctx.scope, ctx.principal)),
    route(e.accept, async (ctx) => {
      const member = await accept(kernel, ctx.scope, ctx.principal, ctx.params.id, ctx.body.version, ctx.tx)
      ctx.audit({ subject: 'household', subjectId: member.id })
      await ctx.emit({ name: 'household.joined', subject: 'household', subjectId: member.id, payload: { member: member.id } })
      return member
    }),
    route(e.decline, async (ctx) => {
      await decline(kernel, ctx.scope, ctx.principal, ctx.params.id, ctx.body.version, ctx.tx)
      ctx.audit({ subject: 'household', subjectId: ctx.params.id })
    }),
    route(e.changeMember, async (ctx) => {
      const member = await changeMember(kernel, ctx.scope, ctx.principal, ctx.params, ctx.body, ctx.tx)
      ctx.audit({ subject: 'household', subjectId: ctx.params.houseId, after: { member: member.id, validUntil: member.validUntil } })
      return member
    }),
    route(e.removeMember, async (ctx) => {
      const row = await removeMember(kernel, ctx.scope, ctx.principal, ctx.params, ctx.query.version, ctx.tx)
      await told(
        ctx,
        'household.left',
        row.house_id,
        row.place_path,
        row.user_id === null || row.user_id === ctx.principal.id ? [] : [row.user_id],
      )
    }),

    route(e.list, (ctx) => listHouseholds(kernel, ctx.scope, ctx.principal, ctx.query)),
    route(e.claims, (ctx) => queue(kernel, ctx.scope, ctx.principal, ctx.query)),
    route(e.readClaim, (ctx) => showClaim(kernel, ctx.scope, ctx.principal, ctx.params.id)),
    route(e.approve, async (ctx) => {
      const row = await findClaim(kernel, ctx.scope, ctx.params.id, ctx.tx)
      await approve(kernel, ctx.principal, row, ctx.body, ctx.tx)
      await told(ctx, 'household.approved', row.id, row.place_path, [row.user_id])
      return showClaim(kernel, ctx.scope, ctx.principal, row.id, ctx.tx)
    }),
    route(e.reject, async (ctx) => {
      const row = await findClaim(kernel, ctx.scope, ctx.params.id, ctx.tx)
      await reject(kernel, ctx.principal, row, ctx.body, ctx.tx)
      ctx.audit({ reason: ctx.body.reason })
      await told(ctx, 'household.rejected', row.id, row.place_path, [row.user_id])
      return showClaim(kernel, ctx.scope, ctx.principal, row.id, ctx.tx)
    }),

    route(e.contacts, (ctx) => listContacts(kernel, ctx.scope, ctx.principal, ctx.params.houseId)),
    route(e.addContact, async (ctx) => {
      const { contact, path } = await addContact(kernel, ctx.scope, ctx.principal, ctx.params.houseId, ctx.body, ctx.tx)
      ctx.audit({ subject: 'household', subjectId: ctx.params.houseId, placePath: path, after: { contact: contact.id } })
      return contact
    }),
    route(e.removeContact, async (ctx) => {
      await removeContact(kernel, ctx.scope, ctx.params.houseId, ctx.params.id, ctx.tx)
      ctx.audit({ subject: 'household', subjectId: ctx.params.houseId, before: { contact: ctx.params.id } })
    }),
  ]
}
