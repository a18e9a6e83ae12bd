import type { Repair } from '@liren/contract/capabilities/repair'
import type { TestApp } from '../app.ts'
import type { Person, Places } from './people.ts'

/** Something that requests can be about, with the facts by which the judge tells who stands how to it. */
export interface Row {
  readonly kind: string
  /** Also the word of its canary. */
  readonly key: string
  readonly id: string
  readonly version: number
  readonly path: string
  readonly ownerId: string | undefined
  /** Path of the house it belongs to. */
  readonly home: string | undefined
  readonly handlerId: string | undefined
  /** Seen by the whole estate. */
  readonly isPublic: boolean
  readonly estate: string
  readonly state: string
}

export const repairStates = ['submitted', 'dispatched', 'accepted', 'handling', 'paused', 'finished', 'closed', 'returned'] as const

interface Spot {
  readonly key: string
  readonly reporter: string
  readonly worker: string
  readonly manager: string
  readonly place: { id: string; path: string }
  readonly home: string | undefined
  readonly estate: string
}

/** A repair in each state at four spots: a home, a garden, the home of another estate, one of another community. */
export async function buildRepairs(app: TestApp, people: readonly Person[], { at, estate, second, far }: Places): Promise<Row[]> {
  const spots: Spot[] = [
    {
      key: 'fl-home',
      reporter: 'owner',
      worker: 'worker',
      manager: 'manager',
      place: at.fl.first,
      home: at.fl.first.path,
      estate: estate.path,
    },
    {
      key: 'fl-garden',
      reporter: 'neighbour',
      worker: 'worker',
      manager: 'manager',
      place: at.fl.garden,
      home: undefined,
      estate: estate.path,
    },
    {
      key: 'fl2-home',
      reporter: 'second-owner',
      worker: 'second-worker',
      manager: 'second-manager',
      place: at.fl2.first,
      home: at.fl2.first.path,
      estate: second.path,
    },
    {
      key: 'hd-home',
      reporter: 'far-owner',
      worker: 'far-worker',
      manager: 'far-manager',
      place: at.hd.first,
      home: at.hd.first.path,
      estate: far.path,
    },
  ]
  const rows: Row[] = []
  for (const spot of spots) for (const state of repairStates) rows.push(await repairIn(app, people, spot, state))
  return rows
}

async function repairIn(app: TestApp, people: readonly Person[], spot: Spot, state: (typeof repairStates)[number]): Promise<Row> {
  const who = (name: string) => {
    const person = people.find((candidate) => candidate.name === name)
    if (!person?.token) throw new Error(`${name} is nobody`)
    return person
  }
  const key = `${spot.key}-${state}`
  const ask = async (name: string, path: string, body: object): Promise<Repair> => {
    const answer = await app.call<Repair>('POST', path, { token: who(name).token, body })
    if (answer.status >= 300) throw new Error(`${key}: ${path} answered ${answer.status} ${answer.text}`)
    return answer.body
  }
  let repair = await ask(spot.reporter, '/api/repairs', {
    kind: spot.home ? 'home' : 'public',
    category: spot.home ? 'water' : 'lift',
    description: `CANARY.repair.${key}. 漏水了`,
    placeId: spot.place.id,
    spot: `CANARY.repair.${key}.`,
    photos: [],
  })
  const step = async (name: string, action: string, body: object = {}) => {
    repair = await ask(name, `/api/repairs/${repair.id}/actions/${action}`, { version: repair.version, ...body })
  }
  const { worker, manager, reporter } = spot
  const path: Record<typeof state, readonly (() => Promise<void>)[]> = {
    submitted: [],
    dispatched: [() => step(manager, 'dispatch', { handlerId: who(worker).id })],
    accepted: [() => step(worker, 'grab')],
    handling: [() => step(worker, 'grab'), () => step(worker, 'arrive')],
    paused: [() => step(worker, 'grab'), () => step(worker, 'pause', { reason: '等配件' })],
    finished: [() => step(worker, 'grab'), () => step(worker, 'arrive'), async () => finish()],
    closed: [() => step(worker, 'grab'), () => step(worker, 'arrive'), async () => finish(), () => step(reporter, 'confirm')],
    returned: [() => step(manager, 'return', { reason: '不属于本小区' })],
  }
  const finish = async () => {
    const { token } = who(worker)
    await step(worker, 'finish', { photos: [await app.photo(token as string)], note: `CANARY.repair.${key}.` })
  }
  for (const next of path[state]) await next()
  return {
    kind: 'repair',
    key,
    state,
    id: repair.id,
    version: repair.version,
    path: spot.place.path,
    home: spot.home,
    estate: spot.estate,
    isPublic: spot.home === undefined,
    ownerId: who(spot.reporter).id,
    handlerId: ['submitted', 'returned'].includes(state) ? undefined : who(worker).id,
  }
}

/** People as rows: what `/api/users/:id` and `/api/access/user/:id` are about. */
export function userRows(people: readonly Person[]): Row[] {
  const wanted = ['owner', 'worker', 'second-worker', 'far-worker', 'manager', 'far-manager', 'officer']
  const rows: Row[] = []
  for (const person of people.filter(({ name }) => wanted.includes(name))) {
    const path = person.posts[0]?.path ?? '/'
    rows.push({
      ...{ kind: 'user', key: person.name, id: person.id, version: 1, path, ownerId: person.id },
      ...{ home: undefined, handlerId: undefined, isPublic: false, estate: path, state: 'active' },
    })
  }
  return rows
}

export const placeRows = ({ at, estate, second, far, community }: Places): Row[] =>
  Object.entries({ estate, second, far, community, building: at.fl.building, 'far-house': at.hd.first, spare: at.fl.spare }).map(
    ([key, place]) => ({
      ...{ kind: 'place', key, id: place.id, version: 1, path: place.path, ownerId: undefined },
      ...{ home: undefined, handlerId: undefined, isPublic: false, estate: place.path, state: '' },
    }),
  )

export const houseRows = ({ at }: Places): Row[] =>
  Object.entries({ 'fl-1201': at.fl.first, 'fl-1202': at.fl.next, 'fl2-1201': at.fl2.first, 'hd-1201': at.hd.first }).map(
    ([key, house]) => ({
      ...{ kind: 'house', key, id: house.id, version: 0, path: house.path, ownerId: undefined, home: house.path },
      ...{ handlerId: undefined, isPublic: false, estate: house.path, state: '' },
    }),
  )

/** An id that nothing has. Whoever may not see a row gets the very answer that this one gets. */
export const missingId = '01jq0000000000000000000000'
