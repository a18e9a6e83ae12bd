import type { Server } from 'node:http'
import { allCapabilities } from '@liren/contract/capabilities/index'
import Koa from 'koa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { securityHeaders } from '../web/security-headers.ts'
import { limitServer } from '../web/server-limits.ts'
import { openApiDocument } from './document.ts'
import { KeptDocument } from './kept.ts'
import { openApi } from './serve.ts'

let server: Server
let base: string

beforeAll(async () => {
  const app = new Koa()
  app.use(securityHeaders())
  app.use(openApi(new KeptDocument(openApiDocument(allCapabilities, '1.2.3'))))
  server = app.listen(0, '127.0.0.1')
  // whoever works slowly finds an idle connection open
  limitServer(server)
  await new Promise((ready) => server.once('listening', ready))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => new Promise((closed) => server.close(closed)))

const get = async (path: string, method = 'GET') => {
  const answer = await fetch(base + path, { method })
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    policy: answer.headers.get('content-security-policy'),
    text: await answer.text(),
  }
}

describe('the interface description', () => {
  it('leaves other addresses and methods alone', async () => {
    expect((await get('/api/doc')).status).toBe(404)
    expect((await get('/api/docs', 'POST')).status).toBe(404)
  })

  it('is served to programs as OpenAPI 3.1', async () => {
    const { type, text } = await get('/api/openapi.json')
    expect(type).toBe('application/json; charset=utf-8')
    expect(JSON.parse(text)).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } })
  })

  it('goes packed to whoever can unpack it, and says the same to whoever cannot', async () => {
    const ask = async (encoding: string) => {
      const answer = await fetch(`${base}/api/openapi.json`, { headers: { 'accept-encoding': encoding } })
      const { headers } = answer
      return { packing: headers.get('content-encoding'), vary: headers.get('vary'), etag: headers.get('etag'), text: await answer.text() }
    }
    const packed = await ask('gzip')
    const plain = await ask('identity')
    expect(packed).toEqual({ ...plain, packing: 'gzip' })
    expect(plain).toMatchObject({ packing: null, vary: 'accept-encoding' })
  })

  it('is served to people with every surface, a level for fields and the error codes', async () => {
    const { text } = await get('/api/docs')
    for (const entry of allCapabilities)
      for (const endpoint of Object.values(entry.endpoints)) expect(text).toContain(`id="${endpoint.id}"`)
    expect(text).toContain('<code>request.key-missing</code>')
    expect(text).toMatch(/<code>contact\.phone<\/code><\/td><td>string<\/td><td>✓<\/td><td>L3<\/td>/)
  })

  it('finds surfaces by all of the words, in either language', async () => {
    const count = async (q: string) => [...(await get(`/api/docs?q=${encodeURIComponent(q)}`)).text.matchAll(/<details/g)].length
    const all = await count('')
    const repairs = await count('报修')
    expect(repairs).toBeGreaterThan(0)
    expect(repairs).toBeLessThan(all)
    expect(await count('repair grab')).toBe(1)
    expect(await count('no such surface')).toBe(0)
  })

  it('never lets a search word become markup', async () => {
    const { text } = await get(`/api/docs?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(text).not.toContain('<script')
    expect(text).toContain('&quot;&gt;&lt;script&gt;')
  })

  it('needs no script and only its own style', async () => {
    const { text, policy } = await get('/api/docs')
    const nonce = /<style nonce="([^"]+)">/.exec(text)?.[1]
    expect(policy).toContain(`'nonce-${nonce}'`)
    expect(text).not.toMatch(/<script|style="|https?:\/\/(?!www\.w3)/)
  })
})
