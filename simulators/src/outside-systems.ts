import { timingSafeEqual } from 'node:crypto'
import { demoAccounts } from '@liren/contract'
import { residentIdSign } from '@liren/contract/archive/index'
import type { Exchange, Reply } from './server.ts'

/** Somebody or something an outside system knows of; all of it is invented. */
interface Known {
  readonly ref: string
  readonly archive: 'person' | 'house' | 'vehicle' | 'space'
  readonly place: string
  readonly as?: 'family' | 'tenant' | 'visitor'
  values(round: number): Readonly<Record<string, string | number>>
}

const paper = (n: number): string => {
  const head = `99010219880214${String(n).padStart(2, '0')}1`
  return head + residentIdSign(head)
}
const phone = (n: number, round: number): string => `1000000${String(5200 + n * 4 + (round % 4)).padStart(4, '0')}`

const person = (ref: string, n: number, name: string, place: string, as: NonNullable<Known['as']>): Known => ({
  ...{ ref, archive: 'person', place, as },
  values: (round) => ({ name, idKind: 'resident', idNumber: paper(n), population: 'resident', phone: phone(n, round) }),
})

const estate = '/jl/yx/wt/fl'

/** What the provincial application has on file: people, houses, cars and rooms, one of them in another community. */
const province: readonly Known[] = [
  person('ZJ-RY-0001', 1, '闻人语', `${estate}/01/1/502/`, 'family'),
  {
    ...{ ref: 'ZJ-FW-0001', archive: 'house', place: `${estate}/01/1/502/` },
    values: (round) => ({ orientation: round % 2 === 0 ? 's' : 'sn', ownership: 'private' }),
  },
  {
    ...{ ref: 'ZJ-CL-0001', archive: 'vehicle', place: `${estate}/` },
    values: (round) => ({
      ...{ plate: '浙A6D052', plateKind: 'blue', kind: 'car', stay: 'resident', ownerName: '闻人语', brand: '吉利' },
      inspectionUntil: `${2028 + (round % 3)}-05-31`,
    }),
  },
  {
    ...{ ref: 'ZJ-KJ-0001', archive: 'space', place: `${estate}/garden/` },
    values: (round) => ({
      ...{ name: '共享书房', purpose: 'library', position: '中心花园东侧', spatialCode: 'ZJ33019900052001' },
      capacity: 40 + (round % 3) * 10,
    }),
  },
  person('ZJ-RY-0002', 2, '东方晓', '/jl/yx/bh/hd/01/1/101/', 'tenant'),
  person('ZJ-RY-0003', 3, '南宫适', `${estate}/01/2/301/`, 'tenant'),
]

/** What the system of the property company has: tenants and visitors, one of them the same person as above. */
const property: readonly Known[] = [
  person('WY-ZK-0101', 4, '公孙策', `${estate}/01/1/401/`, 'tenant'),
  person('WY-FK-0201', 5, '令狐远', `${estate}/01/1/501/`, 'visitor'),
  person('WY-ZK-0102', 1, '闻人语', `${estate}/01/1/502/`, 'family'),
  person('WY-ZK-0301', 6, '慕容清', '/jl/yx/wt/wjf/01/1/101/', 'tenant'),
]

const every = 10 * 60_000
const most = 6

/** A change every ten minutes, round and round; the cursor counts them. The first question is answered with the latest few. */
const changesOf = (known: readonly Known[], now: number, cursor: string | null): Reply => {
  const newest = Math.floor(now / every)
  const asked = cursor === null ? newest - most : Number(cursor)
  if (!Number.isInteger(asked) || asked > newest) return { status: 422, json: { error: 'cursor' } }
  const from = Math.max(asked, newest - known.length)
  const numbers = Array.from({ length: Math.min(most, newest - from) }, (_, i) => from + i + 1)
  const changes = numbers.flatMap((number) => {
    const one = known[number % known.length]
    if (!one) return []
    const { ref, archive, place, as } = one
    const changedAt = new Date(number * every).toISOString()
    return [{ ref, archive, place, ...(as ? { as } : {}), changedAt, values: one.values(Math.floor(number / known.length)) }]
  })
  const reached = numbers.at(-1) ?? from
  return { json: { changes, cursor: String(reached), more: reached < newest } }
}

const isKey = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(`Bearer ${expected}`)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Answers for the provincial application and the property system: what has changed since the cursor, for whoever has the key. */
export function answerOutside({ method, path, query, headers }: Exchange, now: number): Reply | undefined {
  const known = path === '/outside/province' ? province : path === '/outside/property' ? property : undefined
  if (!known || method !== 'GET') return undefined
  if (!isKey(headers.authorization ?? '', demoAccounts.outside.key)) return { status: 401, json: { error: 'key' } }
  return changesOf(known, now, query.get('cursor'))
}
