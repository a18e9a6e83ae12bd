import { type GovernmentSim, startGovernmentSim } from '@liren/simulators/government'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AppError } from '../errors.ts'
import { createGovernment, type GovernmentSettings, signedHeaders } from './government.ts'
import type { Fetch } from './http.ts'
import { listeningLog, movableClock } from './testing.ts'

const account = { appId: 'liren-test', secret: 'secret-that-nobody-may-log' }
const people = [
  { userId: 'g1', userName: '石新来', phone: '10000004001', authLevel: '3' },
  { userId: 'g2', userName: '石又来', phone: null, authLevel: '1' },
] as const

let clock: ReturnType<typeof movableClock>
let log: ReturnType<typeof listeningLog>
let sim: GovernmentSim
const adapter = (change: Partial<GovernmentSettings> = {}) =>
  createGovernment(
    { ...account, baseUrl: sim.url, page: sim.page, timeoutMs: 2000, ...change },
    { fetch: globalThis.fetch as Fetch, clock, log: log as never },
  )
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(String, (error: AppError) => error.code)

beforeEach(async () => {
  clock = movableClock()
  log = listeningLog()
  sim = await startGovernmentSim({ ...account, people, now: () => clock.now() })
})
afterEach(async () => {
  expect(log.lines.join('\n')).not.toMatch(/nobody-may-log|石/)
  await sim.close()
})

test('a ticket that was never given, one that was used and one that is too old are refused', async () => {
  expect(await codeOf(adapter().person('made-up-ticket'))).toBe('government.refused')
  const once = sim.ticket('g1')
  await adapter().person(once)
  expect(await codeOf(adapter().person(once))).toBe('government.refused')
  const old = sim.ticket('g1')
  clock.forward(300_001)
  expect(await codeOf(adapter().person(old))).toBe('government.refused')
})

test('another secret, another application and a clock that is off are refused by the platform', async () => {
  expect(await codeOf(adapter({ secret: 'another' }).person(sim.ticket('g1')))).toBe('government.refused')
  expect(await codeOf(adapter({ appId: 'another' }).person(sim.ticket('g1')))).toBe('government.refused')
  const late = createGovernment(
    { ...account, baseUrl: sim.url, page: sim.page, timeoutMs: 2000 },
    { fetch: globalThis.fetch as Fetch, clock: { ...clock, now: () => clock.now() - 3_600_000 }, log: log as never },
  )
  expect(await codeOf(late.person(sim.ticket('g1')))).toBe('government.refused')
})

test('silence, an error page and something that is no JSON are an outage, not a refusal', async () => {
  for (const trouble of [{ silence: 'drop' }, { status: 502 }, { html: '<p>maintenance</p>' }] as const) {
    sim.fault({ path: '/restapi/uc/sso/access_token', times: 1, ...trouble })
    expect(await codeOf(adapter().person(sim.ticket('g1')))).toBe('government.unavailable')
  }
})

test('an answer without a person, such as that of an office, lets nobody in', async () => {
  for (const data of [{ loginType: 'legal', legalInfo: {} }, { personInfo: { userId: 'g1', userName: '石新来', authLevel: '9' } }]) {
    sim.fault({ path: '/restapi/uc/sso/getUserInfo', times: 1, json: { success: true, data } })
    expect(await codeOf(adapter().person(sim.ticket('g1')))).toBe('government.refused')
  }
})

test('a good ticket says who it is, with the grade, and a number only where there is one', async () => {
  expect(await adapter().person(sim.ticket('g1'))).toEqual({ subject: 'g1', name: '石新来', phone: '10000004001', grade: 'verified' })
  expect(await adapter().person(sim.ticket('g2'))).toEqual({ subject: 'g2', name: '石又来', phone: null, grade: 'unverified' })
})

test('the page is asked with our service and the way back, and sends back with a ticket of its own for everybody', async () => {
  const url = adapter().signInUrl('http://house.example/m/?government=abc')
  const html = await (await fetch(url as string)).text()
  const back = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => new URL((href as string).replaceAll('&amp;', '&')))
  expect(back).toHaveLength(2)
  expect(back.map(({ host, searchParams }) => [host, searchParams.get('government')])).toEqual([
    ['house.example', 'abc'],
    ['house.example', 'abc'],
  ])
  expect((await adapter().person(back[0]?.searchParams.get('ticket') as string)).subject).toBe('g1')
  expect((await fetch(url?.replace('house.example', '').replace('http%3A', 'javascript%3A') as string)).status).toBe(400)
})

test('a request is signed over its method, path, key and date', () => {
  const one = signedHeaders({ method: 'POST', path: '/a', ...account, now: 0 })
  expect(one['x-bg-date-time']).toBe('Thu, 01 Jan 1970 00:00:00 GMT')
  expect(signedHeaders({ method: 'POST', path: '/b', ...account, now: 0 })['x-bg-hmac-signature']).not.toBe(one['x-bg-hmac-signature'])
  expect(signedHeaders({ method: 'POST', path: '/a', ...account, now: 1000 })['x-bg-hmac-signature']).not.toBe(one['x-bg-hmac-signature'])
})
