import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

interface File {
  id: string
  version: number
  values: Record<string, unknown>
  masked: string[]
}
const day = 86_400_000

describeStores('people by type and grade', (open) => {
  let app: TestApp
  let v: Village
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
  })
  afterAll(() => app.close())

  const ask = async <T>(method: string, path: string, body?: object, who: 'officer' | 'manager' = 'officer'): Promise<T> => {
    const answer = await app.call<T>(method, path, { token: v.tokens[who], body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const create = (name: string, population: string) =>
    ask<File>('POST', '/api/people', { placeId: v.house.id, source: 'collected', values: { name, idKind: 'none', population } })
  const listed = async (query: string) => (await ask<{ items: File[] }>('GET', `/api/people?${query}`)).items.map(({ id }) => id)
  const later = async (days: number) => {
    await app.clock.leap(days * day)
    for (const who of ['officer', 'manager'] as const) v.tokens[who] = await app.tokenOf(v.ids[who], 'admin')
    const job = app.kernel.surface.capabilities.flatMap(({ jobs = [] }) => jobs).find(({ kind }) => kind === 'visit.due')
    await job?.run({}, { now: app.kernel.clock.now(), scheduledFor: 0 })
    const rows = await peek<{ person_id: string }>(
      app.kernel.store,
      "SELECT person_id FROM visit_tasks WHERE reason = 'grade' AND state = 'due' ORDER BY id",
    )
    return rows.map(({ person_id }) => person_id)
  }

  it('[GB42455-8.1.1-b] somebody is given a type and a grade: how often they are visited, who sees why, and the lists they stand in follow', async () => {
    const [watched, lodger, settled] = [
      await create('陶然', 'resident'),
      await create('舒云', 'floating'),
      await create('安宁', 'resident'),
    ]
    expect([watched, lodger, settled].map(({ values }) => values.grade)).toEqual(['d', 'c', 'd'])
    const changed = await ask<File>('PATCH', `/api/people/${watched.id}`, {
      ...{ version: watched.version, source: 'collected' },
      values: { population: 'key', grade: 'a', keyClass: 'care', keyGrade: 'high' },
    })
    expect(changed.values).toMatchObject({ population: 'key', grade: 'a', keyClass: 'care', keyGrade: 'high' })
    expect(await listed('f.population=key')).toEqual([watched.id])
    expect(await listed('f.population=floating')).toEqual([lodger.id])
    expect(await listed('f.population=resident')).toEqual([settled.id])
    expect(await listed('f.grade=a')).toEqual([watched.id])
    expect(await listed('f.keyClass=care')).toEqual([watched.id])
    const seen = await ask<File>('GET', `/api/people/${watched.id}`, undefined, 'manager')
    expect(seen.masked).toEqual(expect.arrayContaining(['keyClass', 'keyGrade']))
    expect(seen.values.keyClass).not.toBe('care')
    const hunted = await app.call('GET', '/api/people?f.keyClass=care', { token: v.tokens.manager })
    expect(hunted.error?.code).toBe('permission.field')
    expect(await later(29)).toEqual([])
    expect(await later(2)).toEqual([watched.id])
    expect(await later(60)).toEqual([watched.id, lodger.id])
    const file = await ask<File>('GET', `/api/people/${lodger.id}`)
    await ask('PATCH', `/api/people/${lodger.id}`, {
      version: file.version,
      source: 'collected',
      values: { population: 'resident', grade: 'd' },
    })
    expect(await listed('f.population=floating')).toEqual([])
    expect((await listed('f.population=resident')).sort()).toEqual([lodger.id, settled.id].sort())
  })
})
