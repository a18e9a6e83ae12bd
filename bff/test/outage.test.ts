import { home } from '@liren/contract/capabilities/home'
import type { Repair } from '@liren/contract/capabilities/repair'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { internalsOf } from '../src/kernel/store/internals.ts'
import { StoreError } from '../src/kernel/store/store-error.ts'
import { startTestApp, type TestApp } from './app.ts'
import { describeStores } from './stores.ts'
import { makeVillage, type Village } from './village.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')

describeStores('what people see while the database is away', (open) => {
  let app: TestApp
  let village: Village
  beforeEach(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
  })
  afterEach(() => app.close())

  type Who = keyof Village['tokens']
  const cards = async (who: Who) => {
    const answer = await app.call<{ cards: { kind: string; subjectId: string }[] }>('GET', '/api/home', { token: village.tokens[who] })
    return { status: answer.status, cards: answer.body?.cards ?? [], headers: answer.headers }
  }
  const report = async () => {
    const photo = await app.photo(village.tokens.resident)
    const body = { kind: 'home', category: 'water', description: '厨房水管漏水', placeId: village.house.id, photos: [photo] }
    return app.call<Repair>('POST', '/api/repairs', { token: village.tokens.resident, body })
  }
  /** From now on every statement fails as it does when nobody answers. */
  const loseDatabase = () => {
    const away = async () => {
      throw new StoreError('unreachable')
    }
    const parts = [app.kernel.store, internalsOf(app.kernel.store)]
    const before = parts.map((part) => ({ ...part }))
    for (const part of parts) for (const name of ['rows', 'run', 'tx', 'ping']) if (name in part) Object.assign(part, { [name]: away })
    return () => {
      for (const [i, part] of parts.entries()) Object.assign(part, before[i])
    }
  }

  it('shows a write of their own, of others and of the worker in the very next read', async () => {
    expect((await cards('resident')).cards).toEqual([])
    const repair = (await report()).body
    expect((await cards('resident')).cards.map((card) => card.subjectId)).toEqual([repair.id])
    expect((await cards('worker')).cards.map((card) => card.kind)).toEqual(['pool'])
    const taken = await app.call<Repair>('POST', `/api/repairs/${repair.id}/actions/grab`, {
      token: village.tokens.worker,
      body: { version: repair.version },
    })
    expect(taken.status).toBe(200)
    expect((await cards('worker')).cards.map((card) => card.subjectId)).toEqual([repair.id])
  })

  it('goes on reading what was read before, with its age, and refuses writes with the time to come back', async () => {
    await report()
    const before = await cards('resident')
    const restore = loseDatabase()
    await app.clock.advance(30_000)
    await cards('resident')
    const during = await cards('resident')
    expect([during.status, during.cards]).toEqual([200, before.cards])
    expect(during.headers.get('x-liren-stale')).toBe('1')
    expect(Number(during.headers.get('age'))).toBeGreaterThanOrEqual(30)
    const refused = await app.call('POST', '/api/repairs', { token: village.tokens.resident, body: {} })
    expect([refused.status, refused.error?.code]).toEqual([503, 'unavailable'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    restore()
    await app.clock.advance(3000)
    await cards('resident')
    const after = await cards('resident')
    expect([after.status, after.headers.get('x-liren-stale')]).toEqual([200, null])
  })

  it('lets nobody in on the strength of an older answer who could not see it', async () => {
    await report()
    await cards('resident')
    const restore = loseDatabase()
    await app.clock.advance(5000)
    const stranger = await app.call('GET', home.endpoints.read.path, { token: 'x'.repeat(43) })
    expect(stranger.status).toBeGreaterThanOrEqual(400)
    expect(stranger.text).not.toContain('cards')
    expect((await app.call('GET', '/api/home')).status).toBe(401)
    restore()
  })
})
