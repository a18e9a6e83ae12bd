import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMariadb } from './mariadb.ts'
import { startMosquitto } from './mosquitto.ts'
import * as debian from './packages.ts'
import { findProgram } from './packages.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { run } from './run.ts'
import type { Service } from './service.ts'

export type ServerName = 'mariadb' | 'redis' | 'mosquitto' | 'postgres'
/** Programs that tests start by themselves. */
type ProgramName = 'chromium' | 'nginx'
export type Wanted = Readonly<Partial<Record<ServerName | ProgramName, boolean>>>

interface Kind {
  readonly programs: readonly string[]
  readonly packages: readonly string[]
  readonly variable: string
  readonly start?: (folder: string) => Promise<Service>
}

const kinds: Readonly<Record<ServerName | ProgramName, Kind>> = {
  mariadb: { programs: ['mariadbd'], packages: ['mariadb-server'], variable: 'LIREN_TEST_DB_URL', start: startMariadb },
  redis: { programs: ['redis-server'], packages: ['redis-server'], variable: 'LIREN_TEST_REDIS_URL', start: startRedis },
  mosquitto: { programs: ['mosquitto'], packages: ['mosquitto'], variable: 'LIREN_TEST_MQTT_URL', start: startMosquitto },
  postgres: { programs: ['postgres'], packages: ['postgresql'], variable: 'LIREN_TEST_PG_URL', start: startPostgres },
  chromium: { programs: ['chromium', 'chromium-browser', 'google-chrome'], packages: ['chromium'], variable: 'LIREN_CHROMIUM' },
  nginx: { programs: ['nginx'], packages: ['nginx-light'], variable: 'LIREN_TEST_NGINX' },
}

export interface Missing {
  readonly name: string
  readonly reason: string
}

export interface Services {
  readonly running: Readonly<Partial<Record<ServerName, Service>>>
  /** Path of the browser. */
  readonly chromium: string | undefined
  /** What was asked for and cannot be had on this machine. */
  readonly missing: readonly Missing[]
  /** The variables that tests look at. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

interface Options {
  /** Defaults to the variable CI being `true`. */
  readonly ci?: boolean
  readonly findProgram?: typeof debian.findProgram
  readonly installPackages?: typeof debian.installPackages
}

/**
 * Installs what is missing, starts it on free loopback ports in a temporary folder, and says what could not
 * be had. On CI nothing may be missing: a test that silently did not run proves nothing.
 */
export async function startServices(wanted: Wanted, options: Options = {}): Promise<Services> {
  const names = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((name) => wanted[name])
  const missing = await provide(names, { ...debian, ...options })
  const folder = mkdtempSync(join(tmpdir(), 'liren-services-'))
  const running: Partial<Record<ServerName, Service>> = {}
  const env: Record<string, string> = {}

  async function stop(): Promise<void> {
    await Promise.all(Object.values(running).map((service) => service.stop()))
    rmSync(folder, { recursive: true, force: true })
  }

  await Promise.all(
    names
      .filter((name) => !missing.some((gap) => gap.name === name))
      .map(async (name) => {
        const { start, variable, programs } = kinds[name]
        if (!start) {
          env[variable] = findProgram(...programs) ?? ''
          return
        }
        const own = join(folder, name)
        mkdirSync(own)
        try {
          const service = await start(own)
          running[name as ServerName] = service
          env[variable] = service.url
        } catch (error) {
          missing.push({ name, reason: error instanceof Error ? error.message : String(error) })
        }
      }),
  )
  if (missing.length > 0 && (options.ci ?? process.env.CI === 'true')) {
    await stop()
    throw new Error(`CI needs every service. ${missing.map(({ name, reason }) => `${name}: ${reason}`).join('; ')}`)
  }
  return { running, chromium: env[kinds.chromium.variable], missing, env, stop }
}

/** Installs the packages of all programs that are not there, in one go. */
async function provide(
  names: readonly (keyof typeof kinds)[],
  machine: Required<Pick<Options, 'findProgram' | 'installPackages'>>,
): Promise<Missing[]> {
  const absent = names.filter((name) => machine.findProgram(...kinds[name].programs) === undefined)
  const packages = absent.flatMap((name) => kinds[name].packages)
  // Without this font a browser draws Chinese as boxes, and screens measure wrongly.
  if (names.includes('chromium') && !(await hasChineseFont())) packages.push('fonts-wqy-microhei')
  if (packages.length === 0) return []
  const reason = await machine.installPackages(packages)
  return absent
    .filter((name) => machine.findProgram(...kinds[name].programs) === undefined)
    .map((name) => ({
      name,
      reason: reason ?? `${kinds[name].programs[0]} is not there after installing ${kinds[name].packages.join(' ')}`,
    }))
}

async function hasChineseFont(): Promise<boolean> {
  const { ok, output } = await run('fc-list', [':lang=zh', 'family'])
  if (ok) return output.trim() !== ''
  return (await run('dpkg', ['-s', 'fonts-wqy-microhei'])).ok
}
