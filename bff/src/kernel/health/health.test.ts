import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import * as migrations from '../../../migrations/index.ts'
import { manualClock } from '../../../test/manual-clock.ts'
import { describeStores } from '../../../test/stores.ts'
import { readConfig } from '../config.ts'
import { createMetrics } from '../metrics.ts'
import { openKernel } from '../open-kernel.ts'
import { silent, testIds } from '../ports/testing.ts'
import { trustProxies } from '../web/proxy.ts'
import { serve } from '../web/testing.ts'
import { ballastIn } from './ballast.ts'
import type { Check, HealthState } from './check.ts'
import { diskCheck, queueCheck, redisCheck, storeCheck } from './checks.ts'
import { createHealth, houseHealth } from './health.ts'
import { isNeighbour, probes } from './probes.ts'

const check = (name: string, vital: boolean, run: Check['run']): Check => ({ name, part: 'data', vital, run, text: { zh: name, en: name } })
const is = (state: HealthState) => async () => ({ state, detail: '' })
const folder = mkdtempSync(join(tmpdir(), 'liren-health-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const megabyte = 1024 * 1024

describe('health', () => {
  it.each<[string, Check[], boolean, HealthState]>([
    ['a vital thing that is bad', [check('a', true, is('bad')), check('b', true, is('good'))], false, 'bad'],
    [
      'a vital thing that throws',
      [
        check('a', true, async () => {
          throw new Error('away')
        }),
      ],
      false,
      'bad',
    ],
    ['a vital thing that is only degraded', [check('a', true, is('degraded'))], true, 'degraded'],
    ['a thing that is bad but not vital', [check('a', false, is('bad'))], true, 'degraded'],
    ['everything well', [check('a', true, is('good')), check('b', false, is('good'))], true, 'good'],
  ])('%s', async (_, checks, ready, state) => {
    expect(await createHealth(checks, manualClock(), silent).read()).toMatchObject({ ready, state })
  })

  it('counts what hangs as bad instead of hanging with it', async () => {
    const report = await createHealth([check('a', true, () => new Promise(() => {}))], manualClock(), silent).read()
    expect(report.checks[0]).toMatchObject({ state: 'bad', detail: 'no answer' })
  })

  it('asks once for many who ask together, and again after a second', async () => {
    const clock = manualClock()
    let asked = 0
    const health = createHealth([check('a', true, async () => ({ state: 'good', detail: String(++asked) }))], clock, silent)
    await Promise.all(Array.from({ length: 10 }, () => health.read()))
    await health.read()
    expect(asked).toBe(1)
    await clock.advance(1100)
    expect((await health.read()).checks[0]?.detail).toBe('2')
  })

  it('remembers since when a thing has been as it is', async () => {
    const clock = manualClock()
    let state: HealthState = 'good'
    const health = createHealth([check('a', true, async () => ({ state, detail: '' }))], clock, silent)
    const start = (await health.read()).at
    await clock.advance(5000)
    expect((await health.read()).checks[0]?.since).toBe(start)
    state = 'bad'
    await clock.advance(5000)
    expect((await health.read()).checks[0]?.since).toBe(start + 10_000)
  })
})

describe('the disk', () => {
  it.each([
    [10 * 1024 * megabyte, 'good'],
    [500 * megabyte, 'degraded'],
    [100 * megabyte, 'bad'],
  ])('with %i bytes free is %s', async (free, state) => {
    expect((await diskCheck(folder, undefined, async () => free).run()).state).toBe(state)
  })

  it('keeps a ballast while there is room and lets it go when there is none', async () => {
    const ballast = ballastIn(folder, megabyte)
    const at = join(folder, 'ballast')
    await diskCheck(folder, ballast, async () => 10 * 1024 * megabyte).run()
    expect(statSync(at).blocks * 512).toBeGreaterThanOrEqual(megabyte)
    await diskCheck(folder, ballast, async () => 100 * megabyte).run()
    expect(statSync(at, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('is measured where the data is', async () => {
    expect((await diskCheck(folder).run()).detail).toMatch(/^\d+ MB$/)
    await expect(diskCheck(join(folder, 'missing')).run()).rejects.toThrow()
  })
})

it('Redis away is degraded, never bad', async () => {
  const away = redisCheck(async () => {
    throw new Error('away')
  })
  expect(await away.run()).toEqual({ state: 'degraded', detail: 'away' })
})

describe('the probes', () => {
  const health = (ready: boolean) => createHealth([check('store', true, is(ready ? 'good' : 'bad'))], manualClock(), silent)

  it('say not ready with 503 and when to ask again, and alive all the same', async () => {
    const served = await serve(probes(health(false), createMetrics()))
    const answer = await served.call('/readyz')
    expect([answer.status, answer.headers['retry-after'], answer.json()]).toEqual([
      503,
      '5',
      { ready: false, state: 'bad', checks: [{ name: 'store', state: 'bad' }] },
    ])
    expect((await served.call('/healthz')).status).toBe(200)
    await served.close()
  })

  it('say nothing that a stranger should not know', async () => {
    const secret = check('store', true, async () => {
      throw new Error('connect ECONNREFUSED db.internal:3306 as liren')
    })
    const served = await serve(probes(createHealth([secret], manualClock(), silent), createMetrics()))
    expect((await served.call('/readyz')).text).not.toContain('internal')
    await served.close()
  })

  it('give figures to neighbours only', async () => {
    const served = await serve(trustProxies(1), probes(health(true), createMetrics()))
    expect((await served.call('/metrics')).text).toContain('# TYPE liren_http_request_seconds histogram')
    expect((await served.call('/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(404)
    await served.close()
  })

  it.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['172.16.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['8.8.8.8', false],
    ['::1', true],
    ['fd00::1', true],
    ['2001:db8::1', false],
    ['10.evil.example', false],
    ['', false],
  ])('%s is a neighbour: %s', (ip, expected) => {
    expect(isNeighbour(ip)).toBe(expected)
  })
})

describeStores('the health of the house', (openStore) => {
  it('is good when everything is, and the core flow really writes', async () => {
    const { url } = await openStore.database()
    const settings = { LIREN_DATA: folder, LIREN_DB_URL: url, LIREN_LOG_LEVEL: 'silent', LIREN_DB_ALLOW_WEAK: 'on' }
    const { kernel, close } = await openKernel(readConfig(settings, 'test'), migrations as never)
    const health = houseHealth(kernel)
    const report = await health.read()
    expect(report.checks.filter(({ name }) => name !== 'disk').map(({ name, state }) => `${name} ${state}`)).toEqual([
      'store good',
      'core good',
      'keyring good',
      'queue good',
    ])
    const [probe] = await kernel.store.rows<{ written_at: number }>('SELECT written_at FROM probes')
    expect(Number(probe?.written_at)).toBeGreaterThan(Date.now() - 60_000)
    await close()
    const after = await houseHealth(kernel).read()
    expect(after.ready).toBe(false)
    expect(after.checks.find(({ name }) => name === 'core')?.state).toBe('bad')
  })

  it('names a queue that waits, and measures it', async () => {
    const store = await openStore()
    const clock = manualClock()
    const metrics = createMetrics()
    const queue = queueCheck({ store, clock, metrics } as never)
    expect((await queue.run()).state).toBe('good')
    await store.run("INSERT INTO outbox (id, name, subject, subject_id, payload, created_at) VALUES (?, 'a.b', 'a', 'x', '{}', ?)", [
      testIds.next(),
      clock.now() - 90_000,
    ])
    expect((await queue.run()).state).toBe('degraded')
    expect(await metrics.registry.metrics()).toContain('liren_outbox_lag_seconds 90')
    await clock.advance(3_600_000)
    expect((await queue.run()).state).toBe('bad')
    await expect(storeCheck({ store } as never).run()).resolves.toMatchObject({ state: 'good' })
  })
})
