import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { originCheck } from './origin-check.ts'
import { type Served, serve } from './testing.ts'

let served: Served
let own: string
beforeAll(async () => {
  served = await serve(originCheck('liren_session', 'https://liren.example/base'), async (ctx) => {
    ctx.body = { done: true }
  })
  own = `http://127.0.0.1:${served.port}`
})
afterAll(() => served.close())

const cookie = 'liren_session=abc'
const write = async (headers: Record<string, string>, method = 'POST') => (await served.call('/api/x', { method, headers })).status

describe('where a write with a session cookie comes from', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a site whose name begins like ours', { origin: 'https://liren.example.evil.example' }],
    ['our name over plain http', { origin: 'http://liren.example' }],
    ['our name at another port', { origin: 'https://liren.example:8443' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a page of another site, as the browser says', { 'sec-fetch-site': 'cross-site', origin: 'https://liren.example' }],
    ['a page of a sister site', { 'sec-fetch-site': 'same-site' }],
    ['an address typed by hand', { 'sec-fetch-site': 'none' }],
    ['nobody knows where', {}],
  ])('refuses %s', async (_, headers) => {
    expect(await write({ cookie, 'x-liren-csrf': '1', ...(headers as unknown as Record<string, string>) })).toBe(403)
  })

  it('refuses a form of our own origin, since forms cannot say the word our pages say', async () => {
    expect(await write({ cookie, origin: own })).toBe(403)
  })

  it.each(['PUT', 'PATCH', 'DELETE'])('refuses a foreign %s', async (method) => {
    expect(await write({ cookie, 'x-liren-csrf': '1', origin: 'https://evil.example' }, method)).toBe(403)
  })

  it('lets our own pages write, by the address they were loaded from or by the public one', async () => {
    expect(await write({ cookie, 'x-liren-csrf': '1', origin: own })).toBe(200)
    expect(await write({ cookie, 'x-liren-csrf': '1', origin: 'https://liren.example' })).toBe(200)
    expect(await write({ cookie, 'x-liren-csrf': '1', 'sec-fetch-site': 'same-origin' })).toBe(200)
  })

  it('asks nothing of reads, of callers without the cookie, and of those with a token of their own', async () => {
    expect(await write({ cookie, origin: 'https://evil.example' }, 'GET')).toBe(200)
    expect(await write({ origin: 'https://evil.example' })).toBe(200)
    expect(await write({ cookie, authorization: 'Bearer abc', origin: 'https://evil.example' })).toBe(200)
  })
})
