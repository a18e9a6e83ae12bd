import { Writable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../metrics.ts'
import { testIds, until } from '../ports/testing.ts'
import { accessLog } from './access-log.ts'
import { createLog } from './log.ts'
import { requestId } from './request-id.ts'
import { type Served, serve } from './testing.ts'

function captured(level = 'debug') {
  const lines: string[] = []
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, log: createLog({ level, to }), entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

/** Values that must never be found in any byte of the log. */
const canaries = {
  phone: '13912345678',
  idNumber: '32050119900307123X',
  token: 'tok_canary_9f8e7d',
  password: 'Canary#Passw0rd',
  plate: '苏E12345',
  openId: 'oCanary-openid',
  address: '枫林苑3幢1单元1201',
}

describe('what enters the log', () => {
  it.each<[string, Record<string, unknown>]>([
    ['fields by name', { ...canaries }],
    [
      'fields in other spellings',
      { PHONE: canaries.phone, id_number: canaries.idNumber, 'access-token': canaries.token, newPassword: canaries.password },
    ],
    [
      'headers',
      { headers: { authorization: `Bearer ${canaries.token}`, cookie: `liren_session=${canaries.token}`, 'set-cookie': [canaries.token] } },
    ],
    ['fields deep down and in lists', { a: { b: [{ c: { phone: canaries.phone, idNumber: canaries.idNumber } }] } }],
    ['numbers inside sentences', { note: `call ${canaries.phone}, id ${canaries.idNumber}` }],
    ['links', { url: `/api/files/1?sig=${canaries.token}&exp=1` }],
    ['errors and their causes', { err: new Error(`duplicate ${canaries.phone}`, { cause: new Error(`Bearer ${canaries.token}`) }) }],
    [
      'what drivers hang on errors',
      { err: Object.assign(new Error('failed'), { sql: `x = '${canaries.password}'`, parameters: [canaries.token] }) },
    ],
    ['bytes', { body: Buffer.from(canaries.password) }],
  ])('hides personal data and secrets in %s', (_, fields) => {
    const { log, lines } = captured()
    log.info(fields, `about ${canaries.phone}`)
    log.child(fields).child({ request: 1 }).error('again')
    expect(lines).toHaveLength(2)
    for (const secret of Object.values(canaries)) expect(lines.join('')).not.toContain(secret)
  })

  it('would be found out if it hid nothing', () => {
    const { log, lines } = captured()
    log.info({ harmless: canaries.address }, 'as it is')
    expect(lines.join('')).toContain(canaries.address)
  })

  it('keeps what helps: level, time, message, stack, code, ids and counts', () => {
    const { log, entries } = captured()
    const id = testIds.next()
    log.warn({ err: Object.assign(new Error('broken'), { code: 'ECONNRESET' }), id, count: 3, at: 1_764_000_000_000 }, 'trouble')
    expect(entries()[0]).toMatchObject({
      level: 'warn',
      msg: 'trouble',
      id,
      count: 3,
      at: 1_764_000_000_000,
      err: { message: 'broken', code: 'ECONNRESET' },
    })
    expect(entries()[0]).toHaveProperty('err.stack', expect.stringContaining('log.test.ts'))
    expect(entries()[0]).toHaveProperty('err.type', 'Error')
  })

  it('survives what refers to itself', () => {
    const { log, entries } = captured()
    const loop: Record<string, unknown> = {}
    loop.self = loop
    log.info(loop, 'round and round')
    expect(entries()[0]?.msg).toBe('round and round')
  })
})

describe('the access log', () => {
  let served: Served
  afterEach(() => served.close())

  it('writes one line a request with its id and endpoint, and measures it', async () => {
    const { log, entries } = captured('info')
    const metrics = createMetrics()
    served = await serve(requestId(testIds), accessLog(log, metrics), async (ctx) => {
      ctx.state.endpoint = { id: 'repair.list' }
      ctx.state.principal = { id: 'u1' }
      ctx.status = ctx.path === '/fails' ? 503 : 200
      ctx.body = 'hello'
    })
    await served.call(`/api/repairs?phone=${canaries.phone}`, { headers: { 'x-request-id': 'request-1' } })
    await served.call('/fails')
    await served.call('/healthz')
    await until(() => entries().length === 2)
    expect(entries()[0]).toMatchObject({
      level: 'info',
      requestId: 'request-1',
      endpoint: 'repair.list',
      method: 'GET',
      path: '/api/repairs',
      status: 200,
      bytes: 5,
      principal: 'u1',
      ip: expect.stringContaining('127.0.0.1'),
    })
    expect(entries()[1]).toMatchObject({ level: 'error', status: 503 })
    expect(await metrics.registry.metrics()).toMatch(/liren_http_request_seconds_count\{endpoint="repair.list",status="5xx"\} 1/)
  })

  it('notes a caller that went away before the answer', async () => {
    const { log, entries } = captured()
    let isInside = false
    served = await serve(accessLog(log, createMetrics()), () => {
      isInside = true
      return new Promise(() => {})
    })
    const { request } = await import('node:http')
    const req = request({ port: served.port, host: '127.0.0.1', path: '/slow' })
    req.on('error', () => {})
    req.end()
    await until(() => isInside)
    req.destroy()
    await until(() => entries().length === 1)
    expect(entries()[0]).toMatchObject({ path: '/slow', aborted: true })
  })
})
