import type { Device } from '@liren/contract/capabilities/device'
import type { JobsAnswer, RequestAnswer } from '@liren/contract/edge/asks'
import type { EdgeJobDetail, EdgeJobSummary, EdgeRequestView, EdgeWish } from '@liren/contract/edge/endpoints'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../../device/testing.ts'
import { hasJobs } from './hand-over.ts'
import { mostInAnHour } from './requests.ts'
import { ofNode } from './row.ts'

const minute = 60_000

describeStores('jobs of edge nodes', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let other: PlayedBridge
  let meter: Device
  let door: Device
  let foreign: Device
  let bridgeId = ''
  let otherId = ''

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'edge-1')
    other = await playBridge(app, scene.admin, 'edge-2')
    const running = (product: string, name: string, through: PlayedBridge) =>
      scene.running({ productId: scene.product(product), name, bridge: through.code })
    meter = await running('meter-1p', '公共用电表', bridge)
    door = await running('door-contact', '东门门磁', bridge)
    foreign = await running('meter-1p', '别处电表', other)
    const idOf = async (code: string) =>
      (await app.kernel.store.rows<{ id: string }>('SELECT id FROM bridges WHERE code = ?', [code]))[0]?.id ?? ''
    bridgeId = await idOf('edge-1')
    otherId = await idOf('edge-2')
  })
  afterAll(() => app.close())

  const start = (wish: object, more: object = {}, token = scene.admin, code = bridge.code) =>
    app.call<EdgeJobSummary>('POST', `/api/bridge/bridges/${code}/jobs`, { token, body: { wish, ...more } })
  const started = async (wish: EdgeWish, more: object = {}) => body(await start(wish, more), 201)
  const read = async (id: string) => body(await app.call<EdgeJobDetail>('GET', `/api/bridge/jobs/${id}`, { token: scene.admin }))
  const cancel = (id: string, token = scene.admin) => app.call<EdgeJobSummary>('POST', `/api/bridge/jobs/${id}/cancel`, { token, body: {} })
  const list = async (query = '') =>
    body(
      await app.call<{ items: EdgeJobSummary[]; next?: string }>('GET', `/api/bridge/bridges/edge-1/jobs${query}`, { token: scene.admin }),
    )
  const fetched = async (after: number, ids: string[] = []) => body(await bridge.ask<JobsAnswer>('jobs', { after, open: ids }))
  const told = (jobId: string, state: string, more: object = {}, by = bridge, as = by.code) =>
    by.tell(by.event(as, 'bridge.job', { jobId, state, ...more }))
  const request = async (asked: object, id: string, by = bridge) => body(await by.ask<RequestAnswer>('request', { id, request: asked }))
  const summary = (): EdgeWish => ({ kind: 'window.summary', deviceIds: [meter.id], property: 'powerW', seconds: 600 })
  const result = {
    ...{ kind: 'window.summary', from: 1, until: 2, heardSince: 1 },
    items: [{ device: 'device-1', count: 3, late: 1, average: 4, least: 1, most: 9, last: 9, lastAt: 2 }],
  }
  const allow = async (mayAsk: boolean) => {
    const nodes = body(
      await app.call<{ items: { code: string; version: number }[] }>('GET', '/api/bridge/bridges', { token: scene.admin }),
    ).items
    const version = nodes.find(({ code }) => code === 'edge-1')?.version
    return app.call('PUT', '/api/bridge/bridges/edge-1/asking', { token: scene.admin, body: { mayAsk, version } })
  }
  let reached = 0
  const take = async (ids: string[] = []) => {
    const answer = await fetched(reached, ids)
    reached = Math.max(reached, ...answer.jobs.map(({ sequence }) => sequence))
    return answer
  }

  it('are given by nobody who may not, for no node, device or number that is not there, and without an endless time', async () => {
    expect((await app.call('POST', '/api/bridge/bridges/edge-1/jobs', { body: { wish: summary() } })).status).toBe(401)
    expect((await start(summary(), {}, village.tokens.manager)).status).toBe(403)
    expect((await start(summary(), {}, scene.admin, 'nobody')).status).toBe(404)
    const refused = async (wish: object, more = {}) => (await start(wish, more)).error?.code
    expect(await refused({ ...summary(), deviceIds: [foreign.id] })).toBe('bridge.job-device')
    expect(await refused({ ...summary(), deviceIds: [door.id] })).toBe('bridge.job-measure')
    expect(await refused({ ...summary(), property: 'nothing' })).toBe('bridge.job-measure')
    expect(await refused({ kind: 'readings.detect', property: 'powerW', last: 10 })).toBe('bridge.job-limits')
    expect(await refused({ kind: 'run.code', code: '1 + 1' })).toBe('request.invalid')
    expect(await refused(summary(), { ttlSeconds: 90_000 })).toBe('request.invalid')
    expect(await refused(summary(), { limits: { ms: 3_600_000, readings: 1 } })).toBe('request.invalid')
    expect((await list()).items).toEqual([])
    expect((await app.call('GET', `/api/bridge/jobs/${meter.id}`, { token: scene.admin })).status).toBe(404)
    expect((await cancel(meter.id)).status).toBe(404)
  })

  it('travel to their node with every device named, once it asks with its own signature and again while it has not confirmed', async () => {
    const job = await started(summary(), { ttlSeconds: 60, limits: { ms: 5000, readings: 1000 } })
    expect(job).toMatchObject({ state: 'waiting', devices: 1, askedBy: '顾系安', isCancelling: false })
    expect(await hasJobs(app.kernel, { bridgeId: otherId, after: 0, open: [job.id] }, app.clock.now())).toBe(false)
    const payload = JSON.stringify({
      ask: 'jobs',
      bridge: 'edge-1',
      at: app.clock.now(),
      nonce: 'a-nonce-of-a-stranger',
      after: 0,
      open: [],
    })
    const forged = await app.call('POST', '/api/bridge/jobs/next', { body: other.sign(payload) })
    expect([forged.status, forged.error?.code]).toEqual([401, 'bridge.signature'])
    const own = { body: bridge.sign(payload.replace('stranger', 'friend-1')) }
    const first = body(await app.call<JobsAnswer>('POST', '/api/bridge/jobs/next', own))
    expect((await app.call('POST', '/api/bridge/jobs/next', own)).error?.code).toBe('bridge.ask-old')
    expect(first.jobs).toEqual([
      {
        ...{ id: job.id, sequence: 1, issuedAt: app.clock.now(), expiresAt: app.clock.now() + 60_000 },
        limits: { ms: 5000, readings: 1000 },
        ...{ kind: 'window.summary', values: { of: [{ device: meter.code, type: 'meter.read', path: 'powerW' }], seconds: 600 } },
      },
    ])
    expect((await fetched(0)).jobs).toEqual(first.jobs)
    expect((await read(job.id)).steps.map(({ state }) => state)).toEqual(['waiting', 'sent'])
    reached = 1
    expect(await hasJobs(app.kernel, { bridgeId, after: 1, open: [job.id] }, app.clock.now())).toBe(false)
    await told(job.id, 'running')
    // another node speaks of it, and this node under the name of a device: nobody hears that
    await told(job.id, 'done', { result }, other)
    await told(job.id, 'failed', { cause: 'time' }, bridge, meter.code)
    expect((await read(job.id)).job.state).toBe('running')
    const mine = { ...result, items: [{ ...result.items[0], device: meter.code }] }
    await told(job.id, 'done', { result: mine })
    await told(job.id, 'failed', { cause: 'time' })
    const kept = await read(job.id)
    expect(kept).toMatchObject({ job: { state: 'done', cause: null }, result: mine, names: { [meter.code]: '公共用电表' } })
    expect(kept).toMatchObject({ property: 'powerW', number: { zh: '功率', en: 'Power', unit: 'W' } })
    expect(kept.steps.map(({ state }) => state)).toEqual(['waiting', 'sent', 'running', 'done'])
    expect((await cancel(job.id)).error?.code).toBe('bridge.job-over')
  })

  it('are for all devices of the node where none is named: for a number those that tell it', async () => {
    await started({ kind: 'lines.count', minutes: 5 })
    await started({ kind: 'readings.detect', property: 'powerW', last: 100, spread: 3 })
    const { jobs } = await take()
    expect(jobs.map(({ values }) => ('of' in values ? values.of.map(({ device }) => device) : [...values.devices].sort()))).toEqual([
      [door.code, meter.code].sort(),
      [meter.code],
    ])
    for (const { id } of jobs) await told(id, 'failed', { cause: 'memory' })
    expect((await list('?state=failed')).items.map(({ cause }) => cause)).toEqual(['memory', 'memory'])
    const reach = body(
      await app.call<{ items: { name: string; numbers: { property: string }[] }[] }>('GET', '/api/bridge/bridges/edge-1/devices', {
        token: scene.admin,
      }),
    ).items
    expect(reach.map(({ name }) => name)).toEqual(['公共用电表', '东门门磁'])
    expect(reach[0]?.numbers.map(({ property }) => property)).toContain('powerW')
  })

  it('a node of several communities shows each administrator the devices, jobs and questions of their own', async () => {
    const far = await makePerson(app.kernel, '丁远', { roles: [['system-administrator', village.farEstate]] })
    const token = await app.tokenOf(far, 'admin')
    const mine = await started(summary())
    const seen = async (path: string) => body(await app.call<{ items: unknown[] }>('GET', path, { token })).items
    for (const what of ['devices', 'jobs', 'requests']) expect(await seen(`/api/bridge/bridges/edge-1/${what}`)).toEqual([])
    expect((await app.call('GET', `/api/bridge/jobs/${mine.id}`, { token })).status).toBe(404)
    expect((await cancel(mine.id, token)).status).toBe(404)
    expect((await start(summary(), {}, token)).error?.code).toBe('bridge.job-device')
    body(await cancel(mine.id))
  })

  it('are cancelled at once while nobody has them, and by their node once it has: its last word stands', async () => {
    const early = await started(summary())
    expect(body(await cancel(early.id))).toMatchObject({ state: 'cancelled', isCancelling: false })
    expect(await hasJobs(app.kernel, { bridgeId, after: reached, open: [] }, app.clock.now())).toBe(false)
    const [late, finished] = [await started(summary()), await started(summary())]
    await take()
    for (const { id } of [late, finished]) {
      await told(id, 'running')
      expect(body(await cancel(id))).toMatchObject({ state: 'running', isCancelling: true })
    }
    expect((await fetched(reached, [late.id, finished.id])).cancelled.sort()).toEqual([late.id, finished.id].sort())
    await told(late.id, 'cancelled')
    await told(finished.id, 'done', { result })
    expect([(await read(late.id)).job.state, (await read(finished.id)).job.state]).toEqual(['cancelled', 'done'])
  })

  it('end by themselves where nobody fetches or answers them; a word that comes later still counts', async () => {
    const lost = await started(summary(), { ttlSeconds: 30 })
    const silent = await started(summary(), { ttlSeconds: 30, limits: { ms: 1000, readings: 10 } })
    await app.clock.advance(1000)
    const other2 = await started(summary(), { ttlSeconds: 600 })
    // only the second reaches the node
    await app.kernel.store.run("UPDATE edge_jobs SET state = 'sent' WHERE id = ?", [silent.id])
    await app.clock.advance(2 * minute)
    await scene.runJob('bridge.expire-jobs')
    expect((await read(lost.id)).job).toMatchObject({ state: 'expired', cause: 'not-fetched' })
    expect((await read(silent.id)).job).toMatchObject({ state: 'expired', cause: 'no-answer' })
    await told(silent.id, 'done', { result })
    expect((await read(silent.id)).job).toMatchObject({ state: 'done', cause: null })
    expect((await take()).jobs.map(({ id }) => id)).toEqual([other2.id])
    await told(other2.id, 'done', { result })
  })

  it('are ten at most that are not at their end, also when they are asked for at once', async () => {
    const many = await Promise.all(Array.from({ length: 14 }, () => start(summary())))
    expect(many.filter(({ status }) => status === 201)).toHaveLength(10)
    expect(new Set(many.filter(({ status }) => status !== 201).map(({ error }) => error?.code))).toEqual(new Set(['bridge.job-busy']))
    for (const { id } of (await list('?state=waiting&limit=100')).items) body(await cancel(id))
    const page = await list('?limit=3')
    const next = await list(`?limit=3&cursor=${page.next}`)
    expect([...page.items, ...next.items].map(({ id }) => id)).toEqual((await list('?limit=6')).items.map(({ id }) => id))
  })

  it('cost the same number of statements whatever waits', async () => {
    const fill = (n: number) => Promise.all(Array.from({ length: n }, () => start(summary())))
    const cost = async () => Number((await bridge.ask<JobsAnswer>('jobs', { after: reached, open: [] })).headers.get('x-liren-statements'))
    await fill(1)
    await cost()
    const one = await cost()
    await fill(6)
    await cost()
    expect(await cost()).toBe(one)
    await take()
    for (const { id, state } of (await list('?limit=100')).items) if (state === 'sent') await told(id, 'cancelled')
  })

  it('questions of a node are refused while it may not ask, for devices of others and for what nobody knows', async () => {
    const ask = { kind: 'device.last', device: meter.code }
    expect(await request(ask, 'q-1')).toEqual({ id: 'q-1', answer: null, refusal: 'not-allowed' })
    expect(
      (await app.call('PUT', '/api/bridge/bridges/edge-1/asking', { token: village.tokens.manager, body: { mayAsk: true, version: 1 } }))
        .status,
    ).toBe(403)
    const stale = { token: scene.admin, body: { mayAsk: true, version: 99 } }
    expect((await app.call('PUT', '/api/bridge/bridges/edge-1/asking', stale)).error?.code).toBe('stale')
    expect((await allow(true)).status).toBe(204)
    // asked again under its number it is answered as before: once is once
    expect((await request(ask, 'q-1')).refusal).toBe('not-allowed')
    expect((await request({ ...ask, device: foreign.code }, 'q-2')).refusal).toBe('not-yours')
    expect((await request(ask, 'q-2', other)).refusal).toBe('not-allowed')
    const unknown = { kind: 'history.summary', device: meter.code, type: 'meter.read', path: 'nothing', days: 7 }
    expect((await request(unknown, 'q-3')).refusal).toBe('unknown-measure')
    expect((await bridge.ask('request', { id: 'q-4', request: { kind: 'sql', text: 'SELECT 1' } })).status).toBe(400)
  })

  it('questions of a node are answered with what the house keeps: last values, days of history, minutes beyond a limit', async () => {
    const base = app.clock.now() - (app.clock.now() % minute) - 60 * minute
    const power = [100, 110, 90, 500, 100]
    await bridge.tell(
      ...power.map((powerW, index) => bridge.event(meter.code, 'meter.read', { energyWh: 1000 + index, powerW }, base + index * minute)),
    )
    await scene.runJob('device.roll-up')
    const last = await request({ kind: 'device.last', device: meter.code }, 'a-1')
    expect(last.answer).toMatchObject({ kind: 'device.last' })
    expect(last.answer?.kind === 'device.last' && last.answer.values.find(({ property }) => property === 'powerW')).toMatchObject({
      value: 100,
    })
    const of = { device: meter.code, type: 'meter.read', path: 'powerW', days: 1 }
    const history = (await request({ kind: 'history.summary', ...of }, 'a-2')).answer
    const deviation = Math.sqrt(power.reduce((sum, one) => sum + (one - 180) ** 2, 0) / power.length)
    expect(history).toMatchObject({ readings: 5, average: 180, least: 90, most: 500 })
    expect(history?.kind === 'history.summary' && history.deviation).toBeCloseTo(deviation, 6)
    const beyond = (await request({ kind: 'history.detect', ...of, above: 400, below: 95 }, 'a-3')).answer
    expect(beyond).toMatchObject({ minutes: 5, outside: 2, least: 90, most: 500 })
    expect(await request({ kind: 'history.detect', ...of, above: 1 }, 'a-3')).toMatchObject({ answer: beyond })
    const shown = body(
      await app.call<{ items: EdgeRequestView[] }>('GET', '/api/bridge/bridges/edge-1/requests', { token: scene.admin }),
    ).items
    expect(shown.slice(0, 3).map(({ request: { kind }, refusal }) => [kind, refusal])).toEqual([
      ['history.detect', null],
      ['history.summary', null],
      ['device.last', null],
    ])
    expect((await app.call('GET', '/api/bridge/bridges/edge-1/requests', { token: village.tokens.manager })).status).toBe(403)
  })

  it('questions of a node beyond so many an hour are refused and not kept, and answered again after it', async () => {
    const kept = async () =>
      Number((await ofNode<{ n: number }>(app.kernel, 'SELECT COUNT(*) AS n FROM edge_requests WHERE bridge_id = ?', [bridgeId]))[0]?.n)
    const ask = { kind: 'device.last', device: meter.code }
    for (let i = await kept(); i < mostInAnHour; i++) await request(ask, `m-${i}`)
    expect(await request(ask, 'm-last')).toEqual({ id: 'm-last', answer: null, refusal: 'too-many' })
    expect(await kept()).toBe(mostInAnHour)
    await app.clock.advance(61 * minute)
    expect((await request(ask, 'm-last')).answer).not.toBeNull()
    expect((await allow(false)).status).toBe(204)
    expect((await request(ask, 'm-more')).refusal).toBe('not-allowed')
  })
})
