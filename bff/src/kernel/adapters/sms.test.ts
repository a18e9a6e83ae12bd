import { type SmsSim, startSmsSim } from '@liren/simulators/sms'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppError } from '../errors.ts'
import type { SmsApi } from '../ports/ports.ts'
import type { Fetch } from './http.ts'
import { createSms, type SmsSettings } from './sms.ts'
import { listeningLog, movableClock } from './testing.ts'

const account = { secretId: 'id-of-the-house', secretKey: 'secret-that-nobody-may-log', appId: '1400000001', signName: '里仁社区' }
const message = { phone: '10000000001', template: 'sign-in' as const, params: { minutes: '5', code: '424242' } }

describe('the text message adapter against the simulator', () => {
  let clock: ReturnType<typeof movableClock>
  let log: ReturnType<typeof listeningLog>
  let sim: SmsSim

  const adapter = (change: Partial<SmsSettings> = {}): SmsApi =>
    createSms(
      {
        ...account,
        baseUrl: sim.url,
        region: 'ap-guangzhou',
        timeoutMs: 2000,
        templates: { 'sign-in': { id: '1001', params: ['code', 'minutes'] } },
        ...change,
      },
      { fetch: globalThis.fetch as Fetch, clock, log: log as never },
    )
  const codeOf = (work: Promise<unknown>): Promise<string> => work.then(String, (error: AppError) => error.code)

  beforeEach(async () => {
    clock = movableClock()
    log = listeningLog()
    sim = await startSmsSim({ ...account, now: () => clock.now(), templates: { 1001: '验证码{1}，{2}分钟内有效。' } })
  })
  afterEach(async () => {
    expect(log.lines.join('\n')).not.toMatch(/nobody-may-log|424242/)
    await sim.close()
  })

  test.each([
    ['a wrong secret', { secretKey: 'wrong' }],
    ['an unknown key id', { secretId: 'somebody' }],
    ['another application', { appId: '7' }],
    ['an unapproved signature', { signName: '别家' }],
    ['a template nobody registered', { templates: {} }],
    ['a template the service does not know', { templates: { 'sign-in': { id: '9', params: ['code', 'minutes'] } } }],
    ['a template with other parameters', { templates: { 'sign-in': { id: '1001', params: ['code'] } } }],
  ])('%s is told as a matter of configuration, and nothing is sent', async (_, change) => {
    expect(await codeOf(adapter(change).send(message))).toBe('sms.misconfigured')
    expect(sim.sent).toEqual([])
  })

  test('a clock that is ten minutes off is refused by the signature', async () => {
    const sms = adapter()
    const server = await startSmsSim({ ...account, now: () => clock.now() + 600_000, templates: {} })
    expect(await codeOf(adapter({ baseUrl: server.url }).send(message))).toBe('sms.misconfigured')
    await server.close()
    expect(await sms.send(message)).toHaveProperty('id')
  })

  test('a number that cannot be one is refused', async () => {
    expect(await codeOf(adapter().send({ ...message, phone: '12' }))).toBe('sms.phone-refused')
  })

  test('a second message within half a minute is too many; later it goes out', async () => {
    const sms = adapter()
    await sms.send(message)
    const error = await sms.send(message).catch((caught: AppError) => caught)
    expect(error).toMatchObject({ code: 'sms.limited', status: 429, retryAfter: 30 })
    clock.forward(30_001)
    await sms.send(message)
    expect(sim.sent).toHaveLength(2)
  })

  test('the sixth of an hour is too many', async () => {
    const sms = adapter()
    for (let i = 0; i < 5; i++) {
      await sms.send(message)
      clock.forward(31_000)
    }
    expect(await codeOf(sms.send(message))).toBe('sms.limited')
  })

  test.each([
    ['says nothing', { silence: 'hang' }],
    ['hangs up', { silence: 'drop' }],
    ['answers with a page', { html: '<html>' }],
    ['answers 503', { status: 503 }],
    ['answers with an empty object', { json: {} }],
    ['fails inside', { json: { Response: { Error: { Code: 'InternalError.Timeout' } } } }],
  ] as const)('a service that %s is unavailable and is not asked again by itself', async (_, trouble) => {
    sim.fault({ path: '/', times: 1, ...trouble })
    expect(await codeOf(adapter({ timeoutMs: 80 }).send(message))).toBe('sms.unavailable')
    expect(sim.sent).toEqual([])
  })

  test('the person reads our words in the order of the template', async () => {
    const { id } = await adapter().send(message)
    expect(id).toMatch(/^sim-/)
    expect(sim.sent).toEqual([{ at: clock.now(), phone: '+8610000000001', text: '【里仁社区】验证码424242，5分钟内有效。' }])
    expect(await (await fetch(sim.url)).text()).toContain('424242')
  })

  test('the page shows what people wrote as text, never as markup', async () => {
    await adapter().send({ ...message, params: { code: '<img src=x>', minutes: '5' } })
    expect(await (await fetch(sim.url)).text()).not.toContain('<img')
  })
})
