import { nameOf, phoneOf } from '@liren/bff/kernel/identity/accounts'
import { builtinRoleId } from '@liren/bff/kernel/identity/index'
import type { Category, Person, Spot } from './cases.ts'
import type { SeedContext } from './set.ts'
import type { EstateCode } from './sets/places.ts'

export interface Home {
  readonly spot: Spot
  readonly reporter: Person
}

export interface EstateWorld {
  readonly code: EstateCode
  readonly id: string
  readonly path: string
  readonly areas: readonly (Spot & { readonly name: string })[]
  /** Houses of people who have an account. */
  readonly homes: readonly Home[]
  readonly workers: readonly Person[]
  readonly desk: Person
}

export interface World {
  readonly categories: ReadonlyMap<string, Category>
  readonly estates: readonly EstateWorld[]
  readonly personas: ReadonlyMap<string, Person>
}

/** What earlier sets wrote, as far as cases need it. */
export async function readWorld(context: SeedContext): Promise<World> {
  const { kernel, rows } = context
  const categories = await rows<{ code: string; is_emergency: number; accept_minutes: number; finish_minutes: number }>(
    'SELECT code, is_emergency, accept_minutes, finish_minutes FROM repair_categories',
  )
  const users = await rows<{ id: string; name_sealed: string; phone_sealed: string | null; persona: string | null }>(
    'SELECT id, name_sealed, phone_sealed, persona FROM users',
  )
  const people = new Map(users.map((user) => [user.id, { id: user.id, name: nameOf(kernel, user), phone: phoneOf(kernel, user) ?? '' }]))
  const places = await rows<{ id: string; kind: string; code: string; name: string; path: string; full_name: string }>(
    "SELECT id, kind, code, name, path, full_name FROM places WHERE kind IN ('estate', 'area', 'house') ORDER BY path",
  )
  const members = await rows<{ user_id: string; house_id: string }>(
    "SELECT user_id, house_id FROM household_members WHERE user_id IS NOT NULL AND state = 'active' ORDER BY id",
  )
  const held = await rows<{ subject_id: string; role_id: string; place_path: string }>(
    'SELECT subject_id, role_id, place_path FROM role_assignments ORDER BY id',
  )
  // The first of a house is its owner, whose report it is.
  const byHouse = new Map([...members].reverse().map((member) => [member.house_id, member.user_id]))
  const holders = (role: string, path: string): Person[] =>
    held
      .filter((row) => row.role_id === builtinRoleId(role) && (path.startsWith(row.place_path) || row.place_path.startsWith(path)))
      .map((row) => people.get(row.subject_id))
      .filter((person) => person !== undefined)

  return {
    categories: new Map(
      categories.map((row) => [
        row.code,
        { code: row.code, isEmergency: row.is_emergency === 1, acceptMinutes: row.accept_minutes, finishMinutes: row.finish_minutes },
      ]),
    ),
    personas: new Map(users.flatMap((user) => (user.persona ? [[user.persona, people.get(user.id) as Person]] : []))),
    estates: places
      .filter((place) => place.kind === 'estate')
      .map((estate) => {
        const spotOf = (place: (typeof places)[number]): Spot => ({
          id: place.id,
          path: place.path,
          label: place.full_name.split(' · ').slice(3).join(' · '),
          estateId: estate.id,
          houseId: place.kind === 'house' ? place.id : null,
        })
        const inside = places.filter((place) => place.path.startsWith(estate.path))
        return {
          code: estate.code as EstateCode,
          id: estate.id,
          path: estate.path,
          areas: inside.filter((place) => place.kind === 'area').map((place) => ({ ...spotOf(place), name: place.name })),
          homes: inside.flatMap((place) => {
            const reporter = people.get(byHouse.get(place.id) ?? '')
            return place.kind === 'house' && reporter ? [{ spot: spotOf(place), reporter }] : []
          }),
          workers: holders('repair-worker', estate.path),
          desk: holders('housekeeper', estate.path)[0] ?? (holders('property-manager', estate.path)[0] as Person),
        }
      }),
  }
}
