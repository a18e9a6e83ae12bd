import { endpoint, text, z } from '@liren/contract'
import { describe, expect, test } from 'vitest'
import { fakeClock, fakeDice, fakeTransport, type Handler, refusal, settle } from '../../test/fakes.ts'
import { type ApiOptions, createApi } from './api.ts'
import { ApiError } from './api-error.ts'
import { createCancel } from './cancel.ts'

const read = endpoint({
  id: 'tree.get',
  method: 'GET',
  path: '/api/trees/:id',
  summary: text('看', 'see'),
  permission: 'public',
  scope: 'none',
  params: z.object({ id: z.string() }),
  query: z.object({ leaf: z.optional(z.string()) }),
  response: z.object({ name: z.string() }),
  rate: 'read',
})
const write = endpoint({
  id: 'tree.plant',
  method: 'POST',
  path: '/api/trees',
  summary: text('种', 'plant'),
  permission: 'public',
  scope: 'none',
  body: z.object({ name: z.string() }),
  response: z.object({ id: z.string() }),
  idempotent: 'key',
  rate: 'write',
})
const shake = endpoint({
  id: 'tree.shake',
  method: 'POST',
  path: '/api/trees/shake',
  summary: text('摇', 'shake'),
  permission: 'public',
  scope: 'none',
  rate: 'write',
})

function setup(handler: Handler, extra: Partial<ApiOptions> = {}) {
  const clock = fakeClock()
  const transport = fakeTransport(handler)
  const reached: boolean[] = []
  const api = createApi({
    base: 'https://bff.test',
    transport,
    credentials: { token: () => 't1', refused: async () => false },
    clock,
    dice: fakeDice(),
    onReach: (ok) => reached.push(ok),
    ...extra,
  })
  return { api, clock, transport, reached }
}

const caught = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error as ApiError)

describe('what a call refuses', () => {
  test('a write that must carry a key and has none is never sent', async () => {
    const { api, transport } = setup(() => ({ status: 201, body: { id: '1' } }))
    await expect(api.call(write, { body: { name: '桂' } })).rejects.toThrow('Idempotency-Key')
    expect(transport.asked).toHaveLength(0)
  })

  test('a path parameter that is missing is never sent as an empty one', async () => {
    const { api, transport } = setup(() => ({ status: 200, body: {} }))
    await expect(api.call(read, { params: { id: '' } })).rejects.toThrow('needs id')
    expect(transport.asked).toHaveLength(0)
  })

  test('a refusal arrives as the one error shape with all faults', async () => {
    const faults = [
      { path: 'body.name', zh: '请填写名称', en: 'Name is missing' },
      { path: 'body.age', zh: '应为整数', en: 'Must be whole' },
    ]
    const { api } = setup(() => ({ status: 400, body: refusal('request.invalid', { faults }) }))
    const error = await caught(api.call(write, { body: { name: '' }, key: 'k' }))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ code: 'request.invalid', status: 400, faults, occurrence: 'o1' })
  })

  test('a page of some proxy instead of our answer is told as unavailable, not as a crash', async () => {
    const { api } = setup(() => ({ status: 502, body: '<html>', headers: { 'x-request-id': 'r9' } }), {
      retry: { tries: 1, baseMs: 1, capMs: 1 },
    })
    expect(await caught(api.call(read, { params: { id: 'a' } }))).toMatchObject({ code: 'unreadable', status: 502, occurrence: 'r9' })
  })
})

describe('trying again', () => {
  test('a read is asked again after network loss and answers', async () => {
    let times = 0
    const { api, clock, reached } = setup(() => (++times < 3 ? 'no-network' : { status: 200, body: { name: '桂' } }))
    const answer = api.call(read, { params: { id: 'a' } })
    await clock.pass(60_000)
    expect(await answer).toEqual({ name: '桂' })
    expect(reached).toEqual([false, false, true])
  })

  test('a write with a key is repeated with the very same key', async () => {
    let times = 0
    const { api, clock, transport } = setup(() => (++times < 2 ? 'no-network' : { status: 201, body: { id: '1' } }))
    const answer = api.call(write, { body: { name: '桂' }, key: 'k7' })
    await clock.pass(60_000)
    await answer
    expect(transport.asked.map((one) => one.headers['idempotency-key'])).toEqual(['k7', 'k7'])
  })

  test('a write without a key is sent once only, since it may have arrived', async () => {
    const { api, clock, transport } = setup(() => 'no-network')
    const error = caught(api.call(shake))
    await clock.pass(60_000)
    expect((await error)?.code).toBe('network')
    expect(transport.asked).toHaveLength(1)
  })

  test('a refusal is not asked again', async () => {
    const { api, clock, transport } = setup(() => ({ status: 403, body: refusal('permission.denied') }))
    const error = caught(api.call(read, { params: { id: 'a' } }))
    await clock.pass(60_000)
    await error
    expect(transport.asked).toHaveLength(1)
  })

  test('waits as long as the server asks, and gives up at once when that is too long', async () => {
    const seen: number[] = []
    let after = 5
    const { api, clock } = setup(() => {
      seen.push(clock.now())
      return { status: 503, body: refusal('unavailable', { retryAfter: after }) }
    })
    const first = caught(api.call(read, { params: { id: 'a' } }))
    await clock.pass(60_000)
    await first
    expect(seen.length).toBe(3)
    expect((seen[1] ?? 0) - (seen[0] ?? 0)).toBeGreaterThanOrEqual(5_000)
    seen.length = 0
    after = 300
    expect((await caught(api.call(read, { params: { id: 'a' } })))?.retryAfter).toBe(300)
    expect(seen).toHaveLength(1)
  })

  test('nobody waiting any more ends the tries', async () => {
    const { api, clock, transport } = setup(() => 'no-network')
    const cancel = createCancel()
    const error = caught(api.call(read, { params: { id: 'a' }, signal: cancel.signal }))
    await settle()
    cancel.cancel()
    await clock.pass(60_000)
    expect((await error)?.name).toBe('Cancelled')
    expect(transport.asked).toHaveLength(1)
  })
})

describe('a sign-in that ended', () => {
  test('the same call goes out again with the new token after signing in', async () => {
    let token = 'old'
    const { api, transport } = setup(
      ({ headers }) =>
        headers.authorization === 'Bearer new' ? { status: 200, body: { name: '桂' } } : { status: 401, body: refusal('identity.expired') },
      {
        credentials: {
          token: () => token,
          refused: async () => {
            token = 'new'
            return true
          },
        },
      },
    )
    expect(await api.call(read, { params: { id: 'a' } })).toEqual({ name: '桂' })
    expect(transport.asked).toHaveLength(2)
  })

  test('declining the sign-in gives the refusal, and a token refused twice is not asked for for ever', async () => {
    let asked = 0
    const { api } = setup(() => ({ status: 401, body: refusal('identity.expired') }), {
      credentials: { token: () => 't', refused: async () => ++asked < 9 },
    })
    expect((await caught(api.call(read, { params: { id: 'a' } })))?.code).toBe('identity.expired')
    expect(asked).toBe(1)
  })

  test('a wrong code is the answer to the sign-in itself and waits for no other one', async () => {
    let asked = 0
    const { api } = setup(() => ({ status: 401, body: refusal('session.code-wrong') }), {
      credentials: { token: () => null, refused: () => new Promise(() => void asked++) },
    })
    expect((await caught(api.call(read, { params: { id: 'a' } })))?.code).toBe('session.code-wrong')
    expect(asked).toBe(0)
  })
})

test('parameters and query are encoded, and equal queries give equal addresses', async () => {
  const { api, transport } = setup(() => ({ status: 200, body: { name: '' } }))
  await api.call(read, { params: { id: '3/2?#' }, query: { leaf: '桂 花' } })
  expect(transport.asked[0]?.url).toBe('https://bff.test/api/trees/3%2F2%3F%23?leaf=%E6%A1%82%20%E8%8A%B1')
})
