import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { z } from '@liren/contract/kernel/zod'
import type { Clock } from '../ports/ports.ts'
import type { Lane } from './lane.ts'
import { listening } from './listening.ts'

const resetSchema = z.strictObject({
  zone: z.string().check(z.maxLength(40)),
  by: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
  nonce: z.string().check(z.maxLength(64)),
  signature: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
})

/** HMAC-SM3 over everything that a reset says. */
export const signReset = (key: string, { zone, by, nonce }: { zone: string; by: string; nonce: string }): string =>
  createHmac('sm3', Buffer.from(key, 'hex'))
    .update(JSON.stringify(['reset', zone, by, nonce]))
    .digest('hex')

const nonceMs = 60_000
const mostNonces = 64
const mostBytes = 4096

/** Status and reset, on loopback only. A nonce is given here, once, and dies with its first use or with the process. */
export async function openControl({ key, port, lane, clock }: { key: string; port: number; lane: Lane; clock: Clock }) {
  const nonces = new Map<string, number>()

  async function answer(method: string, path: string, body: string): Promise<[number, object]> {
    if (method === 'GET' && (path === '/status' || path === '/healthz')) return [200, { zones: lane.status() }]
    if (method === 'POST' && path === '/nonce') {
      const nonce = randomBytes(24).toString('hex')
      nonces.set(nonce, clock.elapsed() + nonceMs)
      for (const oldest of [...nonces.keys()].slice(0, Math.max(0, nonces.size - mostNonces))) nonces.delete(oldest)
      return [200, { nonce }]
    }
    if (method !== 'POST' || path !== '/reset') return [404, { error: 'there is nothing here' }]
    const asked = z.safeParse(resetSchema, JSON.parse(body))
    if (!asked.success) return [400, { error: asked.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('; ') }]
    const until = nonces.get(asked.data.nonce)
    nonces.delete(asked.data.nonce)
    const isFresh = until !== undefined && until > clock.elapsed()
    const right = Buffer.from(signReset(key, asked.data), 'hex')
    if (!isFresh || !timingSafeEqual(right, Buffer.from(asked.data.signature, 'hex')))
      return [403, { error: 'the signature is wrong, or its nonce is old or used' }]
    if (!(await lane.reset(asked.data.zone, asked.data.by))) return [409, { error: `zone ${asked.data.zone} is not latched` }]
    return [200, { zone: asked.data.zone, isLatched: false }]
  }

  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
      if (body.length > mostBytes) request.destroy()
    })
    request.on('end', () => {
      answer(request.method ?? '', request.url ?? '', body)
        .catch((error: Error): [number, object] => [error instanceof SyntaxError ? 400 : 500, { error: error.message }])
        .then(([status, value]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value)))
    })
  })
  return listening(server, port, '127.0.0.1', () => server.closeAllConnections())
}
