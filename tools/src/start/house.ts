import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '@liren/bff/kernel/config'
import { freePort, freeUdpPort } from './checks.ts'
import { type Child, type ChildSpec, keepRunning, type Reporter } from './children.ts'

export interface House {
  readonly children: readonly Child[]
  /** Of the simulators, for the banner. */
  readonly pages: readonly string[]
  stop(): Promise<void>
  kill(): void
}

type Env = Readonly<Record<string, string | undefined>>

/** Starts everything that belongs to this installation, each in a process of its own. */
export async function openHouse(root: string, config: Config, env: Env, reporter: Reporter, fromSource: boolean): Promise<House> {
  const logs = join(config.LIREN_DATA, 'logs')
  const local = (port: number): string => `http://127.0.0.1:${port}`
  const own = `http://${['0.0.0.0', '::'].includes(config.LIREN_HOST) ? '127.0.0.1' : config.LIREN_HOST}:${config.LIREN_PORT}`
  const base = { ...env, LIREN_DATA: config.LIREN_DATA }
  const spec = (name: string, text: string, extra: Env): ChildSpec => ({
    name,
    text,
    args: fromSource ? ['--import', 'tsx', `${name}/src/main.ts`] : ['--enable-source-maps', `${name}/dist/main.js`],
    cwd: root,
    env: { ...base, ...extra },
    logFile: join(logs, `${name}.log`),
  })

  const ports = {
    wechat: await freePort(config.LIREN_PORT + 1),
    sms: await freePort(config.LIREN_PORT + 2),
    life: await freePort(config.LIREN_PORT + 3),
    mqtt: await freePort(config.LIREN_PORT + 4),
    bridge: await freePort(config.LIREN_PORT + 5),
    government: await freePort(config.LIREN_PORT + 6),
    cityFire: await freePort(config.LIREN_PORT + 7),
    push: await freePort(config.LIREN_PORT + 8),
    worker: await freePort(config.LIREN_PORT + 9),
    camera: await freePort(config.LIREN_PORT + 30),
  }
  const simulators: Child[] = []
  const pages: string[] = []
  const outside: Record<string, string> = {}
  if (config.LIREN_DEMO) {
    simulators.push(
      keepRunning(
        spec('simulators', '模拟器', {
          LIREN_SIM_WECHAT_PORT: String(ports.wechat),
          LIREN_SIM_SMS_PORT: String(ports.sms),
          LIREN_SIM_GOVERNMENT_PORT: String(ports.government),
          LIREN_SIM_CITY_FIRE_PORT: String(ports.cityFire),
          LIREN_SIM_CAMERA_PORT: String(ports.camera),
          LIREN_SIM_LIFE_PORT: String(ports.life),
          LIREN_SIM_HOUSE_URL: own,
          LIREN_SIM_BRIDGE_URL: local(ports.bridge),
          LIREN_SIM_MQTT_URL: config.LIREN_MQTT_URL || `mqtt://127.0.0.1:${ports.mqtt}`,
        }),
        reporter,
      ),
    )
    if (!config.LIREN_CAMERA_URL) outside.LIREN_CAMERA_URL = local(ports.camera)
    if (!config.LIREN_WECHAT_APPID) {
      outside.LIREN_WECHAT_URL = local(ports.wechat)
      pages.push(`微信为模拟 · WeChat is simulated: ${local(ports.wechat)}`)
    }
    if (!config.LIREN_SMS_KEY) {
      outside.LIREN_SMS_URL = local(ports.sms)
      pages.push(`短信为模拟，验证码见 · text messages are simulated, read the codes at: ${local(ports.sms)}`)
    }
    if (!config.LIREN_GOVERNMENT_APPID) {
      outside.LIREN_GOVERNMENT_URL = `${local(ports.government)}/restapi`
      outside.LIREN_GOVERNMENT_PAGE = `${local(ports.government)}/sso/mobile.do`
      // the provincial application and the property system are played by the same machine, which is one of our own
      outside.LIREN_HOOK_HOSTS = [config.LIREN_HOOK_HOSTS, `127.0.0.1:${ports.government}`].filter((host) => host !== '').join(',')
      pages.push('政务平台登录为模拟 · the government sign-in is simulated')
    }
    if (!config.LIREN_CITY_FIRE_URL) {
      outside.LIREN_CITY_FIRE_URL = local(ports.cityFire)
      pages.push(`城市消防为模拟，收到的火警见 · the city’s fire platform is simulated, what it received: ${local(ports.cityFire)}`)
    }
    pages.push(`社区自己在生活：进出、报修、接单，可暂停 · people come and go, report and mend; pause it at: ${local(ports.life)}`)
  }
  const bff = keepRunning(spec('bff', '服务端', outside), reporter)
  const bridge = keepRunning(
    spec('device-bridge', '设备网桥', {
      LIREN_BRIDGE_HOUSE_URL: own,
      // The demonstration's devices speak in plain on loopback; a house that is meant seriously says so itself.
      LIREN_BRIDGE_PLAINTEXT: env.LIREN_BRIDGE_PLAINTEXT || (config.LIREN_DEMO ? 'on' : 'off'),
      LIREN_BRIDGE_MQTT_PORT: String(ports.mqtt),
      LIREN_BRIDGE_HEALTH_PORT: String(ports.bridge),
      LIREN_BRIDGE_HTTP_PORT: String(ports.push),
      ...(config.LIREN_DEMO ? { LIREN_BRIDGE_PORTS: env.LIREN_BRIDGE_PORTS || (await demoPorts()) } : {}),
    }),
    reporter,
  )

  // Not among the children that must be ready: a lane that cannot start is told, and shuts nobody out of the house.
  const lanes = existsSync(join(config.LIREN_DATA, 'bridge', 'fire-lane.json'))
    ? [
        keepRunning(
          {
            ...spec('device-bridge', '消防联动', {}),
            name: 'fire-lane',
            args: fromSource
              ? ['--import', 'tsx', 'device-bridge/src/fire-lane/main.ts']
              : ['--enable-source-maps', 'device-bridge/dist/fire-lane/main.js'],
            logFile: join(logs, 'fire-lane.log'),
          },
          reporter,
        ),
      ]
    : []

  const workers =
    config.LIREN_WORKER === 'separate'
      ? [
          keepRunning(
            {
              ...spec('bff', '后台任务', { ...outside, LIREN_WORKER: 'only', LIREN_HOST: '127.0.0.1', LIREN_PORT: String(ports.worker) }),
              name: 'worker',
              logFile: join(logs, 'worker.log'),
            },
            reporter,
          ),
        ]
      : []

  const children = [...simulators, ...workers, bridge, bff]
  return {
    children,
    pages,
    async stop() {
      // First whoever asks the server, then the server itself: what was asked is still answered.
      await Promise.all([...simulators, ...workers, bridge].map((child) => child.stop(10_000)))
      await bff.stop(30_000)
      await Promise.all(lanes.map((lane) => lane.stop(5000)))
    },
    kill: () => [...children, ...lanes].forEach((child) => void child.kill()),
  }
}

/** The usual ports of the protocols that the demonstration's devices speak, or others where a second house has them. */
const demoPorts = async (): Promise<string> =>
  `hj212=${await freePort(8602)},gbt26875=${await freePort(8026)},coap=${await freeUdpPort(5684)}`
