import type { End } from '@liren/contract'
import type { PlaceKind } from '@liren/contract/capabilities/place'
import { forEver, insertAccount } from '../src/kernel/identity/accounts.ts'
import { assignRole, theHouse } from '../src/kernel/identity/assign.ts'
import { builtinRoleId } from '../src/kernel/identity/index.ts'
import type { Kernel } from '../src/kernel/kernel.ts'
import { insertOnce } from '../src/kernel/store/insert-once.ts'
import type { Tx } from '../src/kernel/store/store.ts'
import type { TestApp } from './app.ts'

export interface TestPlace {
  readonly id: string
  readonly path: string
  readonly name: string
}

/** A place under another; what a test does not say is filled in. */
export async function makePlace(
  kernel: Kernel,
  kind: PlaceKind,
  code: string,
  name: string,
  parent?: TestPlace & { fullName?: string },
): Promise<TestPlace & { fullName: string }> {
  const id = kernel.ids.next()
  const path = `${parent?.path ?? '/'}${code}/`
  const fullName = parent ? `${parent.fullName ?? parent.name} · ${name}` : name
  await insertOnce(kernel.store, 'places', {
    id,
    parent_id: parent?.id ?? null,
    kind,
    code,
    name,
    path,
    full_name: fullName,
    created_at: kernel.clock.now(),
  })
  return { id, path, name, fullName }
}

/** Whoever works here may enter data, bound by an agreement; a test that is about this says otherwise. */
export async function makeRecorder(kernel: Kernel, userId: string, placePath: string, tx?: Tx): Promise<void> {
  const id = kernel.ids.next()
  const agreement = { agreement_file_id: id, signed_on: '2020-01-01', until_on: '2099-12-31' }
  const registered = { registered_by: null, registered_at: kernel.clock.now(), live_key: userId }
  await insertOnce(
    kernel.store,
    'entry_recorders',
    { id, place_path: placePath, user_id: userId, grade: 'L4', ...agreement, ...registered },
    tx,
  )
}

/** What goes with a new file that says something about health: the person was told at the door, and agreed. */
export const toldOfHealth = [{ purpose: 'health', textVersion: 1, channel: 'field' }] as const

let people = 0

/** A person with roles at places and, if said, a house to live in. */
export async function makePerson(
  kernel: Kernel,
  name: string,
  options: {
    roles?: readonly [role: string, place: TestPlace][]
    house?: TestPlace
    relation?: 'owner' | 'family' | 'tenant'
    phone?: string
    at?: TestPlace
  } = {},
): Promise<string> {
  people++
  const phone = options.phone ?? `1000000${String(people).padStart(4, '0')}`
  const now = kernel.clock.now()
  return kernel.store.tx(async (tx) => {
    const home = options.at ?? options.roles?.[0]?.[1] ?? options.house
    const user = await insertAccount(
      kernel,
      {
        account: `test${people}-${kernel.ids.next().slice(-6)}`,
        name,
        phone,
        class: options.house ? 'resident' : 'property',
        placeId: home?.id ?? null,
        placePath: home?.path ?? '/',
        validFrom: 0,
        validUntil: forEver,
        idleMinutes: 60 * 24 * 30,
        maxFailures: 5,
      },
      tx,
    )
    for (const [role, place] of options.roles ?? [])
      await assignRole(kernel, theHouse, { kind: 'user', id: user.id }, { roleId: builtinRoleId(role), place, from: null, until: null }, tx)
    if (options.roles) await makeRecorder(kernel, user.id, home?.path ?? '/', tx)
    if (options.house) {
      const id = kernel.ids.next()
      const at = (column: string) => ({ table: 'household_members', column, row: id })
      await insertOnce(
        kernel.store,
        'household_members',
        {
          id,
          house_id: options.house.id,
          place_path: options.house.path,
          user_id: user.id,
          name_sealed: kernel.sealer.seal(name, at('name_sealed')),
          phone_sealed: kernel.sealer.seal(phone, at('phone_sealed')),
          relation: options.relation ?? 'owner',
          state: 'active',
          valid_from_at: now,
          live_key: `${options.house.id}:${user.id}`,
          created_at: now,
        },
        tx,
      )
    }
    return user.id
  })
}

/** Two estates of one community and a third elsewhere, with the people whom most tests need. */
export async function makeVillage(app: TestApp) {
  const { kernel } = app
  const city = await makePlace(kernel, 'city', 'jl', '江临市')
  const street = await makePlace(kernel, 'street', 'yx', '云溪街道', city)
  const community = await makePlace(kernel, 'community', 'wt', '梧桐社区', street)
  const otherCommunity = await makePlace(kernel, 'community', 'bh', '滨河社区', street)
  const estate = await makePlace(kernel, 'estate', 'fl', '枫林雅苑', community)
  const secondEstate = await makePlace(kernel, 'estate', 'wl', '梧桐里', community)
  const farEstate = await makePlace(kernel, 'estate', 'hd', '河东苑', otherCommunity)
  const building = await makePlace(kernel, 'building', '03', '3幢', estate)
  const unit = await makePlace(kernel, 'unit', '1', '1单元', building)
  const house = await makePlace(kernel, 'house', '1201', '1201', unit)
  const nextHouse = await makePlace(kernel, 'house', '1202', '1202', unit)
  const garden = await makePlace(kernel, 'area', 'garden', '中心花园', estate)
  const secondHouse = await makePlace(kernel, 'house', '0101', '101', secondEstate)

  const ids = {
    resident: await makePerson(kernel, '林晓岚', { house }),
    family: await makePerson(kernel, '林小满', { house, relation: 'family' }),
    neighbour: await makePerson(kernel, '周知远', { house: nextHouse }),
    stranger: await makePerson(kernel, '许若谷', { house: secondHouse }),
    worker: await makePerson(kernel, '李守成', { roles: [['repair-worker', estate]] }),
    secondWorker: await makePerson(kernel, '王立春', { roles: [['repair-worker', estate]] }),
    farWorker: await makePerson(kernel, '赵远山', { roles: [['repair-worker', farEstate]] }),
    housekeeper: await makePerson(kernel, '沈安然', { roles: [['housekeeper', estate]] }),
    manager: await makePerson(kernel, '陈望舒', { roles: [['property-manager', estate]] }),
    farManager: await makePerson(kernel, '钱致和', { roles: [['property-manager', farEstate]] }),
    officer: await makePerson(kernel, '孙明理', { roles: [['community-officer', community]] }),
    gridWorker: await makePerson(kernel, '吴行知', { roles: [['grid-worker', community]] }),
  }
  const ends: Record<keyof typeof ids, End> = {
    resident: 'resident',
    family: 'resident',
    neighbour: 'resident',
    stranger: 'resident',
    worker: 'staff',
    secondWorker: 'staff',
    farWorker: 'staff',
    housekeeper: 'admin',
    manager: 'admin',
    farManager: 'admin',
    officer: 'admin',
    gridWorker: 'grid',
  }
  const tokens = {} as Record<keyof typeof ids, string>
  for (const who of Object.keys(ids) as (keyof typeof ids)[]) tokens[who] = await app.tokenOf(ids[who], ends[who])
  return {
    city,
    street,
    community,
    otherCommunity,
    estate,
    secondEstate,
    farEstate,
    building,
    unit,
    house,
    nextHouse,
    garden,
    secondHouse,
    ids,
    tokens,
  }
}
export type Village = Awaited<ReturnType<typeof makeVillage>>
