import { startWechatSim, type WechatSim } from '@liren/simulators/wechat'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppError } from '../errors.ts'
import { memoryCache } from '../ports/memory/cache.ts'
import { memoryLock } from '../ports/memory/lock.ts'
import type { WechatApi } from '../ports/ports.ts'
import type { Fetch } from './http.ts'
import { listeningLog, movableClock } from './testing.ts'
import { createWechat, type WechatSettings } from './wechat.ts'

const account = { appId: 'wx0000000000000001', secret: 'secret-that-nobody-may-log' }

describe('the WeChat adapter against the simulator', () => {
  let clock: ReturnType<typeof movableClock>
  let log: ReturnType<typeof listeningLog>
  let sim: WechatSim
  let shared: { cache: ReturnType<typeof memoryCache>; lock: ReturnType<typeof memoryLock> }

  const adapter = (change: Partial<WechatSettings> = {}): WechatApi =>
    createWechat(
      { ...account, baseUrl: sim.url, timeoutMs: 2000, ...change },
      { fetch: globalThis.fetch as Fetch, clock, log: log as never, ...shared },
    )
  const codeOf = (work: Promise<unknown>): Promise<string> => work.then(String, (error: AppError) => error.code)

  beforeEach(async () => {
    clock = movableClock()
    log = listeningLog()
    shared = { cache: memoryCache(clock), lock: memoryLock() }
    sim = await startWechatSim({ ...account, now: () => clock.now(), signInsPerMinute: 5 })
  })
  afterEach(async () => {
    expect(log.lines.join('\n')).not.toMatch(/nobody-may-log|access_token=|sim_/)
    await sim.close()
  })

  describe('signing in', () => {
    test('a code that was never given is refused as invalid', async () => {
      expect(await codeOf(adapter().codeToSession('made-up'))).toBe('wechat.code-invalid')
    })

    test('a code is good once', async () => {
      const { code, openId } = sim.loginCode('li')
      expect(await adapter().codeToSession(code)).toEqual({ openId, unionId: undefined })
      expect(await codeOf(adapter().codeToSession(code))).toBe('wechat.code-used')
    })

    test('a code is good for five minutes', async () => {
      const { code } = sim.loginCode('li')
      clock.forward(300_001)
      expect(await codeOf(adapter().codeToSession(code))).toBe('wechat.code-invalid')
    })

    test('the same person has the same id at every sign-in and two people have two', async () => {
      const ids = []
      for (const person of ['li', 'li', 'wang']) ids.push((await adapter().codeToSession(sim.loginCode(person).code)).openId)
      expect(ids[0]).toBe(ids[1])
      expect(ids[2]).not.toBe(ids[0])
    })

    test('the quota of a minute is told as too many requests and ends with the minute', async () => {
      for (let i = 0; i < 5; i++) await codeOf(adapter().codeToSession('made-up'))
      expect(await codeOf(adapter().codeToSession(sim.loginCode('li').code))).toBe('wechat.limited')
      clock.forward(60_001)
      expect(await adapter().codeToSession(sim.loginCode('li').code)).toHaveProperty('openId')
    })

    test.each([
      ['another app id', { appId: 'wx-other' }],
      ['a wrong secret', { secret: 'wrong' }],
    ])('%s is told as a matter of configuration', async (_, change) => {
      expect(await codeOf(adapter(change).codeToSession(sim.loginCode('li').code))).toBe('wechat.misconfigured')
    })

    test('a busy platform is asked once more, and then it is given up', async () => {
      const busy = { path: '/sns/jscode2session', json: { errcode: -1, errmsg: 'system error' } }
      sim.fault({ ...busy, times: 1 })
      expect(await adapter().codeToSession(sim.loginCode('li').code)).toHaveProperty('openId')
      sim.fault({ ...busy, times: 2 })
      expect(await codeOf(adapter().codeToSession(sim.loginCode('li').code))).toBe('wechat.unavailable')
    })

    test('an answer without an id is never taken for a person', async () => {
      for (const json of [{}, { openid: '' }, { openid: 7 }, { errcode: 'x' }]) {
        sim.fault({ path: '/sns/jscode2session', times: 1, json })
        expect(await codeOf(adapter().codeToSession('any'))).toBe('wechat.unavailable')
      }
    })
  })

  test.each([
    ['says nothing', { silence: 'hang' }],
    ['hangs up', { silence: 'drop' }],
    ['answers with a page', { html: '<html>bad gateway</html>' }],
    ['answers 502', { status: 502, json: {} }],
  ] as const)('a platform that %s is unavailable, and the caller is told when to come back', async (_, trouble) => {
    sim.fault({ path: '/sns/jscode2session', times: 1, ...trouble })
    const error = await adapter({ timeoutMs: 80 })
      .codeToSession('any')
      .catch((caught: AppError) => caught)
    expect(error).toMatchObject({ code: 'wechat.unavailable', status: 503, retryAfter: 5 })
  })

  test('nobody listening at the address is unavailable too', async () => {
    expect(await codeOf(adapter({ baseUrl: 'http://127.0.0.1:9' }).codeToSession('any'))).toBe('wechat.unavailable')
  })

  describe('the phone number', () => {
    test('comes once per code, within five minutes', async () => {
      const wechat = adapter()
      const code = sim.phoneCode('10000000001')
      expect(await wechat.phoneNumber(code)).toEqual({ phone: '10000000001' })
      expect(await codeOf(wechat.phoneNumber(code))).toBe('wechat.code-invalid')
      const late = sim.phoneCode('10000000001')
      clock.forward(300_001)
      expect(await codeOf(wechat.phoneNumber(late))).toBe('wechat.code-invalid')
    })

    test('that was given to another mini-program is refused', async () => {
      const info = { purePhoneNumber: '10000000001', watermark: { timestamp: 1, appid: 'wx-other' } }
      sim.fault({ path: '/wxa/business/getuserphonenumber', times: 1, json: { errcode: 0, phone_info: info } })
      expect(await codeOf(adapter().phoneNumber('any'))).toBe('wechat.code-invalid')
    })
  })

  describe('the access token', () => {
    test('is fetched once for many callers at once and across processes', async () => {
      const ends = [adapter(), adapter(), adapter()]
      const codes = Array.from({ length: 30 }, (_, i) => sim.phoneCode(`1000000${1000 + i}`))
      await Promise.all(codes.map((code, i) => ends[i % 3]?.phoneNumber(code)))
      expect(sim.tokensGiven()).toBe(1)
    })

    test('is fetched anew before it ends', async () => {
      const wechat = adapter()
      await wechat.phoneNumber(sim.phoneCode('10000000001'))
      clock.forward(7_200_000)
      await wechat.phoneNumber(sim.phoneCode('10000000001'))
      expect(sim.tokensGiven()).toBe(2)
    })

    test('that the platform threw away is replaced without the person noticing', async () => {
      const wechat = adapter()
      await wechat.phoneNumber(sim.phoneCode('10000000001'))
      sim.expireToken()
      expect(await wechat.phoneNumber(sim.phoneCode('10000000002'))).toEqual({ phone: '10000000002' })
    })

    test('that stays refused after renewal is a matter of configuration, not a loop', async () => {
      sim.fault({ path: '/wxa/business/getuserphonenumber', times: 5, json: { errcode: 40001, errmsg: 'invalid credential' } })
      expect(await codeOf(adapter().phoneNumber('any'))).toBe('wechat.misconfigured')
    })
  })

  describe('the subscribe message', () => {
    const message = { template: 'progress', page: 'pages/home/index', data: { thing1: '厨房水管漏水', phrase2: '已接单' } }

    test('without consent is not sent, and that is an answer', async () => {
      const { openId } = sim.loginCode('li')
      expect(await adapter().subscribeMessage({ ...message, openId })).toEqual({ sent: false, reason: 'no-consent' })
    })

    test('uses up one consent', async () => {
      const wechat = adapter()
      const { openId } = sim.loginCode('li')
      sim.consent(openId, 'progress')
      expect(await wechat.subscribeMessage({ ...message, openId })).toEqual({ sent: true })
      expect(await wechat.subscribeMessage({ ...message, openId })).toEqual({ sent: false, reason: 'no-consent' })
      expect(sim.messages).toMatchObject([{ openId, data: message.data }])
    })

    test('to nobody we know is not sent', async () => {
      expect(await adapter().subscribeMessage({ ...message, openId: 'x' })).toEqual({ sent: false, reason: 'unknown-person' })
    })

    test('is cut to what the platform takes and goes out under the registered names', async () => {
      const { openId } = sim.loginCode('li')
      sim.consent(openId, 'tpl-7')
      const wechat = adapter({ templates: { progress: { id: 'tpl-7', fields: { title: 'thing3' } } } })
      await wechat.subscribeMessage({ openId, template: 'progress', page: 'p', data: { title: '长'.repeat(40), secret: 'stays' } })
      expect(sim.messages[0]?.data).toEqual({ thing3: '长'.repeat(20) })
      expect(await wechat.subscribeMessage({ openId, template: 'other', page: 'p', data: {} })).toEqual({
        sent: false,
        reason: 'template-unknown',
      })
    })
  })
})
