import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { firstDigest } from '@liren/contract/device-events'
import { openSigner } from '../../../../device-bridge/src/crypto.ts'
import { freePort, type Service, type ServiceSpec, startService } from '../../../../tools/src/services/service.ts'
import { openAt, tormentedAt } from '../stage.ts'

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

export interface FloodDevice {
  readonly code: string
  readonly secret: string
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

const served = (name: string, program: string, env: (port: number) => Record<string, string>): ServiceSpec => ({
  name,
  command: 'env',
  url: (port) => `http://127.0.0.1:${port}`,
  args: ({ port }) => command(env(port), path(program)),
  answers: ({ port }) => ready(`http://127.0.0.1:${port}`)(),
})

/** The real server and the real bridge, each a process that can be killed; without a database of its own the server keeps a file. */
export async function openFloodStage(devices: readonly FloodDevice[], databaseUrl?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'liren-flood-'))
  mkdirSync(join(folder, 'bridge'), { recursive: true })
  const listed = devices.map((device) => ({ ...device, protocol: 'mqtt-sensor', model: 'meter-json', silenceMs: 3_600_000 }))
  writeFileSync(join(folder, 'bridge', 'devices.json'), JSON.stringify(listed))
  const settings = tormentedAt(folder, databaseUrl)
  const opened = await openAt(settings)
  const { store, ids } = opened.kernel
  const { publicKey } = await openSigner(join(folder, 'bridge', 'bridge.key'))
  await store.run('INSERT INTO bridges (id, code, name, public_key, batch_digest, created_at) VALUES (?, ?, ?, ?, ?, ?)', [
    ...[ids.next(), 'bridge-1', '压力演练网桥', publicKey, firstDigest, Date.now()],
  ])

  const running: Service[] = []
  const start = async (spec: ServiceSpec): Promise<Service> => {
    const service = await startService(spec, folder)
    running.push(service)
    return service
  }
  const stop = () => Promise.all(running.map((service) => service.stop()))
  const close = async (): Promise<void> => {
    await stop()
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
  /** What the processes said last, for whoever has to find out why it did not go well. */
  const logs = (): string =>
    readdirSync(folder)
      .filter((one) => one.endsWith('.log'))
      .map((name) => `${name}: ${readFileSync(join(folder, name), 'utf8').slice(-2000)}\n`)
      .join('')

  try {
    const house = await start(served('house', '../../../../bff/src/main.ts', (port) => ({ ...settings, LIREN_PORT: String(port) })))
    const mqttPort = await freePort()
    const bridge = await start(
      served('bridge', '../../../../device-bridge/src/main.ts', (port) => ({
        LIREN_DATA: folder,
        LIREN_LOG_LEVEL: 'error',
        LIREN_BRIDGE_HOUSE_URL: house.url,
        LIREN_BRIDGE_PLAINTEXT: 'on',
        LIREN_BRIDGE_MQTT_PORT: String(mqttPort),
        LIREN_BRIDGE_HEALTH_PORT: String(port),
        LIREN_BRIDGE_RATE: '100000',
        LIREN_BRIDGE_BURST: '100000',
      })),
    )
    const drained = async (): Promise<void> => {
      const waiting = () =>
        fetch(`${bridge.url}/readyz`).then(
          async (response) => ((await response.json()) as { waiting: number }).waiting,
          () => 1,
        )
      while ((await waiting()) > 0) await wait(50)
    }
    return {
      kernel: opened.kernel,
      store,
      house,
      bridge,
      mqttPort,
      spoolFolder: join(folder, 'bridge', 'spool'),
      drained,
      stop,
      logs,
      close,
    }
  } catch (error) {
    process.stderr.write(logs())
    await close()
    throw error
  }
}
