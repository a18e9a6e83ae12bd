import { forEver, insertAccount, usualFailures } from '@liren/bff/kernel/identity/accounts'
import { assignRole, theHouse } from '@liren/bff/kernel/identity/assign'
import { builtinRoleId } from '@liren/bff/kernel/identity/index'
import { bound, passwordsOf } from '@liren/bff/kernel/identity/passwords'
import { text } from '@liren/contract'
import type { UserClass } from '@liren/contract/capabilities/user'
import { demoPassword, personaSpecs } from '../personas.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'
import { givenName, surname } from '../words/names.ts'

interface Employee {
  readonly name: string
  readonly account: string | null
  readonly phone: string
  readonly class: UserClass
  readonly roles: readonly (readonly [role: string, at: string])[]
  readonly persona?: string | null
  readonly hasPassword: boolean
}

/** Where an account of each class belongs; its roles lie within. */
const homeOf: Readonly<Record<UserClass, string>> = {
  city: '',
  street: 'yx/',
  command: 'yx/',
  village: 'yx/wt/',
  property: 'yx/wt/',
  resident: 'yx/wt/',
}

/** Property staff, grid workers, officers and administrators, with their roles. */
export const staff: SeedSet = {
  name: 'staff',
  text: text('工作人员与角色', 'Staff and roles'),
  run: async (context) => {
    const { kernel, ids, now, tx } = context
    const places = new Map(
      (await context.rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind NOT IN ('house', 'unit')")).map((place) => [
        place.path,
        place,
      ]),
    )
    const placeAt = (path: string) => {
      const place = places.get(`/jl/${path}`)
      if (!place) throw new Error(`there is no place /jl/${path}`)
      return place
    }
    const employees = [...named(), ...others(context)].map((person, i) => {
      const since = now - 380 * day + i * 60_000
      return { ...person, since, id: ids.at(since) }
    })
    // Hashes are slow on purpose; they are made beside each other.
    const hashes = await Promise.all(
      employees.map(({ id, hasPassword }) => (hasPassword ? passwordsOf(kernel).hash(bound(id, demoPassword)) : null)),
    )
    for (const [i, person] of employees.entries()) {
      const { id, since } = person
      const home = placeAt(homeOf[person.class])
      const draft = {
        id,
        account: person.account,
        name: person.name,
        phone: person.phone,
        class: person.class,
        placeId: home.id,
        placePath: home.path,
        validFrom: since,
        validUntil: person.class === 'property' ? now + 720 * day : forEver,
        idleMinutes: 12 * 60,
        maxFailures: usualFailures,
        passwordHash: hashes[i] ?? null,
        persona: person.persona ?? null,
      }
      await insertAccount(kernel, draft, tx)
      for (const [role, at] of person.roles) {
        const assignment = { roleId: builtinRoleId(role), place: placeAt(at), from: null, until: null }
        await assignRole(kernel, theHouse, { kind: 'user', id }, assignment, tx)
      }
      context.progress((i + 1) / employees.length)
    }
  },
}

const named = (): Employee[] => personaSpecs.filter((spec) => !spec.home).map((spec) => ({ ...spec, hasPassword: spec.account !== null }))

/** Colleagues, so that there is somebody to hand work to. They sign in by text message. */
function others({ dice, scale }: SeedContext): Employee[] {
  const estates = ['yx/wt/fl/', 'yx/wt/wtl/', 'yx/wt/wjf/']
  let phone = 20
  const person = (role: string, at: string, userClass: UserClass): Employee => ({
    name: `${surname(dice)}${givenName(dice, 'parent', dice.chance(0.7) ? 'm' : 'f')}`,
    account: null,
    phone: `1000000${String(++phone).padStart(4, '0')}`,
    class: userClass,
    roles: [[role, at]],
    hasPassword: false,
  })
  const everywhere = (role: string, count: number): Employee[] =>
    Array.from({ length: count }, (_, i) => person(role, estates[i % 3] as string, 'property'))
  return [
    ...everywhere('repair-worker', scale.workers),
    ...everywhere('guard', Math.ceil(scale.workers / 2)),
    ...everywhere('housekeeper', 3),
    ...everywhere('cashier', 3),
    person('grid-leader', 'yx/wt/', 'village'),
    ...Array.from({ length: Math.max(2, scale.grids) }, () => person('grid-worker', 'yx/wt/', 'village')),
    ...Array.from({ length: 3 }, () => person('community-officer', 'yx/wt/', 'village')),
    person('command-officer', 'yx/', 'command'),
  ]
}
