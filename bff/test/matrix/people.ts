import type { End } from '@liren/contract'
import { macOf } from '../../src/kernel/identity/guard.ts'
import { unscoped } from '../../src/kernel/store/scope.ts'
import type { Answer, TestApp } from '../app.ts'
import { makePerson, makePlace, type TestPlace } from '../village.ts'
import { roleBody } from './role-body.ts'

/** A role somebody holds at a place, as a fact for the judge. */
export interface Post {
  readonly role: string
  readonly path: string
}

/** Who asks. Everything the judge needs to know is written down here, not looked up in the code under test. */
export interface Person {
  readonly name: string
  readonly id: string
  readonly token: string | undefined
  readonly end: End
  readonly posts: readonly Post[]
  /** Path of the house whose household the person belongs to today, and that person's role there. */
  readonly home: string | undefined
  /** Why nobody behind this token is let in anywhere. */
  readonly barred?: 'anonymous' | 'expired' | 'pending'
  /** Has not given the second proof of the last minutes. */
  readonly notSteppedUp?: true
  /** Single interfaces that the person's role is refused. */
  readonly denied?: readonly string[]
  /** Known by name to those of the same place, as people who work there are. */
  readonly works?: boolean
  /** Where the account is kept, for those who hold nothing there any more. */
  readonly kept?: string
}

/** So that an invitation by telephone number finds its way. */
export const guestPhone = '10000007001'

export type Places = Awaited<ReturnType<typeof buildPlaces>>

/** Two estates of one community, a third of another; names of places are public and carry no canary. */
async function buildPlaces(app: TestApp) {
  const { kernel } = app
  const city = await makePlace(kernel, 'city', 'jl', '江临市')
  const street = await makePlace(kernel, 'street', 'yx', '云溪街道', city)
  const community = await makePlace(kernel, 'community', 'wt', '梧桐社区', street)
  const otherCommunity = await makePlace(kernel, 'community', 'bh', '滨河社区', street)
  const estate = await makePlace(kernel, 'estate', 'fl', '枫林雅苑', community)
  // its code begins like the first one's, so that a forgotten slash in a prefix shows
  const second = await makePlace(kernel, 'estate', 'fl2', '枫林二期', community)
  const far = await makePlace(kernel, 'estate', 'hd', '河东苑', otherCommunity)
  const homes = async (at: TestPlace & { fullName: string }) => {
    const building = await makePlace(kernel, 'building', '03', '3幢', at)
    const annex = await makePlace(kernel, 'building', '04', '4幢', at)
    const unit = await makePlace(kernel, 'unit', '1', '1单元', building)
    const first = await makePlace(kernel, 'house', '1201', '1201', unit)
    const next = await makePlace(kernel, 'house', '1202', '1202', unit)
    const spare = await makePlace(kernel, 'house', '1203', '1203', unit)
    const garden = await makePlace(kernel, 'area', 'garden', '花园', at)
    return { building, annex, unit, first, next, spare, garden }
  }
  const grids = {
    fl: await makePlace(kernel, 'grid', 'g1', '第一网格', community),
    fl2: await makePlace(kernel, 'grid', 'g2', '第二网格', community),
    hd: await makePlace(kernel, 'grid', 'g3', '第三网格', otherCommunity),
    spare: await makePlace(kernel, 'grid', 'g4', '第四网格', community),
    farSpare: await makePlace(kernel, 'grid', 'g5', '第五网格', otherCommunity),
  }
  return {
    grids,
    ...{ city, street, community, otherCommunity, estate, second, far },
    at: { fl: await homes(estate), fl2: await homes(second), hd: await homes(far) },
  }
}

interface Draft {
  readonly name: string
  readonly end: End
  readonly posts?: readonly [role: string, at: TestPlace][]
  readonly home?: TestPlace
  readonly relation?: 'owner' | 'family' | 'tenant'
  readonly phone?: string
  /** Signed in at an end where the posts do not count. */
  readonly offDuty?: true
  /** Where the account belongs, when wider than its first post. */
  readonly at?: TestPlace
}

/** Everybody of §2.1 and a few more: each role, each way of belonging to a house, each way of belonging nowhere. */
export async function buildPeople(app: TestApp) {
  const places = await buildPlaces(app)
  const { street, community, otherCommunity, estate, second, far, at, city } = places
  const drafts: Draft[] = [
    { name: 'owner', end: 'resident', home: at.fl.first },
    { name: 'family', end: 'resident', home: at.fl.first, relation: 'family' },
    { name: 'tenant', end: 'resident', home: at.fl.first, relation: 'tenant' },
    { name: 'neighbour', end: 'resident', home: at.fl.next },
    { name: 'second-owner', end: 'resident', home: at.fl2.first },
    { name: 'far-owner', end: 'resident', home: at.hd.first },
    { name: 'guest', end: 'resident', phone: guestPhone },
    { name: 'worker', end: 'staff', posts: [['repair-worker', estate]] },
    { name: 'worker-at-home', end: 'resident', posts: [['repair-worker', estate]], offDuty: true },
    { name: 'other-worker', end: 'staff', posts: [['repair-worker', estate]] },
    {
      name: 'two-posts',
      end: 'staff',
      at: street,
      posts: [
        ['repair-worker', estate],
        ['housekeeper', far],
      ],
    },
    { name: 'second-worker', end: 'staff', posts: [['repair-worker', second]] },
    { name: 'far-worker', end: 'staff', posts: [['repair-worker', far]] },
    { name: 'housekeeper', end: 'staff', posts: [['housekeeper', estate]] },
    { name: 'building-housekeeper', end: 'admin', posts: [['housekeeper', at.fl.building]] },
    { name: 'guard', end: 'staff', posts: [['guard', estate]] },
    { name: 'cashier', end: 'staff', posts: [['cashier', estate]] },
    { name: 'manager', end: 'admin', posts: [['property-manager', estate]] },
    { name: 'second-manager', end: 'admin', posts: [['property-manager', second]] },
    { name: 'far-manager', end: 'admin', posts: [['property-manager', far]] },
    { name: 'grid-worker', end: 'grid', posts: [['grid-worker', community]] },
    { name: 'grid-leader', end: 'grid', posts: [['grid-leader', community]] },
    { name: 'officer', end: 'admin', posts: [['community-officer', community]] },
    { name: 'far-officer', end: 'admin', posts: [['community-officer', otherCommunity]] },
    { name: 'duty-officer', end: 'admin', posts: [['duty-officer', community]] },
    { name: 'command-officer', end: 'admin', posts: [['command-officer', street]] },
    { name: 'street-leader', end: 'admin', posts: [['street-leader', street]] },
    { name: 'system-admin', end: 'admin', posts: [['system-administrator', city]] },
    { name: 'security-admin', end: 'admin', posts: [['security-administrator', city]] },
    { name: 'auditor', end: 'admin', posts: [['auditor', city]] },
    { name: 'far-system-admin', end: 'admin', posts: [['system-administrator', otherCommunity]] },
    { name: 'far-security-admin', end: 'admin', posts: [['security-administrator', otherCommunity]] },
    { name: 'far-auditor', end: 'admin', posts: [['auditor', otherCommunity]] },
  ]
  const people: Person[] = []
  for (const { name, end, posts = [], home, relation = 'owner', phone, offDuty, at: kept } of drafts) {
    const id = await makePerson(app.kernel, `CANARY.user.${name}.`, {
      roles: posts,
      ...(phone ? { phone } : {}),
      ...(kept ? { at: kept } : {}),
      ...(home ? { house: home, relation } : {}),
    })
    people.push({
      name,
      id,
      end,
      token: await app.tokenOf(id, end),
      posts: [
        ...(offDuty ? [] : posts.map(([role, place]) => ({ role, path: place.path }))),
        ...(home ? [{ role: relation, path: home.path }] : []),
      ],
      home: home?.path,
      works: posts.length > 0,
      ...(offDuty ? { kept: estate.path } : {}),
    })
  }
  return { places, people: [...people, ...(await barred(app, places)), ...(await special(app, places, people))] }
}

async function expectGood(asked: Promise<Answer>): Promise<void> {
  const { status, text } = await asked
  if (status >= 300) throw new Error(`${status} ${text}`)
}

/** People whom one thing holds back: a password to change, a proof to give again, an interface refused to their role. */
async function special(app: TestApp, { city, estate }: Places, people: readonly Person[]): Promise<Person[]> {
  const { kernel } = app
  const admin = people.find(({ name }) => name === 'system-admin')?.token
  const make = async (name: string, roles: [string, TestPlace][]) => {
    const id = await makePerson(kernel, `CANARY.user.${name}.`, { roles, ...(roles.length === 0 ? { at: estate } : {}) })
    return {
      name,
      id,
      end: 'admin' as const,
      token: await app.tokenOf(id, 'admin'),
      posts: roles.map(([role, place]) => ({ role, path: place.path })),
      works: true,
      home: undefined,
    }
  }
  const unready = await make('unready', [['property-manager', estate]])
  const reset = { version: 1, password: 'Wu-Tong-2026-plane' }
  await expectGood(app.call('POST', `/api/users/${unready.id}/password-reset`, { token: admin, body: reset }))
  const ready = { ...unready, token: await app.tokenOf(unready.id, 'admin') }
  const idle = await make('idle-security', [['security-administrator', city]])
  const reader = await make('denied-reader', [])
  const permissions = [
    { code: 'repair.read', range: 'place' },
    // a household has no statistics: this grant reaches no place
    { code: 'repair.statistics', range: 'household' },
  ]
  const role = { ...roleBody('只读报修'), ends: ['admin'], permissions, deniedEndpoints: ['repair.list'] }
  const made = await app.call<{ id: string }>('POST', '/api/roles', { token: admin, body: role })
  const given = await app.call('POST', `/api/access/user/${reader.id}/roles`, {
    token: admin,
    body: { roleId: made.body.id, placeId: estate.id },
  })
  if (given.status >= 300) throw new Error(`${given.status} ${given.text}`)
  return [
    { ...ready, barred: 'pending' },
    { ...idle, notSteppedUp: true },
    { ...reader, posts: [{ role: 'custom-reader', path: estate.path }], denied: ['repair.list'] },
  ]
}

/** Changes a guarded row the way the house does, with its MAC. */
async function amend(
  { kernel }: TestApp,
  table: 'users' | 'role_assignments',
  where: string,
  id: string,
  change: Record<string, string | number>,
) {
  const [row] = await unscoped<{ id: string; row_mac: string }>(kernel.store, 'the matrix sets its scene', {
    sql: `SELECT * FROM ${table} WHERE ${where} = ?`,
    params: [id],
  })
  if (!row) throw new Error(`${table} has no ${id}`)
  const whole = { ...row, ...change }
  const set = { ...change, row_mac: macOf(kernel.sealer, table, whole) }
  const columns = Object.keys(set).map((column) => `${column} = ?`)
  await kernel.store.run(`UPDATE ${table} SET ${columns.join(', ')} WHERE id = ?`, [...Object.values(set), row.id])
}

/** People who were let in once and are not any more, and those who never were. */
async function barred(app: TestApp, { estate, at }: Places): Promise<Person[]> {
  const { kernel } = app
  const now = kernel.clock.now()
  const make = async (name: string, end: End, options: Parameters<typeof makePerson>[2]) => {
    const id = await makePerson(kernel, `CANARY.user.${name}.`, options)
    return {
      name,
      id,
      end,
      token: await app.tokenOf(id, end),
      posts: [],
      home: undefined,
      works: !options?.house,
      kept: (options?.house ?? estate).path,
    }
  }
  const manager: Parameters<typeof makePerson>[2] = { roles: [['property-manager', estate]] }
  const disabled = await make('disabled', 'admin', manager)
  await amend(app, 'users', 'id', disabled.id, { state: 'disabled' })
  const signedOut = await make('signed-out', 'admin', manager)
  await kernel.store.run('UPDATE sessions SET closed_at = ? WHERE user_id = ?', [now, signedOut.id])
  const invalid = await make('past-validity', 'admin', manager)
  await amend(app, 'users', 'id', invalid.id, { valid_until_at: now })
  const tampered = await make('tampered', 'admin', { roles: [['repair-worker', estate]] })
  await kernel.store.run('UPDATE users SET place_path = ? WHERE id = ?', ['/', tampered.id])
  // these two are still somebody, but hold nothing any more
  const moved = await make('former-tenant', 'resident', { house: at.fl.first, relation: 'tenant' })
  await kernel.store.run('UPDATE household_members SET valid_until_at = ? WHERE user_id = ?', [now, moved.id])
  const relieved = await make('former-manager', 'admin', manager)
  await amend(app, 'role_assignments', 'subject_id', relieved.id, { valid_until_at: now })
  return [
    { name: 'anonymous', id: '', end: 'resident', token: undefined, posts: [], home: undefined, barred: 'anonymous' },
    { name: 'forged', id: '', end: 'admin', token: 'A'.repeat(43), posts: [], home: undefined, barred: 'expired' },
    { ...disabled, barred: 'expired' },
    { ...signedOut, barred: 'expired' },
    { ...invalid, barred: 'expired' },
    { ...tampered, barred: 'expired' },
    moved,
    relieved,
  ]
}

/** An estate that this person works for. */
export const estateOf = ({ estate, second, far }: Places, person: Person) => {
  const path = person.posts[0]?.path ?? ''
  return path.includes('/bh/') ? far : path.includes('/fl2/') ? second : estate
}
