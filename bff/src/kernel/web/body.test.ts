import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jsonBody } from './json-body.ts'
import { type Served, serve } from './testing.ts'

const json = { 'content-type': 'application/json' }
let served: Served
beforeAll(async () => {
  served = await serve(jsonBody(1000), async (ctx) => {
    ctx.body = { value: ctx.state.body, raw: ctx.state.rawBody?.toString('base64') }
  })
})
afterAll(() => served.close())
const post = (body: string | Buffer, headers: Record<string, string> = json) => served.call('/', { method: 'POST', body, headers })

describe('reading a JSON body', () => {
  it.each([
    ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text that looks like JSON', '{}', { 'content-type': 'text/plain' }],
    ['no type at all', '{}', {}],
    ['another character set', '{}', { 'content-type': 'application/json; charset=gbk' }],
    ['a packed body', gzipSync('{}'), { ...json, 'content-encoding': 'gzip' }],
  ])('refuses %s', async (_, body, headers) => {
    const answer = await post(body, headers as unknown as Record<string, string>)
    expect([answer.status, answer.json().code]).toEqual([415, 'request.unsupported-type'])
  })

  it.each([
    ['half an object', '{"a":'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['a comment', '{"a":1 /* b */}'],
    ['NaN', '{"a":NaN}'],
  ])('refuses %s', async (_, body) => {
    const answer = await post(body)
    expect([answer.status, answer.json()]).toEqual([400, { code: 'request.malformed', faults: ['body'] }])
  })

  it('refuses names that reach into prototypes, and names all of them', async () => {
    const answer = await post('{"a":{"__proto__":{"admin":true}},"b":[{"constructor":{}}],"prototype":1}')
    expect(answer.status).toBe(400)
    expect(answer.json().faults).toEqual(['body.a.__proto__', 'body.b.0.constructor', 'body.prototype'])
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })

  it('refuses what is nested too deeply', async () => {
    expect((await post(`${'['.repeat(400)}${']'.repeat(400)}`)).json()).toEqual({ code: 'request.malformed', faults: ['body'] })
    expect((await post(`${'['.repeat(60)}${']'.repeat(60)}`)).status).toBe(200)
  })

  it('refuses a body over the limit, announced or not', async () => {
    const large = JSON.stringify('x'.repeat(2000))
    expect((await post(large)).json().code).toBe('request.too-large')
    const chunked = await post(large, { ...json, 'transfer-encoding': 'chunked' })
    expect([chunked.status, chunked.json().code]).toEqual([413, 'request.too-large'])
  })

  it('takes a body of exactly the limit', async () => {
    expect((await post(JSON.stringify('x'.repeat(998)))).status).toBe(200)
    expect((await post(JSON.stringify('x'.repeat(999)))).status).toBe(413)
  })

  it('gives undefined for a request without a body', async () => {
    expect((await served.call('/')).json()).toEqual({})
    expect((await served.call('/', { method: 'POST' })).json()).toEqual({})
  })

  it('gives the value and the very bytes that came', async () => {
    const body = '{ "名称" : "路灯" }'
    const answer = (await post(body, { 'content-type': 'application/json;charset=UTF-8' })).json()
    expect(answer).toEqual({ value: { 名称: '路灯' }, raw: Buffer.from(body).toString('base64') })
  })

  it('survives a caller that hangs up half-way', async () => {
    const socket = connect(served.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a"')
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    expect((await post('{"still":"here"}')).json().value).toEqual({ still: 'here' })
  })
})
