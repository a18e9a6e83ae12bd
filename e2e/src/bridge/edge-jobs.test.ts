import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Device } from '@liren/contract/capabilities/device'
import type { EdgeJobDetail, EdgeJobSummary, EdgeRequestView } from '@liren/contract/edge/endpoints'
import type { EdgeResultOf } from '@liren/contract/edge/jobs'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body, openScene } from '../../../bff/src/capabilities/device/testing.ts'
import { startTestApp, type TestApp } from '../../../bff/test/app.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { makeVillage, type Village } from '../../../bff/test/village.ts'
import { openSigner } from '../../../device-bridge/src/crypto.ts'
import type { Fetch } from '../../../device-bridge/src/ports/ports.ts'
import { openStand, standIn, until } from '../../../device-bridge/test/stand.ts'

const minute = 60_000

/** The real server and the real bridge over their own sockets; sensors speak MQTT. */
describeStores('jobs between the house and an edge node', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let stand: Awaited<ReturnType<typeof openStand>>
  let folder: string
  const sensors: { device: Device; secret: string }[] = []
  const clients: mqtt.MqttClient[] = []

  const openNode = () =>
    openStand([], {
      env: { LIREN_BRIDGE_HOUSE_URL: app.origin, LIREN_BRIDGE_CODE: 'edge-node' },
      folder,
      platform: { ...standIn(), fetch: globalThis.fetch as Fetch },
    })

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.now() })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    folder = mkdtempSync(join(tmpdir(), 'liren-edge-'))
    const { publicKey } = await openSigner(join(folder, 'bridge', 'bridge.key'))
    const registration = { name: '机房边缘节点', publicKey, isEnabled: true }
    body(await app.call('PUT', '/api/bridge/bridges/edge-node', { token: scene.admin, body: registration }))
    stand = await openNode()
    for (const code of ['sensor-a', 'sensor-b']) {
      const made = await scene.made({ productId: scene.product('mqtt-sensor'), code, name: `${code} 号`, bridge: 'edge-node' })
      const { secret, version } = body(await scene.post<{ secret: string; version: number }>(made, 'secret'), 201)
      sensors.push({ device: body(await scene.post({ ...made, version }, 'activate')), secret })
    }
    await until(() => sensors.every(({ device }) => stand.registry.get(device.code)?.isEnabled === true))
  })
  afterAll(async () => {
    for (const client of clients) await client.endAsync(true)
    await stand.close()
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const connect = async ({ device, secret }: (typeof sensors)[number]) => {
    const proof = { clientId: device.code, username: device.code, password: secret }
    const client = mqtt.connect(`mqtt://127.0.0.1:${stand.bridge.mqttPort}`, {
      ...proof,
      reconnectPeriod: 200,
      reconnectOnConnackError: true,
    })
    client.on('error', () => undefined)
    clients.push(client)
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    let ids = 0
    return (values: object, at?: number) =>
      client.publishAsync(
        `v1/demo/mqtt-sensor/${device.code}/telemetry`,
        JSON.stringify({ id: `${device.code}-${++ids}-${stand.bridge.mqttPort}`, values, ...(at === undefined ? {} : { ts: at }) }),
        { qos: 1 },
      )
  }
  const start = async (wish: object, more: object = {}) =>
    body(await app.call<EdgeJobSummary>('POST', '/api/bridge/bridges/edge-node/jobs', { token: scene.admin, body: { wish, ...more } }), 201)
  const read = async (id: string) => body(await app.call<EdgeJobDetail>('GET', `/api/bridge/jobs/${id}`, { token: scene.admin }))
  const ended = async (id: string): Promise<EdgeJobDetail> => {
    await until(async () => (await read(id)).job.endedAt !== null)
    return read(id)
  }
  const resultOf = async <K extends EdgeJobDetail['order']['kind']>(wish: { kind: K } & Record<string, unknown>, more: object = {}) => {
    const detail = await ended((await start(wish, more)).id)
    expect(detail.job, JSON.stringify(detail)).toMatchObject({ state: 'done' })
    return detail.result as EdgeResultOf<K>
  }
  const ids = () => sensors.map(({ device }) => device.id)

  it('[GB42455-6.3.2-b] the house has a window and a detection reckoned at the node, and the node has the house reckon what it knows too little of', async () => {
    const [first] = sensors as [(typeof sensors)[number]]
    const say = await connect(first)
    const began = Date.now() - 5 * minute
    for (const [index, temperature] of [20, 22, 24, 60].entries()) await say({ temperature }, began + index * 1000)
    // one that was taken before the others and comes after them belongs where it happened
    await say({ temperature: 18 }, began - 1000)
    const window = await resultOf({ kind: 'window.summary', deviceIds: [first.device.id], property: 'temperature', seconds: 3600 })
    expect(window.items).toEqual([
      { device: 'sensor-a', count: 5, late: 1, average: 28.8, least: 18, most: 60, last: 60, lastAt: began + 3000 },
    ])

    // the node has five readings: too few to know what is usual. It may not ask the house, and says so
    const wish = { kind: 'readings.detect', deviceIds: [first.device.id], property: 'temperature', last: 100, spread: 3 } as const
    expect((await resultOf(wish)).items).toMatchObject([{ basis: 'none', readings: 5, found: 0 }])
    // the house remembers an hour of the days before: it answers once the node may ask
    const { bridges } = {
      bridges: await app.kernel.store.rows<{ version: number }>("SELECT version FROM bridges WHERE code = 'edge-node'"),
    }
    const allowed = { mayAsk: true, version: Number(bridges[0]?.version) }
    expect((await app.call('PUT', '/api/bridge/bridges/edge-node/asking', { token: scene.admin, body: allowed })).status).toBe(204)
    const history = began - 26 * 60 * minute
    for (let index = 0; index < 60; index++) await say({ temperature: 20 + (index % 3) }, history + index * minute)
    const counted = async () => Number((await app.kernel.store.rows<{ n: number }>('SELECT COUNT(*) AS n FROM device_points'))[0]?.n)
    await until(async () => (await counted()) >= 65)
    await scene.runJob('device.roll-up')
    await stand.close()
    stand = await openNode()
    await until(() => stand.registry.get('sensor-a')?.isEnabled === true)
    const again = await connect(first)
    for (const temperature of [21, 22, 90]) await again({ temperature })
    const [found] = (await resultOf(wish)).items
    expect(found).toMatchObject({ device: 'sensor-a', basis: 'house', readings: 3, found: 1, worst: 90 })
    // what it was held against is what the house says of the same days
    const asked = body(
      await app.call<{ items: EdgeRequestView[] }>('GET', '/api/bridge/bridges/edge-node/requests', { token: scene.admin }),
    ).items
    expect(asked.map(({ request, refusal }) => [request.kind, request.device, refusal])).toEqual([
      ['history.summary', 'sensor-a', null],
      ['history.summary', 'sensor-a', 'not-allowed'],
    ])
    const [told] = asked
    expect(told?.answer?.kind === 'history.summary' && [told.answer.average, told.answer.deviation]).toEqual([
      found?.average,
      found?.deviation,
    ])
  })

  it('counts what went over the lines, and tells who answers and who does not', async () => {
    const [first] = sensors as [(typeof sensors)[number]]
    const say = await connect(first)
    await say({ temperature: 20 })
    const lines = await resultOf({ kind: 'lines.count', minutes: 60 })
    const a = lines.items.find(({ device }) => device === 'sensor-a')
    expect(a?.protocol).toBe('mqtt-sensor')
    expect(a?.framesIn).toBeGreaterThan(0)
    expect(lines.items.find(({ device }) => device === 'sensor-b')).toMatchObject({ framesIn: 0, unknown: 0 })
    const roll = await start({ kind: 'devices.answer', deviceIds: ids(), seconds: 2 })
    await until(async () => (await read(roll.id)).job.state === 'running')
    await say({ temperature: 21 })
    const { result } = await ended(roll.id)
    expect(result?.kind === 'devices.answer' && result.items.map(({ device, answered }) => [device, answered])).toEqual([
      ['sensor-a', true],
      ['sensor-b', false],
    ])
  })

  it('ends a job at its limits of time and of readings, and when somebody cancels it', async () => {
    const limited = async (wish: object, limits: object) => (await ended((await start(wish, { limits })).id)).job
    const roll = { kind: 'devices.answer', deviceIds: ids(), seconds: 60 }
    expect(await limited(roll, { ms: 300, readings: 1000 })).toMatchObject({ state: 'failed', cause: 'time' })
    const window = { kind: 'window.summary', deviceIds: ids(), property: 'temperature', seconds: 3600 }
    expect(await limited(window, { ms: 5000, readings: 2 })).toMatchObject({ state: 'failed', cause: 'memory' })
    const job = await start(roll)
    await until(async () => (await read(job.id)).job.state === 'running')
    body(await app.call('POST', `/api/bridge/jobs/${job.id}/cancel`, { token: scene.admin, body: {} }))
    expect((await ended(job.id)).job).toMatchObject({ state: 'cancelled', isCancelling: false })
  })

  it('carries a job over a restart of the node: it is begun again there and its result comes once', async () => {
    const job = await start({ kind: 'devices.answer', deviceIds: ids(), seconds: 3 })
    await until(async () => (await read(job.id)).job.state === 'running')
    await stand.close()
    stand = await openNode()
    expect((await ended(job.id)).job.state).toBe('done')
    const told = await app.kernel.store.rows<{ content: string }>("SELECT content FROM device_events WHERE type = 'bridge.job'")
    const ends = told
      .map(({ content }) => JSON.parse(content) as { jobId: string; state: string })
      .filter(({ jobId, state }) => jobId === job.id && state === 'done')
    expect(ends).toHaveLength(1)
  })
})
