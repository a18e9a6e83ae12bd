import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { firstDigest } from '@liren/contract/device-events'
import * as migrations from '../../../bff/migrations/index.ts'
import { readConfig } from '../../../bff/src/kernel/config.ts'
import { openKernel } from '../../../bff/src/kernel/open-kernel.ts'
import type { Store } from '../../../bff/src/kernel/store/store.ts'
import { openSigner } from '../../../device-bridge/src/crypto.ts'
import { freePort, type Service, type ServiceSpec, startService } from '../../../tools/src/services/service.ts'
import { echoFrom, floodFrom } from './flood-clients.ts'

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

export interface FloodOptions {
  readonly devices: number
  readonly messagesEach: number
  readonly window: number
  readonly bridgeKills: number
  readonly houseKills: number
  /** For the negative control: devices that do not say which message it is. */
  readonly freshIds?: boolean
  /** For the negative control: what the bridge had on its disk is gone after each kill. */
  readonly losesDisk?: boolean
}

export interface FloodResult {
  readonly sent: number
  readonly confirmed: number
  readonly applied: number
  readonly lost: number
  readonly doubled: number
  /** Numbers of one device that the platform has in another order than the device told them. */
  readonly disordered: number
  readonly kills: number
  readonly floodMs: number
  /** From the last confirmation until the platform had everything. */
  readonly drainMs: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Whatever the runner tells its own processes is no setting of what is tested. */
const command = (env: Record<string, string>, ...args: string[]): string[] => [
  ...Object.keys(process.env).flatMap((name) => (name.startsWith('LIREN_') ? ['-u', name] : [])),
  ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
  process.execPath,
  '--import',
  'tsx',
  ...args,
]

const ready = (url: string) => async (): Promise<void> => {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })
  if (!response.ok && response.status !== 503) throw new Error('not there yet')
}

/** Devices flood the real bridge over real sockets while it and the real platform are killed; then every message is counted. */
export async function flood(options: FloodOptions): Promise<FloodResult> {
  const folder = mkdtempSync(join(tmpdir(), 'liren-flood-'))
  const spoolFolder = join(folder, 'bridge', 'spool')
  const devices = Array.from({ length: options.devices }, (_, i) => ({ code: `flood-${i + 1}`, secret: `secret-of-flood-${i + 1}-000` }))
  mkdirSync(join(folder, 'bridge'), { recursive: true })
  const listed = devices.map((device) => ({ ...device, protocol: 'mqtt-sensor', model: 'meter-json', silenceMs: 3_600_000 }))
  writeFileSync(join(folder, 'bridge', 'devices.json'), JSON.stringify(listed))

  const base = { LIREN_DATA: folder, LIREN_LOG_LEVEL: 'error', LIREN_RATE_FACTOR: '10000', LIREN_PASSWORD_ROUNDS: '1000' }
  const opened = await openKernel(readConfig(base, 'test'), migrations)
  const signer = await openSigner(join(folder, 'bridge', 'bridge.key'))
  await opened.kernel.store.run('INSERT INTO bridges (id, code, name, public_key, batch_digest, created_at) VALUES (?, ?, ?, ?, ?, ?)', [
    opened.kernel.ids.next(),
    'bridge-1',
    '压力演练网桥',
    signer.publicKey,
    firstDigest,
    Date.now(),
  ])

  const house: ServiceSpec = {
    name: 'house',
    command: 'env',
    url: (port) => `http://127.0.0.1:${port}`,
    args: ({ port }) => command({ ...base, LIREN_PORT: String(port) }, path('../../../bff/src/main.ts')),
    answers: ({ port }) => ready(`http://127.0.0.1:${port}`)(),
  }
  const running: Service[] = []
  const platform = await startService(house, folder)
  running.push(platform)
  const mqttPort = await freePort()
  const bridgeEnv = (port: number) => ({
    LIREN_DATA: folder,
    LIREN_LOG_LEVEL: 'error',
    LIREN_BRIDGE_HOUSE_URL: platform.url,
    LIREN_BRIDGE_PLAINTEXT: 'on',
    LIREN_BRIDGE_MQTT_PORT: String(mqttPort),
    LIREN_BRIDGE_HEALTH_PORT: String(port),
    LIREN_BRIDGE_RATE: '100000',
    LIREN_BRIDGE_BURST: '100000',
  })
  try {
    const bridge = await startService(
      {
        name: 'bridge',
        command: 'env',
        url: (port) => `http://127.0.0.1:${port}`,
        args: ({ port }) => command(bridgeEnv(port), path('../../../device-bridge/src/main.ts')),
        answers: ({ port }) => ready(`http://127.0.0.1:${port}`)(),
      },
      folder,
    )
    running.push(bridge)

    const total = options.devices * options.messagesEach
    const confirmed = new Map(devices.map(({ code }) => [code, new Set<number>()]))
    const times: number[] = []
    let count = 0
    const began = performance.now()
    const floods = devices.map(({ code, secret }) =>
      floodFrom({
        url: `mqtt://127.0.0.1:${mqttPort}`,
        device: code,
        secret,
        messages: options.messagesEach,
        window: options.window,
        ...(options.freshIds ? { freshIds: true } : {}),
        onConfirmed(number, ms) {
          confirmed.get(code)?.add(number)
          times.push(ms)
          count++
        },
      }),
    )

    // Kills at even shares of the way, the bridge and the platform in turn as far as there are kills of each.
    const victims: Service[] = []
    for (let i = 0; i < Math.max(options.bridgeKills, options.houseKills); i++) {
      if (i < options.bridgeKills) victims.push(bridge)
      if (i < options.houseKills) victims.push(platform)
    }
    for (const [i, victim] of victims.entries()) {
      while (count < (total * (i + 1)) / (victims.length + 1)) await wait(5)
      await victim.kill()
      if (options.losesDisk && victim === bridge) rmSync(spoolFolder, { recursive: true, force: true })
      await victim.restart()
    }
    await Promise.all(floods)
    const told = performance.now()
    await untilDrained(bridge)
    const drained = performance.now()
    await Promise.all(running.map((service) => service.stop()))

    const verdict = await countIn(opened.kernel.store, confirmed)
    times.sort((a, b) => a - b)
    const at = (share: number): number => Math.round((times[Math.floor((times.length - 1) * share)] ?? 0) * 10) / 10
    return {
      sent: total,
      confirmed: count,
      ...verdict,
      kills: victims.length,
      floodMs: Math.round(told - began),
      drainMs: Math.round(drained - told),
      p50Ms: at(0.5),
      p99Ms: at(0.99),
    }
  } catch (error) {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.log')))
      process.stderr.write(`${name}: ${readFileSync(join(folder, name), 'utf8').slice(-2000)}\n`)
    throw error
  } finally {
    await Promise.all(running.map((service) => service.stop()))
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function untilDrained(bridge: Service): Promise<void> {
  for (;;) {
    const condition = await fetch(`${bridge.url}/readyz`).then(
      (response) => response.json() as Promise<{ waiting: number }>,
      () => ({ waiting: 1 }),
    )
    if (condition.waiting === 0) return
    await wait(50)
  }
}

/** What the platform has, held against what was confirmed to the devices. */
async function countIn(
  store: Store,
  confirmed: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<{ applied: number; lost: number; doubled: number; disordered: number }> {
  const sum = { applied: 0, lost: 0, doubled: 0, disordered: 0 }
  for (const [code, numbers] of confirmed) {
    const rows = await store.rows<{ content: string }>(
      `SELECT e.content FROM device_events e JOIN devices d ON d.id = e.device_id WHERE d.code = ? AND e.type = 'meter.read' ORDER BY e.sequence`,
      [code],
    )
    const found = rows.map(({ content }) => (JSON.parse(content) as { energyWh: number }).energyWh)
    const once = new Set(found)
    sum.applied += found.length
    sum.doubled += found.length - once.size
    for (const number of numbers) if (!once.has(number)) sum.lost++
    const first = [...once]
    sum.disordered += first.filter((number, i) => i > 0 && number < (first[i - 1] as number)).length
  }
  return sum
}

/** The same load through a bare socket echo: messages a second and milliseconds, for ratios. */
export async function echoBaseline({ devices, messagesEach, window }: Pick<FloodOptions, 'devices' | 'messagesEach' | 'window'>) {
  const folder = mkdtempSync(join(tmpdir(), 'liren-echo-'))
  const echo = await startService(
    {
      name: 'echo',
      command: process.execPath,
      url: (port) => `tcp://127.0.0.1:${port}`,
      args: ({ port }) => ['--import', 'tsx', path('./echo.ts'), String(port)],
      answers: async ({ port }) => echoFrom(port, Buffer.from('x'), 1, 1, () => undefined),
    },
    folder,
  )
  try {
    const line = Buffer.from(`v1/flood/meter-json/flood-1/telemetry${JSON.stringify({ id: '1000', values: { energyWh: 1000 } })}`)
    const times: number[] = []
    const began = performance.now()
    await Promise.all(Array.from({ length: devices }, () => echoFrom(echo.port, line, messagesEach, window, (ms) => times.push(ms))))
    times.sort((a, b) => a - b)
    return {
      ms: performance.now() - began,
      p50Ms: times[Math.floor(times.length / 2)] as number,
      p99Ms: times[Math.floor(times.length * 0.99)] as number,
    }
  } finally {
    await echo.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
