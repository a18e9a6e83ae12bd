import type { Text } from '@liren/contract'
import { type Access, type HeldRole, isInForce } from '../../kernel/identity/access.ts'
import { entitlementOf, exclusiveOf } from '../../kernel/identity/principal.ts'
import { endsInOrder } from '../../kernel/identity/role-content.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Surface } from '../../kernel/surface.ts'

/** What somebody may do in the end, at every end, and where each part of it comes from. */
export function effectiveOf(kernel: Kernel, access: Access) {
  const now = kernel.clock.now()
  const { surface } = kernel
  const texts = permissionTexts(surface)
  const text = (code: string): Text => texts.get(code) ?? { zh: code, en: code }
  const held = access.roles.filter((role) => isInForce(role, now))
  const ends = endsInOrder(held.flatMap(({ role }) => role.ends))
  const standing = ends.map((end) => ({ end, of: entitlementOf(surface, access, { end, placePath: null }, now) }))
  const survives = (code: string, path: string) =>
    standing.some(({ of }) => of.grants.some((grant) => grant.permission === code && grant.placePath === path))

  const byRoles = held.flatMap(({ role, place, paths, via }) =>
    role.permissions
      .filter(({ code }) => paths.some((path) => survives(code, path)))
      .map(({ code, range }) => ({
        code,
        text: text(code),
        range,
        place: { id: place.id, name: place.name, path: place.path },
        end: [...role.ends],
        source: { kind: via, code: role.code, name: role.name },
      })),
  )
  const direct = access.overrides
    .filter(({ effect, permission, place }) => effect === 'allow' && survives(permission, place.path))
    .map(({ permission, place }) => ({
      code: permission,
      text: text(permission),
      range: 'place' as const,
      place: { id: place.id, name: place.name, path: place.path },
      end: ends,
      source: { kind: 'direct' as const, code: '', name: '' },
    }))
  return {
    exclusive: exclusiveOf(access, now),
    permissions: [...byRoles, ...direct],
    denied: access.overrides
      .filter(({ effect }) => effect === 'deny')
      .map(({ permission, place }) => ({
        code: permission,
        text: text(permission),
        place: { id: place.id, name: place.name, path: place.path },
      })),
    fieldRules: standing
      .flatMap(({ of }) => [...of.fieldRules].map(([field, rule]) => ({ field, rule })))
      .filter(unique(({ field }) => field)),
    deniedEndpoints: [...new Set(standing.flatMap(({ of }) => [...of.deniedEndpoints]))],
  }
}

const unique =
  <T>(keyOf: (item: T) => string) =>
  (item: T, i: number, all: readonly T[]) =>
    all.findIndex((other) => keyOf(other) === keyOf(item)) === i

const permissionTexts = (surface: Surface): Map<string, Text> =>
  new Map(surface.capabilities.flatMap(({ contract }) => contract.permissions.map(({ code, text }) => [code, text] as const)))

export const presentAssignment = (held: HeldRole) => ({
  id: held.assignmentId ?? '',
  role: { id: held.role.id, code: held.role.code, name: held.role.name },
  place: { id: held.place.id, name: held.place.name, path: held.place.path },
  validFrom: held.from === null ? null : new Date(held.from).toISOString(),
  validUntil: held.until === null ? null : new Date(held.until).toISOString(),
})
