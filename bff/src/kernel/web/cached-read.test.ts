import { endpoint, text, z } from '@liren/contract'
import type { Context } from 'koa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ManualClock, manualClock } from '../../../test/manual-clock.ts'
import { AppError, refuse } from '../errors.ts'
import type { Grant, Principal } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import { createMetrics } from '../metrics.ts'
import { memoryCache } from '../ports/memory/cache.ts'
import { silent, until } from '../ports/testing.ts'
import { cachedRead, cacheKey, invalidateGroups, sendCached } from './cached-read.ts'
import { conditionalGet } from './conditional.ts'
import { type Served, serve } from './testing.ts'

const notices = endpoint({
  id: 'notice.list',
  method: 'GET',
  path: '/api/notices',
  summary: text('公告列表', 'List of notices'),
  permission: 'notice.read',
  scope: 'place',
  query: z.object({}),
  rate: 'read',
  cache: { fresh: 10, stale: 60, vary: 'place', groups: ['home'] },
})

const grant = (placePath: string): Grant => ({ permission: 'notice.read', range: 'place', placePath })
const person = (id: string, more: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  id,
  sessionId: `s-${id}`,
  name: id,
  end: 'resident',
  pending: null,
  grants: [grant('/jl/yx/')],
  permissions: new Set(['notice.read']),
  exclusive: null,
  roleIds: new Set(),
  fieldRules: new Map(),
  deniedEndpoints: new Set(),
  houseIds: [],
  steppedUpAt: null,
  ...more,
})

let clock: ManualClock
let kernel: Kernel
let served: Served
let reads: number
let store: () => Promise<string>
let principal: Principal

beforeEach(async () => {
  clock = manualClock()
  kernel = { clock, cache: memoryCache(clock), log: silent, metrics: createMetrics() } as unknown as Kernel
  reads = 0
  principal = person('u1')
  store = async () => `{"version":${reads}}`
  const produce = () => {
    reads++
    return store()
  }
  served = await serve(conditionalGet(), async (ctx: Context) =>
    sendCached(ctx, notices, await cachedRead(kernel, ctx, notices, principal, ctx.query, produce)),
  )
})
afterEach(() => served.close())

const get = async (path = '/api/notices', headers: Record<string, string> = {}) => {
  const answer = await served.call(path, { headers })
  return {
    status: answer.status,
    text: answer.text,
    age: answer.headers.age,
    stale: answer.headers['x-liren-stale'],
    headers: answer.headers,
  }
}
const broken = async () => {
  throw new Error('the database is away')
}

describe('cached reads', () => {
  it('asks the store once while the answer is fresh, and says how old it is', async () => {
    expect(await get()).toMatchObject({ text: '{"version":1}', age: '0', stale: undefined })
    await clock.advance(9000)
    expect(await get()).toMatchObject({ text: '{"version":1}', age: '9', stale: undefined })
    expect(reads).toBe(1)
  })

  it('answers at once with the older one while it is renewed behind', async () => {
    await get()
    await clock.advance(11_000)
    expect(await get()).toMatchObject({ text: '{"version":1}', age: '11', stale: undefined })
    await until(() => reads === 2)
    expect(await get()).toMatchObject({ text: '{"version":2}', age: '0' })
  })

  it('asks the store again when the older answer is too old', async () => {
    await get()
    await clock.advance(71_000)
    expect(await get()).toMatchObject({ text: '{"version":2}', age: '0' })
  })

  it('shows a write in the very next read, also of another group that it feeds', async () => {
    await get()
    await invalidateGroups(kernel, ['notice'])
    expect((await get()).text).toBe('{"version":2}')
    await invalidateGroups(kernel, ['home'])
    expect((await get()).text).toBe('{"version":3}')
    await invalidateGroups(kernel, ['repair'])
    expect((await get()).text).toBe('{"version":3}')
  })

  it('asks the store once for many who ask together', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => get()))
    expect(new Set(answers.map((answer) => answer.text))).toEqual(new Set(['{"version":1}']))
    expect(reads).toBe(1)
  })

  it('does not let a reader after a write join a read from before it, nor keep what that read brings', async () => {
    let finish = () => {}
    store = () => new Promise((resolve) => (finish = () => resolve('"before the write"')))
    const early = get()
    await until(() => reads === 1)
    await invalidateGroups(kernel, ['notice'])
    store = async () => '"after the write"'
    expect((await get()).text).toBe('"after the write"')
    finish()
    expect((await early).text).toBe('"before the write"')
    expect((await get()).text).toBe('"after the write"')
  })
})

describe('cached reads during an outage', () => {
  it('serves the older answer, says so, and leaves the store alone for a moment', async () => {
    await get()
    store = broken
    await clock.advance(11_000)
    await get()
    await until(() => reads === 2)
    expect(await get()).toMatchObject({ status: 200, text: '{"version":1}', age: '11', stale: '1' })
    expect(String((await get()).headers.warning)).toContain('111')
    expect(reads).toBe(2)
    await clock.advance(1100)
    await get()
    await until(() => reads === 3)
  })

  it('serves even what a write had voided, rather than nothing', async () => {
    await get()
    await invalidateGroups(kernel, ['notice'])
    store = broken
    expect(await get()).toMatchObject({ status: 200, text: '{"version":1}', stale: '1' })
    store = async () => '"back"'
    await clock.advance(1100)
    expect(await get()).toMatchObject({ text: '"back"', stale: undefined })
  })

  it('does not wait for a store that hangs when it has an older answer', async () => {
    await get()
    await invalidateGroups(kernel, ['notice'])
    store = () => new Promise(() => {})
    const waiting = get()
    await until(() => reads === 2)
    await clock.advance(2100)
    expect(await waiting).toMatchObject({ text: '{"version":1}', stale: '1' })
  })

  it('fails when there is nothing to serve', async () => {
    store = broken
    expect((await get()).status).toBe(500)
  })

  it('fails when the older answer is older than the rule allows', async () => {
    await get()
    await clock.advance(71_000)
    store = broken
    expect((await get()).status).toBe(500)
  })

  it('passes a refusal on instead of hiding it behind an older answer', async () => {
    await get()
    await invalidateGroups(kernel, ['notice'])
    store = async () => {
      throw refuse('permission.denied')
    }
    expect(await get()).toMatchObject({ status: 403, stale: undefined })
    store = async () => {
      throw new AppError('unavailable', { status: 503, text: text('', '') })
    }
    expect(await get()).toMatchObject({ status: 200, stale: '1' })
  })
})

describe('who shares a cached answer', () => {
  const key = (who: Principal, vary: 'public' | 'place' | 'subject' = 'place', query: unknown = {}, params: unknown = {}) =>
    cacheKey(notices, { fresh: 1, stale: 1, vary }, who, { query, params })

  it.each<[string, Partial<Principal>]>([
    ['another place', { grants: [grant('/jl/yx/wt/')] }],
    ['a wider range', { grants: [{ ...grant('/jl/yx/'), range: 'own' }] }],
    ['one permission more', { permissions: new Set(['notice.read', 'notice.write']) }],
    ['a masked field', { fieldRules: new Map([['person.phone', 'masked' as const]]) }],
    ['another end', { end: 'staff' }],
    ['an exclusive role', { exclusive: 'audit' }],
    ['another household', { houseIds: ['h1'] }],
    ['no account', { kind: 'anonymous' }],
  ])('never somebody with %s', (_, more) => {
    expect(key(person('u2', more))).not.toBe(key(person('u1')))
  })

  it('people with exactly the same rights at the same places do', () => {
    expect(key(person('u2'))).toBe(key(person('u1')))
    expect(key(person('u2'), 'subject')).not.toBe(key(person('u1'), 'subject'))
    expect(key(person('u2', { grants: [] }), 'public')).toBe(key(person('u1'), 'public'))
  })

  it('tells questions apart by every part, and not by the order they are written in', () => {
    const who = person('u1')
    expect(key(who, 'place', { a: 1, b: 2 })).toBe(key(who, 'place', { b: 2, a: 1, c: undefined }))
    expect(key(who, 'place', { a: 1 })).not.toBe(key(who, 'place', { a: '1' }))
    expect(key(who, 'place', {}, { id: 'x' })).not.toBe(key(who, 'place', {}, { id: 'y' }))
  })

  it('over HTTP, a neighbour of another place is asked for anew', async () => {
    await get()
    principal = person('u2', { grants: [grant('/jl/other/')] })
    await get()
    expect(reads).toBe(2)
  })

  it('a validator is answered 304, and shared caches are told what is private', async () => {
    const first = await get()
    expect(first.headers['cache-control']).toBe('private, no-cache')
    const again = await get('/api/notices', { 'if-none-match': String(first.headers.etag) })
    expect([again.status, again.text]).toEqual([304, ''])
  })
})
