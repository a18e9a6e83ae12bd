import { residentIdSign } from '@liren/contract/archive/index'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { photo } from '../../kernel/upload/testing.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
const day = 86_400_000
let made = 0
const idNumber = () => {
  const head = `99010119860309${String(++made).padStart(2, '0')}1`
  return head + residentIdSign(head)
}

interface File {
  archive: string
  id: string
  title: string
  version: number
  values: Record<string, unknown>
  masked: string[]
  link: { id: string; version: number } | null
  verifiedAt: string | null
  waiting: string[]
}
interface Visit {
  id: string
  house: string
  version: number
  state: string
  outcome: string | null
  isOverdue: boolean
  subject: string
  reason: string
  file: File | null
  people: File[]
  vehicles: File[]
  newcomers: number
  waiting: number
  verified: number
}
interface Plan {
  id: string
  version: number
  total: number
  done: number
  changed: number
  state: string
}

describeStores('visits', (open) => {
  let app: TestApp
  let village: Village
  let grid: TestPlace
  let secondWorker: string
  let homes = 0
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    grid = await makePlace(app.kernel, 'grid', 'g1', '第一网格', village.community)
    secondWorker = await app.tokenOf(await makePerson(app.kernel, '谢文静', { roles: [['grid-worker', village.community]] }), 'grid')
  })
  afterAll(() => app.close())

  const token = (who: keyof Village['tokens']) => village.tokens[who]
  const ask = async <T>(method: string, path: string, body?: object, as = token('gridWorker')): Promise<T> => {
    const answer = await app.call<T>(method, path, { token: as, body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  /** A house of the grid with its file, somebody who lives there, and a visit that is due. */
  async function home(values: object = {}, people = 1) {
    const code = `${String(60 - homes).padStart(2, '0')}0${(++homes % 2) + 1}`
    const place = await makePlace(app.kernel, 'house', code, code, village.unit)
    await app.kernel.store.run('UPDATE places SET grid_id = ?, floor = ? WHERE id = ?', [grid.id, 61 - homes, place.id])
    const house = await ask<File>('POST', '/api/houses', {
      ...{ placeId: place.id, source: 'manual', values: { purpose: 'home', occupancy: 'owner', ...values } },
    })
    const persons: File[] = []
    for (let i = 0; i < people; i++) {
      const given = { name: '江望舒', idKind: 'resident', idNumber: idNumber(), population: 'resident', phone: '10000004321' }
      const person = await ask<File>('POST', '/api/people', { placeId: place.id, source: 'manual', values: given })
      await ask('POST', `/api/people/${person.id}/links`, {
        kind: 'lives-in',
        archive: 'house',
        otherId: house.id,
        role: 'owner',
        source: 'manual',
      })
      persons.push(person)
    }
    const task = await ask<Visit>('POST', '/api/visits', { houseId: place.id })
    return { place, house, persons, task }
  }
  const later = async (ms: number) => {
    await app.clock.leap(ms)
    for (const [who, end] of [
      ['gridWorker', 'grid'],
      ['officer', 'admin'],
      ['manager', 'admin'],
    ] as const)
      village.tokens[who] = await app.tokenOf(village.ids[who], end)
  }
  const read = (id: string, as?: string) => ask<Visit>('GET', `/api/visits/${id}`, undefined, as)
  const seenOf = ({ file, people, vehicles }: Visit) =>
    [...(file ? [file] : []), ...people, ...vehicles].map(({ archive, id, version }) => ({ archive, id, version }))
  const finish = (visit: Visit, body: object, as = token('gridWorker'), key?: string) =>
    app.call<Visit>('POST', `/api/visits/${visit.id}/finish`, {
      ...{ token: as, body: { version: visit.version, outcome: 'unchanged', seen: seenOf(visit), ...body } },
      ...(key ? { key } : {}),
    })
  const person = (id: string) => ask<File & { provenance: Record<string, { verifiedBy: string | null }> }>('GET', `/api/people/${id}`)
  const plan = (body: object = {}, as = token('officer')) =>
    app.call<Plan>('POST', '/api/visit-plans', {
      ...{
        token: as,
        body: { title: '三月走访', gridId: grid.id, workerId: village.ids.gridWorker, dueOn: '2026-03-20', olderThanDays: 0, ...body },
      },
    })

  it('refuses whoever does not visit, and houses of others', async () => {
    const { task } = await home()
    expect((await app.call('GET', '/api/visits')).error?.code).toBe('identity.missing')
    for (const who of ['resident', 'worker', 'manager'] as const)
      expect((await app.call('GET', `/api/visits/${task.id}`, { token: token(who) })).error?.code).toBe('permission.denied')
    const far = await app.tokenOf(await makePerson(app.kernel, '郑远行', { roles: [['grid-worker', village.otherCommunity]] }), 'grid')
    expect((await app.call('GET', `/api/visits/${task.id}`, { token: far })).error?.code).toBe('not-found')
    expect((await app.call('POST', '/api/visits', { token: far, body: { houseId: village.house.id } })).error?.code).toBe('not-found')
    expect((await plan({}, token('gridWorker'))).error?.code).toBe('permission.denied')
  })

  it('lays house, people and vehicles before the visitor, what they may not read masked', async () => {
    const { place, task } = await home()
    const values = { plate: '浙A12345', plateKind: 'blue', stay: 'temporary' }
    await ask('POST', '/api/vehicles', { placeId: place.id, source: 'manual', values })
    const visit = await read(task.id)
    expect(visit).toMatchObject({ file: { archive: 'house' }, people: [{ title: '江望舒' }], vehicles: [{ archive: 'vehicle' }] })
    expect(visit.people[0]?.values).toMatchObject({ name: '江望舒', phone: '100****4321' })
    expect(visit.people[0]?.masked).toEqual(expect.arrayContaining(['phone', 'idNumber']))
  })

  it('with nothing changed verifies every file of the house in one request, and is done once', async () => {
    const { persons, house, task } = await home({}, 2)
    const visit = await read(task.id)
    const [first, second] = await Promise.all([finish(visit, {}), finish(visit, {}, secondWorker)])
    expect([first, second].filter(({ status }) => status === 200)).toHaveLength(1)
    expect([first, second].find(({ status }) => status !== 200)?.error?.code).toMatch(/^(visit\.done|stale)$/)
    expect([first, second].find(({ status }) => status === 200)?.body).toMatchObject({
      state: 'done',
      outcome: 'unchanged',
      verified: 3,
      waiting: 0,
    })
    for (const { id } of persons) expect((await person(id)).verifiedAt).toBe(new Date(app.kernel.clock.now()).toISOString())
    expect((await ask<File>('GET', `/api/houses/${house.id}`)).verifiedAt).not.toBeNull()
    const again = await finish(visit, {}, secondWorker)
    expect(again.error).toMatchObject({ code: 'visit.done', details: { at: expect.any(String) } })
  })

  it('answers the same request twice with the same, so that a telephone may send it again', async () => {
    const visit = await read((await home()).task.id)
    const first = await finish(visit, { outcome: 'absent' }, undefined, 'visit-key-000001')
    const again = await finish(visit, { outcome: 'absent' }, undefined, 'visit-key-000001')
    expect([first.status, again.status, again.body.version]).toEqual([200, 200, first.body.version])
  })

  it('writes what is plain at once, sends identity and addresses to review, and verifies the rest', async () => {
    const { persons, task } = await home()
    const visit = await read(task.id)
    const id = persons[0]?.id ?? ''
    const values = { phone: '10000007777', registeredAddress: '滨河镇柳巷2号' }
    const done = await finish(visit, { outcome: 'changed', changes: [{ archive: 'person', id, values }], note: '换了号码' })
    expect(done.body).toMatchObject({ outcome: 'changed', waiting: 1, verified: 2 })
    const now = await person(id)
    expect(now.values).toMatchObject({ phone: '100****7777', registeredAddress: null })
    expect((await read(task.id)).people[0]?.waiting).toEqual(['registeredAddress'])
    const queue = await ask<{ items: { id: string; version: number; fileId: string }[] }>(
      'GET',
      '/api/reviews',
      undefined,
      token('officer'),
    )
    const review = queue.items.find(({ fileId }) => fileId === id)
    await ask('POST', `/api/reviews/${review?.id}/accept`, { version: review?.version }, token('officer'))
    expect((await person(id)).masked).toContain('registeredAddress')
  })

  it('refuses what the files no longer agree with, says which, and writes nothing of it', async () => {
    const { persons, task } = await home()
    const visit = await read(task.id)
    const id = persons[0]?.id ?? ''
    await ask(
      'PATCH',
      `/api/people/${id}`,
      { version: visit.people[0]?.version, source: 'manual', values: { employer: '云溪粮站' } },
      token('manager'),
    )
    const refused = await finish(visit, {
      outcome: 'changed',
      changes: [{ archive: 'house', id: visit.file?.id, values: { hazard: '堆物' } }],
    })
    expect(refused.error).toMatchObject({ code: 'visit.conflict', details: { files: [{ archive: 'person', id, version: 2 }], gone: [] } })
    expect((await read(task.id)).file?.values.hazard).toBeNull()
    expect((await finish(await read(task.id), {})).status).toBe(200)
  })

  const consents = [{ purpose: 'visit', textVersion: 1 }]
  it('takes somebody new for review with their place in the house, and tells of a number that has a file already', async () => {
    const { persons, task, place } = await home()
    const visit = await read(task.id)
    const [known] = await peek<{ n: number }>(app.kernel.store, 'SELECT COUNT(*) AS n FROM people')
    const number = idNumber()
    const wrong = await finish(visit, {
      outcome: 'changed',
      added: [{ role: 'tenant', values: { name: '许言', idNumber: '99010119860309001X' }, consents }],
    })
    expect(wrong.error?.faults.map(({ path }) => path)).toEqual(['body.values.idNumber'])
    const silent = await finish(visit, { outcome: 'changed', added: [{ role: 'tenant', values: { name: '许言', idNumber: number } }] })
    expect([silent.status, silent.error?.code]).toEqual([422, 'entry.consent-missing'])
    const done = await finish(visit, {
      outcome: 'changed',
      added: [{ role: 'tenant', values: { name: '许言', idNumber: number }, consents }],
    })
    expect(done.body).toMatchObject({ waiting: 1 })
    expect((await peek<{ n: number }>(app.kernel.store, 'SELECT COUNT(*) AS n FROM people'))[0]?.n).toBe(known?.n)
    expect((await read(task.id)).newcomers).toBe(1)
    const queue = await ask<{ items: { id: string; version: number; fileId: null | string; title: string }[] }>(
      'GET',
      '/api/reviews',
      undefined,
      token('officer'),
    )
    const review = queue.items.find(({ title }) => title === '许言')
    // what was said at the door is on file before the file itself
    const said = await peek<{ purpose: string; channel: string }>(
      app.kernel.store,
      'SELECT purpose, channel FROM consents WHERE person_id = ?',
      [review?.id ?? ''],
    )
    expect(said).toEqual([{ purpose: 'visit', channel: 'field' }])
    await ask('POST', `/api/reviews/${review?.id}/accept`, { version: review?.version }, token('officer'))
    const next = await ask<Visit>('POST', '/api/visits', { houseId: place.id })
    expect((await read(next.id)).people.map(({ title, values }) => [title, values.population])).toEqual([
      ['江望舒', 'resident'],
      ['许言', 'resident'],
    ])
    expect(await ask('POST', '/api/visits/twins', { idNumber: number.toLowerCase() })).toMatchObject({ isKnown: true })
    const twin = await finish(await read(next.id), {
      outcome: 'changed',
      added: [{ role: 'other', values: { name: '许言', idNumber: number }, consents }],
    })
    expect(twin.error?.code).toBe('person.exists')
    expect(persons).toHaveLength(1)
  })

  it('[GB42455-8.1.3-d] keeps both ends of who lived where: somebody who moved out is listed for the days before, not for those after', async () => {
    const { persons, task, house } = await home()
    const visit = await read(task.id)
    const { link, id: personId = '' } = visit.people[0] ?? { link: null }
    await later(3 * day)
    const gone = { personId, linkId: link?.id, version: link?.version, on: '2026-03-04' }
    expect((await finish(visit, { outcome: 'changed', movedOut: [gone] })).status).toBe(200)
    const on = async (date: string) =>
      (await ask<{ nodes: { id: string; archive: string }[] }>('GET', `/api/houses/${house.id}/links?on=${date}`)).nodes.filter(
        ({ archive }) => archive === 'person',
      )
    expect(await on('2026-03-03')).toHaveLength(1)
    expect(await on('2026-03-05')).toHaveLength(0)
    const links = await ask<{ links: { startedOn: string; endedOn: string | null }[] }>('GET', `/api/houses/${house.id}/links?ended=true`)
    expect(links.links.find(({ endedOn }) => endedOn !== null)).toMatchObject({ startedOn: '2026-03-02', endedOn: '2026-03-04' })
    expect((await person(persons[0]?.id ?? '')).values.leftOn).toBe('2026-03-04')
  })

  it('takes a face from the telephone only with its consent, and keeps it sealed for review', async () => {
    const { persons, task } = await home()
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(await photo(60, 60))], { type: 'image/jpeg' }), 'face.jpg')
    const headers = { authorization: `Bearer ${token('gridWorker')}`, 'idempotency-key': 'visit-face-000001' }
    const { id: face } = (await (await fetch(`${app.origin}/api/faces`, { method: 'POST', headers, body: form })).json()) as { id: string }
    const visit = await read(task.id)
    const change = { archive: 'person', id: persons[0]?.id, values: {}, faceAt: 0 }
    expect((await finish(visit, { outcome: 'changed', changes: [change], faces: [face] })).error?.code).toBe('review.face-consent')
    const consented = { ...change, faceConsentOn: '2026-03-02' }
    expect((await finish(visit, { outcome: 'changed', changes: [consented], faces: [face] })).body).toMatchObject({ waiting: 1 })
    expect((await person(persons[0]?.id ?? '')).masked).not.toContain('face')
  })

  it('[GB42455-8.1.3-c.2] a rating given at a visit sets grade and frequency of a let house and stays in its history; the next visit falls due by it', async () => {
    const { house, task } = await home({ occupancy: 'let', landlordName: '房先生' })
    const rate = (ratingSafety: number) => ({
      ...{ archive: 'house', id: house.id },
      values: { ratingSafety, ratingHygiene: 10, ratingRegister: 10, ratingNeighbour: 10 },
    })
    await finish(await read(task.id), { outcome: 'changed', changes: [rate(20)] })
    const rated = await ask<File>('GET', `/api/houses/${house.id}`)
    expect(rated.values).toMatchObject({ civilityScore: 50, civilityGrade: 'd', visitDays: 14 })
    const due = async () => {
      const job = app.kernel.surface.capabilities.flatMap(({ jobs = [] }) => jobs).find(({ kind }) => kind === 'visit.due')
      await job?.run({}, { now: app.kernel.clock.now(), scheduledFor: 0 })
      return peek<{ id: string }>(
        app.kernel.store,
        "SELECT id FROM visit_tasks WHERE house_id = (SELECT place_id FROM house_files WHERE id = ?) AND state = 'due' AND reason = 'rating'",
        [house.id],
      )
    }
    await later(13 * day)
    expect(await due()).toHaveLength(0)
    await later(2 * day)
    const [next] = await due()
    expect(await due()).toHaveLength(1)
    await finish(await read(next?.id ?? ''), { outcome: 'changed', changes: [rate(38)] })
    expect((await ask<File>('GET', `/api/houses/${house.id}`)).values).toMatchObject({ civilityGrade: 'c', visitDays: 30 })
    const history = await ask<{ items: { changes: { field: string; before: string; after: string }[] }[] }>(
      'GET',
      `/api/houses/${house.id}/history`,
    )
    const grades = history.items.flatMap(({ changes }) => changes).filter(({ field }) => field === 'civilityGrade')
    expect(grades.map(({ before, after }) => [before, after])).toEqual([
      ['d', 'c'],
      [null, 'd'],
    ])
  })

  it('[CSPSTC-5.1-d] a required visit to a person or place at high risk that is missed is listed as overdue and counts in the rate of control', async () => {
    const risk = await makePlace(app.kernel, 'grid', 'g9', '第九网格', village.community)
    const { persons, task, place, house } = await home({ occupancy: 'let', landlordName: '房先生' })
    await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE id = ?', [risk.id, place.id])
    const id = persons[0]?.id ?? ''
    const values = { ratingSafety: 5, ratingHygiene: 5, ratingRegister: 5, ratingNeighbour: 5 }
    const changes = [
      { archive: 'person', id, values: { population: 'key', grade: 'a', keyClass: 'care' } },
      { archive: 'house', id: house.id, values },
    ]
    const done = await finish(await read(task.id), { outcome: 'changed', changes })
    expect(done.status).toBe(200)
    const due = async () => {
      const job = app.kernel.surface.capabilities.flatMap(({ jobs = [] }) => jobs).find(({ kind }) => kind === 'visit.due')
      await job?.run({}, { now: app.kernel.clock.now(), scheduledFor: 0 })
    }
    await later(31 * day)
    await due()
    const here = async () =>
      (
        await ask<{ grids: { id: string; due: number; overdue: number; control: number }[] }>(
          'GET',
          '/api/visit-plans/statistics?from=2026-01-01&to=2027-01-01',
          undefined,
          token('officer'),
        )
      ).grids.find((one) => one.id === risk.id)
    expect(await here()).toMatchObject({ due: 2, overdue: 0, control: 1 })
    await later(8 * day)
    expect(await here()).toMatchObject({ due: 2, overdue: 2, control: 0 })
    const mine = await ask<{ items: Visit[] }>('GET', '/api/visits?limit=100')
    const listed = mine.items.filter(({ house: name }) => name.endsWith(place.name))
    expect(listed.map(({ subject, reason, isOverdue }) => [subject, reason, isOverdue]).sort()).toEqual([
      ['house', 'rating', true],
      ['person', 'grade', true],
    ])
    for (const visit of listed) await finish(await read(visit.id), {})
    expect(await here()).toMatchObject({ due: 0, overdue: 0, unchanged: 2, control: 1 })
  })

  it('plans send a worker to every house that is due, walk it in order, count as it goes, and free the rest when closed', async () => {
    const wide = await makePlace(app.kernel, 'grid', 'g2', '第二网格', village.community)
    const block = await makePlace(app.kernel, 'building', '77', '77幢', village.estate)
    await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE id = ?', [wide.id, block.id])
    const doors = ['0101', '0201', '0301']
    for (const code of doors) await makePlace(app.kernel, 'house', code, code, block)
    expect((await plan({ gridId: wide.id, workerId: village.ids.worker })).error?.code).toBe('visit.worker-unfit')
    expect((await plan({ gridId: village.house.id })).error?.code).toBe('visit.grid-unknown')
    const made = await plan({ gridId: wide.id })
    expect(made.body).toMatchObject({ total: 3, done: 0, state: 'active' })
    expect((await plan({ gridId: wide.id })).error?.code).toBe('visit.no-houses')
    const mine = await ask<{ items: Visit[] }>('GET', '/api/visits?limit=100')
    const way = mine.items.filter(({ house }) => house.includes('77幢'))
    expect(way.map(({ house }) => house.slice(-4))).toEqual(['0301', '0201', '0101'])
    await finish(await read(way[0]?.id ?? ''), { outcome: 'absent' })
    const [shown] = (await ask<{ items: Plan[] }>('GET', '/api/visit-plans', undefined, token('officer'))).items
    expect(shown).toMatchObject({ id: made.body.id, done: 1, total: 3 })
    const closed = await app.call<Plan>('POST', `/api/visit-plans/${made.body.id}/close`, {
      token: token('officer'),
      body: { version: made.body.version },
    })
    expect(closed.body).toMatchObject({ state: 'closed' })
    expect((await finish(await read(way[1]?.id ?? ''), { outcome: 'absent' })).error?.code).toBe('visit.done')
    expect((await plan({ gridId: wide.id })).body).toMatchObject({ total: 3 })
  })

  it('packs a day in pages, with as many statements for many houses as for few', async () => {
    const first = await ask<{ items: Visit[]; next?: string }>('GET', '/api/visits/pack?limit=2')
    expect(first.items).toHaveLength(2)
    const rest = await ask<{ items: Visit[] }>('GET', `/api/visits/pack?limit=30&cursor=${first.next}`)
    expect(rest.items.some(({ id }) => first.items.some((one) => one.id === id))).toBe(false)
    const statements = async (limit: number) =>
      Number((await app.call('GET', `/api/visits/pack?limit=${limit}`, { token: token('gridWorker') })).headers.get('x-liren-statements'))
    const [few, many] = [await statements(3), await statements(10)]
    expect(many).toBe(few)
    const summary = await ask<{ due: number }>('GET', '/api/visits/summary')
    expect(summary.due).toBe((await ask<{ items: Visit[] }>('GET', '/api/visits?limit=100')).items.length)
  })
})
