import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findProgram } from './packages.ts'
import { freePort, type ServiceSpec, startService } from './service.ts'
import { startServices } from './services.ts'

const folder = mkdtempSync(join(tmpdir(), 'liren-service-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the server says when somebody connects. */
const greeting = (port: number) =>
  new Promise<string>((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.once('error', reject)
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString())
    })
  })

function program(name: string, source: string): ServiceSpec {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, source)
  return {
    name,
    command: process.execPath,
    args: ({ port }) => [file, String(port)],
    url: (port) => `test://127.0.0.1:${port}`,
    answers: async ({ port }) => void (await greeting(port)),
  }
}
const greeter =
  "import { createServer } from 'node:net'\ncreateServer((s) => s.end(String(process.pid))).listen(Number(process.argv[2]), '127.0.0.1')"

describe('a service', () => {
  it('answers once it is started, and is gone once it is stopped', async () => {
    const service = await startService(program('greeter', greeter), folder)
    expect(service.url).toBe(`test://127.0.0.1:${service.port}`)
    expect(await greeting(service.port)).toBe(String(service.pid))
    await service.stop()
    await expect(greeting(service.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(() => process.kill(service.pid, 0)).toThrow('ESRCH')
  })

  it('comes back on the same port after it was killed, as another process', async () => {
    const service = await startService(program('phoenix', greeter), folder)
    const first = service.pid
    await service.kill()
    await expect(greeting(service.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await service.restart()
    expect(await greeting(service.port)).toBe(String(service.pid))
    expect(service.pid).not.toBe(first)
    await service.stop()
  })

  it('that does not start says the last words of its log', async () => {
    const broken = program('broken', "console.error('no such disk')\nprocess.exit(3)")
    await expect(startService(broken, folder)).rejects.toThrow(/broken did not start[\s\S]*no such disk/)
  })

  it('whose program is not there says so', async () => {
    await expect(startService({ ...program('absent', ''), command: '/nowhere/absent' }, folder)).rejects.toThrow('ENOENT')
  })

  it('gets a port that nobody uses', async () => {
    const port = await freePort()
    await new Promise<void>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => server.close(() => resolve()))
    })
  })
})

describe('services', () => {
  const nothingHere = { findProgram: () => undefined }
  const noRoot = async () => 'installing Debian packages needs root'

  it('that cannot be had are named with the reason', async () => {
    const services = await startServices({ mariadb: true, redis: true }, { ...nothingHere, installPackages: noRoot, ci: false })
    expect(services.missing).toEqual(['mariadb', 'redis'].map((name) => ({ name, reason: 'installing Debian packages needs root' })))
    expect(services.env).toEqual({})
    await services.stop()
  })

  it('that cannot be had are a failure on CI', async () => {
    const started = startServices({ redis: true }, { ...nothingHere, installPackages: noRoot, ci: true })
    await expect(started).rejects.toThrow('redis: installing Debian packages needs root')
  })

  it('install the packages of all absent programs in one go, and are still missing if that did not bring them', async () => {
    const asked: (readonly string[])[] = []
    const installPackages = async (packages: readonly string[]) => void asked.push(packages)
    const services = await startServices({ mariadb: true, mosquitto: true }, { ...nothingHere, installPackages, ci: false })
    expect(asked).toEqual([['mariadb-server', 'mosquitto']])
    expect(services.missing.map(({ name }) => name)).toEqual(['mariadb', 'mosquitto'])
    await services.stop()
  })

  it('start nothing when nothing is asked for', async () => {
    const services = await startServices({})
    expect([services.env, services.missing]).toEqual([{}, []])
    await services.stop()
  })
})

// Elsewhere the suites that need the servers say themselves that they are missing.
if (['mariadbd', 'redis-server', 'mosquitto'].every((name) => findProgram(name))) {
  it('real ones run side by side, tell their addresses, and leave nothing behind', async () => {
    const services = await startServices({ mariadb: true, redis: true, mosquitto: true }, { ci: true })
    expect(Object.keys(services.env).sort()).toEqual(['LIREN_TEST_DB_URL', 'LIREN_TEST_MQTT_URL', 'LIREN_TEST_REDIS_URL'])
    const ports = Object.values(services.running).map(({ port }) => port)
    expect(new Set(ports).size).toBe(3)
    const pids = Object.values(services.running).map(({ pid }) => pid)
    await services.stop()
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  }, 120_000)
}
