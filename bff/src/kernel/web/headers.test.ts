import type { Context } from 'koa'
import { afterEach, describe, expect, it } from 'vitest'
import { testIds } from '../ports/testing.ts'
import { trustProxies } from './proxy.ts'
import { requestId } from './request-id.ts'
import { pageNonce, securityHeaders } from './security-headers.ts'
import { type Served, serve } from './testing.ts'

let served: Served
afterEach(() => served.close())

describe('request ids', () => {
  it.each(['short', 'with space in it', 'line\tbreak-in-log', `${'x'.repeat(65)}`, '-begins-with-dash', '中文中文中文中文'])(
    'makes one of its own instead of %j',
    async (sent) => {
      served = await serve(requestId(testIds))
      const { headers } = await served.call('/', { headers: { 'x-request-id': Buffer.from(sent).toString('latin1') } })
      expect(headers['x-request-id']).toMatch(/^[0-9a-z]{26}$/)
    },
  )

  it('keeps one that is fit for the logs', async () => {
    served = await serve(requestId(testIds), async (ctx) => {
      ctx.body = ctx.state.requestId
    })
    const answer = await served.call('/', { headers: { 'x-request-id': 'gateway-7f3a.01' } })
    expect(answer.headers['x-request-id']).toBe('gateway-7f3a.01')
    expect(answer.text).toBe('gateway-7f3a.01')
  })
})

describe('trusted proxies', () => {
  const showCaller = async (ctx: Context) => {
    ctx.body = { ip: ctx.ip, https: ctx.state.https, left: ctx.get('x-forwarded-for') }
  }
  const asked = async (hops: number, headers: Record<string, string>) => {
    served = await serve(trustProxies(hops), showCaller)
    return (await served.call('/', { headers })).json()
  }

  it('drops every forwarding header when there is no proxy', async () => {
    const forged = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https', 'x-real-ip': '198.51.100.7' }
    expect(await asked(0, forged)).toEqual({ ip: '127.0.0.1', https: false, left: '' })
  })

  it('takes the entry that its own proxy wrote, not those the caller put before it', async () => {
    const forged = { 'x-forwarded-for': '10.9.9.9, 203.0.113.5', 'x-forwarded-proto': 'https' }
    expect(await asked(1, forged)).toEqual({ ip: '203.0.113.5', https: true, left: '' })
  })

  it('counts back over as many proxies as there are', async () => {
    expect(await asked(2, { 'x-forwarded-for': '1.1.1.1, 203.0.113.5, 172.16.0.2' })).toMatchObject({ ip: '203.0.113.5' })
  })

  it('falls back to the peer when the entry is no address', async () => {
    expect(await asked(1, { 'x-forwarded-for': '<script>' })).toMatchObject({ ip: '127.0.0.1' })
  })

  it('reads an IPv4 address that is written as IPv6', async () => {
    expect(await asked(1, { 'x-forwarded-for': '::ffff:203.0.113.5' })).toMatchObject({ ip: '203.0.113.5' })
  })
})

describe('security headers', () => {
  const page = async (ctx: Context) => {
    if (ctx.path === '/page') {
      ctx.type = 'html'
      ctx.body = `<style nonce="${pageNonce(ctx)}"></style>`
    } else if (ctx.path === '/plain-page') {
      ctx.type = 'html'
      ctx.body = '<p>no nonce here</p>'
    } else ctx.body = { ok: true }
  }
  const policyOf = async (path: string) => String((await served.call(path)).headers['content-security-policy'])

  it('lets an API answer load nothing, be framed by nobody and be kept by nobody', async () => {
    served = await serve(securityHeaders(), page)
    const { headers } = await served.call('/api/x')
    expect(headers['content-security-policy']).toContain("default-src 'none'; frame-ancestors 'none'")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })

  it('never allows inline or evaluated code on a page', async () => {
    served = await serve(securityHeaders({ connect: ['https://tiles.example'], script: ['https://res.example'] }), page)
    for (const path of ['/page', '/plain-page']) {
      const policy = await policyOf(path)
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain("object-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("base-uri 'none'")
    }
    expect(await policyOf('/page')).toContain('https://tiles.example')
  })

  it('names the number used once that the page carries, another one each time', async () => {
    served = await serve(securityHeaders(), page)
    const first = await served.call('/page')
    const nonce = /nonce="(.+?)"/.exec(first.text)?.[1]
    expect(first.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect((await served.call('/page')).text).not.toBe(first.text)
    expect(await policyOf('/plain-page')).not.toContain('nonce')
  })

  it('promises https only over https', async () => {
    served = await serve(trustProxies(1), securityHeaders(), page)
    expect((await served.call('/api/x')).headers['strict-transport-security']).toBeUndefined()
    const secure = await served.call('/api/x', { headers: { 'x-forwarded-proto': 'https' } })
    expect(secure.headers['strict-transport-security']).toContain('max-age=')
  })

  it('leaves a policy alone that a route set for itself', async () => {
    served = await serve(securityHeaders(), async (ctx) => {
      ctx.set('content-security-policy', 'sandbox')
      ctx.body = 'x'
    })
    expect(await policyOf('/')).toBe('sandbox')
  })
})
