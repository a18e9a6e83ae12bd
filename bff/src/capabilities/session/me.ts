import { type End, ends } from '@liren/contract'
import type { PlaceKind } from '@liren/contract/capabilities/place'
import type { Me } from '@liren/contract/capabilities/session'
import { mask } from '../../kernel/crypto/mask.ts'
import { refuse } from '../../kernel/errors.ts'
import { type Access, type AccessPlace, isInForce, loadAccess } from '../../kernel/identity/access.ts'
import { accountById, nameOf, phoneOf, type UserRow } from '../../kernel/identity/accounts.ts'
import { subjectsOf } from '../../kernel/identity/authenticate.ts'
import { mustChangePassword, passwordExpiresAt } from '../../kernel/identity/passwords.ts'
import { entitlementOf } from '../../kernel/identity/principal.ts'
import { secondFactorState } from '../../kernel/identity/second-factor.ts'
import { mayAdminister, type SessionRow } from '../../kernel/identity/sessions.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { estatesTouching, placeById } from '../place/read.ts'

/** How long a fresh proof of identity lasts; the gate for delicate actions uses the same. */
const stepUpMs = 5 * 60_000
const mostPlaces = 100
const iso = (at: number): string => new Date(at).toISOString()

/** Who somebody is, read anew: for the answer after something changed, and for `GET /api/session`. */
export async function readMe(kernel: Kernel, sessionId: string | null, tx?: Tx): Promise<Me> {
  const [session] = await kernel.store.rows<SessionRow>('SELECT * FROM sessions WHERE id = ? AND closed_at IS NULL', [sessionId], tx)
  const user = session && (await accountById(kernel, session.user_id, tx))
  if (!session || !user) throw refuse('identity.expired')
  return meOf(kernel, session, user, await loadAccess(kernel, subjectsOf(user), tx), tx)
}

export async function meOf(kernel: Kernel, session: SessionRow, user: UserRow, access: Access, tx?: Tx): Promise<Me> {
  const now = kernel.clock.now()
  const chosen = session.place_id === null ? undefined : await placeById(kernel, session.place_id, tx)
  const entitlement = entitlementOf(kernel.surface, access, { end: session.at_end, placePath: chosen?.path ?? null }, now)
  const phone = phoneOf(kernel, user)
  const expiresAt = passwordExpiresAt(kernel, user)
  const steppedUpUntil = session.stepped_up_at === null ? 0 : session.stepped_up_at + stepUpMs
  return {
    user: {
      id: user.id,
      account: user.account,
      name: nameOf(kernel, user),
      phone: phone === null ? null : mask('phone', phone),
      class: user.class,
    },
    end: session.at_end,
    place: chosen ? { id: chosen.id, name: chosen.name, path: chosen.path, kind: chosen.kind } : null,
    identities: identitiesOf(access, session, now),
    permissions: [...entitlement.permissions].sort(),
    places: placesAt(access, session.at_end, now),
    exclusive: entitlement.exclusive,
    households: await householdsOf(kernel, access, now, tx),
    mustChangePassword: mustChangePassword(kernel, user, now),
    passwordExpiresAt: expiresAt === null ? null : iso(expiresAt),
    secondFactor: secondFactorState(kernel, session, user, access, now),
    steppedUpUntil: steppedUpUntil > now ? iso(steppedUpUntil) : null,
    session: { id: session.id, idleMinutes: user.idle_minutes, expiresAt: iso(session.expires_at) },
    isDemo: kernel.config.LIREN_DEMO,
  }
}

const refOf = (place: AccessPlace) => ({ id: place.id, name: place.name, path: place.path, kind: place.kind as PlaceKind })

/** What one may switch to: living here, and every end and place where one holds a role. */
export function identitiesOf(access: Access, session: Pick<SessionRow, 'method'>, now: number): Me['identities'] {
  const held = access.roles.filter((role) => isInForce(role, now))
  const at = (end: End) => held.filter(({ role, via }) => role.ends.includes(end) && (end !== 'resident' || via === 'household'))
  const resident = { end: 'resident' as const, place: null, roles: rolesIn(at('resident')) }
  const others = ends
    .filter((end) => end !== 'resident' && (end !== 'admin' || mayAdminister(session.method)))
    .flatMap((end) =>
      distinct(at(end).map(({ place }) => place)).map((place) => ({
        end,
        place: refOf(place),
        roles: rolesIn(at(end).filter((role) => role.place.id === place.id)),
      })),
    )
  return [resident, ...others]
}

const rolesIn = (held: Access['roles']) => {
  const roles = new Map(held.map(({ role }) => [role.id, { code: role.code, name: role.name }]))
  return [...roles.values()]
}

const distinct = (places: readonly AccessPlace[]): AccessPlace[] => [...new Map(places.map((place) => [place.id, place])).values()]

const placesAt = (access: Access, end: End, now: number): Me['places'] =>
  distinct(access.roles.filter((held) => isInForce(held, now) && held.role.ends.includes(end)).map(({ place }) => place))
    .slice(0, mostPlaces)
    .map(refOf)

async function householdsOf(kernel: Kernel, access: Access, now: number, tx?: Tx): Promise<Me['households']> {
  const mine = access.memberships.filter((membership) => isInForce(membership, now))
  const estates = await estatesTouching(
    kernel,
    mine.map(({ path }) => path),
    tx,
  )
  return mine.flatMap((membership) => {
    const estate = estates.find(({ path }) => membership.path.startsWith(path))
    const house = access.roles.find((held) => held.via === 'household' && held.place.id === membership.houseId)?.place
    if (!estate || !house) return []
    return [
      {
        houseId: membership.houseId,
        name: house.name
          .split(' · ')
          .slice(house.name.split(' · ').indexOf(estate.name) + 1)
          .join(' '),
        estate: { id: estate.id, name: estate.name, path: estate.path, kind: 'estate' as const },
        relation: membership.relation,
        validUntil: membership.until === null ? null : iso(membership.until),
      },
    ]
  })
}
