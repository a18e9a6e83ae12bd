import { pino } from 'pino'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { memoryCache } from '../ports/memory/cache.ts'
import { memoryLock } from '../ports/memory/lock.ts'
import type { Fetch } from './http.ts'
import { openOutside } from './open.ts'
import { movableClock } from './testing.ts'

/** Opens the services for an environment and keeps the addresses that were asked. */
function opened(env: Record<string, string>) {
  const asked: string[] = []
  const bodies: string[] = []
  const fetch: Fetch = async (url, init) => {
    asked.push(new URL(url).origin)
    bodies.push(init.body ?? '')
    return { status: 200, text: async () => '{"openid":"o1","Response":{"SendStatusSet":[{"Code":"Ok","SerialNo":"1"}]}}' }
  }
  const clock = movableClock()
  const outside = openOutside(readConfig(env), {
    fetch,
    clock,
    cache: memoryCache(clock),
    lock: memoryLock(),
    log: pino({ level: 'silent' }),
  })
  return { ...outside, asked, bodies }
}
const message = { phone: '10000000001', template: 'sign-in' as const, params: { code: '1', minutes: '5' } }
const simulators = { LIREN_WECHAT_URL: 'http://127.0.0.1:1', LIREN_SMS_URL: 'http://127.0.0.1:2/' }
const accounts = {
  LIREN_WECHAT_APPID: 'wx1',
  LIREN_WECHAT_SECRET: 's',
  LIREN_SMS_KEY: 'k',
  LIREN_SMS_SECRET: 's',
  LIREN_SMS_TEMPLATES: 'sign-in=77',
}

test('without an account nothing is asked of anybody in production, even when an address is set', async () => {
  const outside = opened({ LIREN_DEMO: 'off', ...simulators })
  await expect(outside.wechat.codeToSession('c')).rejects.toMatchObject({ code: 'wechat.misconfigured' })
  await expect(outside.sms.send(message)).rejects.toMatchObject({ code: 'sms.misconfigured' })
  expect(outside.asked).toEqual([])
})

test('the demonstration without accounts uses the simulators and says which', async () => {
  const outside = opened(simulators)
  await outside.wechat.codeToSession('c')
  await outside.sms.send(message)
  expect(outside.asked).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:2'])
  expect(outside.simulated).toEqual(['wechat', 'sms'])
})

test('with accounts the real services are asked, and nothing is called simulated', async () => {
  const outside = opened({ LIREN_DEMO: 'off', ...accounts })
  await outside.wechat.codeToSession('c')
  await outside.sms.send(message)
  expect(outside.asked).toEqual(['https://api.weixin.qq.com', 'https://sms.tencentcloudapi.com'])
  expect(JSON.parse(outside.bodies[1] as string)).toMatchObject({ TemplateId: '77', TemplateParamSet: ['1', '5'] })
  expect(outside.simulated).toEqual([])
})

test('a message whose text was not registered with the provider is refused here', async () => {
  const outside = opened({ LIREN_DEMO: 'off', ...accounts })
  await expect(outside.sms.send({ ...message, template: 'password-reset' })).rejects.toMatchObject({ code: 'sms.misconfigured' })
  expect(outside.asked).toEqual([])
})

test.each([
  ['LIREN_WECHAT_TEMPLATES', '{"a":1}'],
  ['LIREN_WECHAT_TEMPLATES', '{'],
  ['LIREN_SMS_TEMPLATES', 'sign-in'],
])('%s=%s is refused at start', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name)
})
