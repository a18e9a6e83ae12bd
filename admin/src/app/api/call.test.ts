import { endpoint, text, z } from '@liren/contract'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { call } from './call.ts'
import { ApiError, noAnswer } from './error.ts'
import { gate } from './gate.ts'

const rename = endpoint({
  id: 'house.rename',
  method: 'POST',
  path: '/api/houses/:id/name',
  summary: text('改名', 'Rename'),
  permission: 'house.write',
  scope: 'place',
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string() }),
  response: z.object({ name: z.string() }),
  idempotent: 'key',
  rate: 'write',
})

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
const refusal = (code: string, faults: unknown[] = []) => ({ error: { code, zh: '不行', en: 'No', occurrence: 'ab12', faults } })

afterEach(() => vi.unstubAllGlobals())

describe('call', () => {
  it('tells the refusal of the server with all faults and its occurrence', async () => {
    const faults = [
      { path: 'body.name', zh: '太短', en: 'Too short' },
      { path: 'body.phone', zh: '应为 11 位', en: 'Must have 11 digits' },
    ]
    vi.stubGlobal('fetch', async () => answer(400, refusal('request.invalid', faults)))
    const error = await call(rename, { params: { id: 'a' }, body: { name: '' } }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ code: 'request.invalid', occurrence: 'ab12', faults })
  })

  it('says that nothing answered when the network is away', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed to fetch')))
    const error = await call(rename, { params: { id: 'a' }, body: { name: 'x' } }).catch((caught: unknown) => caught)
    expect(noAnswer(error as ApiError)).toBe(true)
  })

  it('asks once for a new sign-in when several requests expire together and sends the same ones again', async () => {
    let signedIn = false
    const sent: string[] = []
    const guarded: string[] = []
    vi.stubGlobal('fetch', async (_address: string, init: RequestInit) => {
      sent.push(new Headers(init.headers).get('idempotency-key') ?? '')
      guarded.push(new Headers(init.headers).get('x-liren-csrf') ?? '')
      return signedIn ? answer(200, { name: 'x' }) : answer(401, refusal('identity.expired'))
    })
    const keeper = vi.fn(async () => {
      signedIn = true
      return true
    })
    const leave = gate.keep(keeper)
    const input = { params: { id: 'a' }, body: { name: 'x' } }
    expect(await Promise.all([call(rename, { ...input, key: 'one' }), call(rename, { ...input, key: 'two' })])).toHaveLength(2)
    expect(keeper).toHaveBeenCalledOnce()
    expect(sent).toEqual(['one', 'two', 'one', 'two'])
    expect(guarded).toEqual(['1', '1', '1', '1'])
    leave()
  })

  it('gives the refusal back when the person closes the question', async () => {
    vi.stubGlobal('fetch', async () => answer(401, refusal('identity.expired')))
    const leave = gate.keep(async () => false)
    await expect(call(rename, { params: { id: 'a' }, body: { name: 'x' } })).rejects.toMatchObject({ code: 'identity.expired' })
    leave()
  })
})
