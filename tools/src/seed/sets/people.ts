import { liveKey } from '@liren/bff/capabilities/household/row'
import { forEver, insertAccount, residentIdleMinutes, usualFailures } from '@liren/bff/kernel/identity/accounts'
import { demoLife, text } from '@liren/contract'
import type { Row } from '../batch.ts'
import { type Dweller, family, occupy, tenants } from '../households.ts'
import { type PersonaSpec, personaSpecs } from '../personas.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'

interface House {
  readonly id: string
  readonly path: string
}

/** Households, three generations of them, and accounts for those who use the app. */
export const people: SeedSet = {
  name: 'people',
  text: text('居民与住户', 'Residents and households'),
  run: async (context) => {
    const { dice, scale } = context
    const houses = await context.rows<House>("SELECT id, path FROM places WHERE kind = 'house' ORDER BY path")
    const homes = new Map(personaSpecs.filter((spec) => spec.home).map((spec) => [homePath(spec), spec]))
    const occupations = occupy(dice, houses.length, scale.people)
    const write = createWriter(context)
    const neighbours = homesOfNeighbours(houses, homes, occupations)
    for (const [i, house] of houses.entries()) {
      const persona = homes.get(house.path)
      const { kind, size } = occupations[i] ?? { kind: 'empty', size: 0 }
      if (persona) await write.household(house, personaFamily(persona), persona)
      else if (kind === 'owned') await write.household(house, family(dice, size), undefined, neighbours.get(house.path))
      else if (kind === 'let') await write.household(house, tenants(dice, size))
      if (i % 200 === 0) context.progress(i / houses.length)
    }
    await write.flush()
  },
}

const homePath = ({ home }: PersonaSpec): string =>
  home ? `/jl/yx/wt/${home.estate}/${String(home.building).padStart(2, '0')}/${home.unit}/${home.house}/` : ''

/** The first owned homes of each estate, for those whom the life simulator moves. */
function homesOfNeighbours(
  houses: readonly House[],
  taken: ReadonlyMap<string, unknown>,
  occupations: ReturnType<typeof occupy>,
): Map<string, string> {
  const each = demoLife.residents.length / 3
  const found = new Map<string, string>()
  for (const [e, estate] of ['fl', 'wtl', 'wjf'].entries()) {
    const owned = houses.filter(
      (house, i) => house.path.startsWith(`/jl/yx/wt/${estate}/`) && !taken.has(house.path) && occupations[i]?.kind === 'owned',
    )
    for (const [i, house] of owned.slice(0, each).entries()) found.set(house.path, demoLife.residents[e * each + i] as string)
  }
  return found
}

/** The resident has a family; the elder lives alone, her son is told of what matters. */
function personaFamily(spec: PersonaSpec): Dweller[] {
  const own: Dweller = { name: spec.name, generation: spec.persona === 'elder' ? 'elder' : 'parent', relation: 'owner' }
  if (spec.persona === 'elder') return [own, { name: '郑立新', generation: 'parent', relation: 'family' }]
  return [
    own,
    { name: '许文博', generation: 'parent', relation: 'family' },
    { name: '许小满', generation: 'child', relation: 'family' },
    { name: '林素琴', generation: 'elder', relation: 'family' },
  ]
}

function createWriter(context: SeedContext) {
  const { kernel, dice, ids, now, scale, tx } = context
  const members: Row[] = []
  const contacts: Row[] = []
  let moments = now - 390 * day
  // 100-0000-xxxx: no operator uses the prefix. The first hundred belong to personas and staff.
  let phones = 100
  // About one dweller in eight is a child without a telephone.
  const share = scale.accounts / (scale.people * 0.87)

  const member = (house: House, dweller: Dweller, phone: string | null, userId: string | null): void => {
    const id = ids.at(moments)
    const at = (column: string) => ({ table: 'household_members', column, row: id })
    members.push({
      id,
      house_id: house.id,
      place_path: house.path,
      user_id: userId,
      name_sealed: kernel.sealer.seal(dweller.name, at('name_sealed')),
      phone_sealed: phone && kernel.sealer.seal(phone, at('phone_sealed')),
      phone_index: phone && kernel.sealer.blindIndex(phone, { table: 'household_members', column: 'phone_sealed' }),
      phone_suffix: phone && kernel.sealer.suffixIndex(phone, { table: 'household_members', column: 'phone_sealed' }),
      relation: dweller.relation,
      state: 'active',
      valid_from_at: moments,
      valid_until_at: dweller.relation === 'tenant' ? now + dice.int(30, 500) * day : null,
      live_key: userId ? liveKey(house.id, userId) : null,
      created_at: moments,
    })
  }

  const contact = (house: House, dweller: Dweller, phone: string): void => {
    const id = ids.at(moments)
    const at = (column: string) => ({ table: 'household_contacts', column, row: id })
    contacts.push({
      id,
      house_id: house.id,
      place_path: house.path,
      name_sealed: kernel.sealer.seal(dweller.name, at('name_sealed')),
      phone_sealed: kernel.sealer.seal(phone, at('phone_sealed')),
      phone_index: kernel.sealer.blindIndex(phone, { table: 'household_contacts', column: 'phone_sealed' }),
      relation: dweller.relation,
      created_by: null,
      created_at: moments,
    })
  }

  const account = async (house: House, dweller: Dweller, phone: string, spec?: PersonaSpec): Promise<string> => {
    const draft = {
      id: ids.at(moments),
      name: dweller.name,
      phone,
      class: 'resident' as const,
      placeId: house.id,
      placePath: house.path,
      validFrom: moments,
      validUntil: forEver,
      idleMinutes: residentIdleMinutes,
      maxFailures: usualFailures,
      persona: spec?.persona ?? null,
    }
    const past = { ...kernel, clock: { ...kernel.clock, now: () => moments } }
    return (await insertAccount(past, draft, tx)).id
  }

  return {
    async household(house: House, dwellers: readonly Dweller[], spec?: PersonaSpec, ownPhone?: string): Promise<void> {
      for (const [i, dweller] of dwellers.entries()) {
        moments += 3000
        const adult = dweller.generation !== 'child'
        const given = i === 0 ? (spec?.phone ?? ownPhone) : undefined
        const phone = adult ? (given ?? `1000000${String(++phones % 10_000).padStart(4, '0')}`) : null
        const takesPart = phone !== null && (spec !== undefined || given !== undefined || dice.chance(share))
        const userId = takesPart ? await account(house, dweller, phone, i === 0 ? spec : undefined) : null
        member(house, dweller, phone, userId)
        if (i === 0 && phone) contact(house, dweller, phone)
      }
    },
    async flush(): Promise<void> {
      await context.insert('household_members', members)
      await context.insert('household_contacts', contacts)
    },
  }
}
