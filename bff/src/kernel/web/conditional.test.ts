import { Readable } from 'node:stream'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Context } from 'koa'
import { afterEach, describe, expect, it } from 'vitest'
import { compressAnswers } from './compress.ts'
import { conditionalGet } from './conditional.ts'
import { type Served, serve } from './testing.ts'

let served: Served
afterEach(() => served.close())

describe('conditional GET', () => {
  const items = { items: ['路灯'] }

  it('answers 304 without content to whoever has the newest already', async () => {
    served = await serve(conditionalGet(), async (ctx) => {
      ctx.body = items
    })
    const first = await served.call('/')
    expect(first.json()).toEqual(items)
    const again = await served.call('/', { headers: { 'if-none-match': String(first.headers.etag) } })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  it('sends the content when it changed, and for every write', async () => {
    let count = 0
    served = await serve(conditionalGet(), async (ctx) => {
      ctx.body = ctx.method === 'POST' ? 'done' : `version ${count++}`
    })
    const etag = String((await served.call('/')).headers.etag)
    const newer = await served.call('/', { headers: { 'if-none-match': etag } })
    expect([newer.status, newer.text]).toEqual([200, 'version 1'])
    expect((await served.call('/', { method: 'POST', headers: { 'if-none-match': '*' } })).status).toBe(200)
  })

  it.each([
    [
      'failures',
      (ctx: Context) => {
        ctx.status = 503
        ctx.body = 'later'
      },
    ],
    [
      'streams',
      (ctx: Context) => {
        ctx.body = Readable.from(['x'])
      },
    ],
    [
      'what must not be kept',
      (ctx: Context) => {
        ctx.set('cache-control', 'no-store')
        ctx.body = 'secret'
      },
    ],
  ])('puts no tag on %s', async (_, handler) => {
    served = await serve(conditionalGet(), async (ctx) => handler(ctx))
    const answer = await served.call('/', { headers: { 'if-none-match': '*' } })
    expect(answer.headers.etag).toBeUndefined()
    expect(answer.text).toMatch(/^(later|x|secret)$/)
  })

  it('is the same tag for the same content, packed or not', async () => {
    served = await serve(compressAnswers(), conditionalGet(), async (ctx) => {
      ctx.body = 'x'.repeat(5000)
    })
    const plain = await served.call('/')
    const packed = await served.call('/', { headers: { 'accept-encoding': 'br' } })
    expect(packed.headers.etag).toBe(plain.headers.etag)
    const again = await served.call('/', { headers: { 'accept-encoding': 'br', 'if-none-match': String(plain.headers.etag) } })
    expect(again.status).toBe(304)
  })
})

describe('compression', () => {
  const large = JSON.stringify(Array.from({ length: 300 }, (_, id) => ({ id, title: '三号楼路灯不亮' })))
  const answerWith = async (type: string, body: string | Buffer) => {
    served = await serve(compressAnswers(), async (ctx) => {
      ctx.type = type
      ctx.body = body
    })
  }

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('packs large text as %s and says what it depends on', async (encoding, unpack) => {
    await answerWith('json', large)
    const answer = await served.call('/', { headers: { 'accept-encoding': encoding } })
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(String(answer.headers.vary).toLowerCase()).toContain('accept-encoding')
    expect(answer.raw.length).toBeLessThan(large.length / 4)
    expect(unpack(answer.raw).toString()).toBe(large)
  })

  it.each([
    ['tiny answers', 'json', '{"ok":true}'],
    ['pictures', 'image/jpeg', Buffer.alloc(20_000)],
    ['archives', 'application/zip', Buffer.alloc(20_000)],
  ])('leaves %s alone', async (_, type, body) => {
    await answerWith(type, body)
    const answer = await served.call('/', { headers: { 'accept-encoding': 'br, gzip' } })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.raw.length).toBe(Buffer.byteLength(body))
  })

  it('leaves everything alone for a caller that cannot unpack', async () => {
    await answerWith('json', large)
    expect((await served.call('/')).text).toBe(large)
  })
})
