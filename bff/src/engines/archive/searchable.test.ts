import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { residentIdSign } from '@liren/contract/archive/index'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

const head = '99010119860309771'
const idNumber = head + residentIdSign(head)

describeStores('archives in the one box', (open) => {
  let app: TestApp
  let village: Village
  let person: { id: string; version: number }
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    const body = {
      placeId: village.house.id,
      source: 'collected',
      values: { name: '江望舒', idKind: 'resident', idNumber, population: 'resident', phone: '10000086420' },
    }
    const answer = await app.call<typeof person>('POST', '/api/people', { token: village.tokens.gridWorker, body })
    expect(answer.status, answer.text).toBe(201)
    person = answer.body
    await app.work()
  })
  afterAll(() => app.close())

  const ask = (who: keyof Village['tokens'], q: string) =>
    app.call<{ groups: { subject: string; items: { id: string; title: string; hint: string }[] }[] }>(
      'GET',
      `/api/search?q=${encodeURIComponent(q)}`,
      { token: village.tokens[who] },
    )
  const found = async (who: keyof Village['tokens'], q: string) =>
    (await ask(who, q)).body.groups.filter(({ subject }) => subject === 'person').flatMap(({ items }) => items)

  it('finds nobody for those who may not read people, or only people of elsewhere', async () => {
    for (const who of ['resident', 'worker', 'farManager'] as const) expect(await found(who, '江望舒'), who).toEqual([])
  })

  it.each(['江望舒', 'wangshu', 'jws', '10000086420', '6420', idNumber, idNumber.slice(-4), '3-1-1201'])(
    'finds a person by %s',
    async (q) => {
      const [hit] = await found('gridWorker', q)
      expect(hit?.id).toBe(person.id)
    },
  )

  it('shows what it found shortened, like the list', async () => {
    const answer = await ask('gridWorker', '江望舒')
    expect(answer.text).not.toContain('10000086420')
    expect(answer.text).not.toContain(idNumber)
  })

  it('does not tell who belongs to a sensitive class or was born in a year', async () => {
    expect(await found('gridWorker', '1986')).toEqual([])
    expect(await found('gridWorker', '常住')).toEqual([])
  })

  it('lets go of a file that is retired, and takes it back', async () => {
    const token = village.tokens.gridWorker
    const retired = await app.call<typeof person>('POST', `/api/people/${person.id}/retire`, {
      token,
      body: { version: person.version, reason: '登记错误' },
    })
    expect(retired.status, retired.text).toBeLessThan(300)
    await app.work()
    expect(await found('gridWorker', '江望舒')).toEqual([])
    const restored = await app.call('POST', `/api/people/${person.id}/restore`, {
      token,
      body: { version: retired.body.version, reason: '恢复' },
    })
    expect(restored.status, restored.text).toBeLessThan(300)
    await app.work()
    expect(await found('gridWorker', '江望舒')).toHaveLength(1)
  })

  it('keeps no name or number in its file', () => {
    const folder = join(app.dataFolder, 'search')
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
    for (const word of ['江望舒', '望舒', '10000086420', idNumber, 'wangshu']) expect(bytes.includes(word), word).toBe(false)
    expect(bytes.includes(person.id), 'the control: ids are there').toBe(true)
  })
})
