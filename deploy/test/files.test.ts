import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig, settings } from '@liren/bff/kernel/config'
import { afterAll, describe, expect, test } from 'vitest'
import { writeNginx } from './nginx.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const units = readdirSync(join(root, 'systemd'))
const manual = readFileSync(join(root, '../docs/operations/settings.md'), 'utf8')
const known = new Set(settings.map(({ name }) => name))
/** Only ever used inside a compose file, to fill in the others. */
const own = new Set(['LIREN_VERSION'])

const folders: string[] = []
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

describe('the files of an installation', () => {
  const texts = ['liren.env.example', 'compose/compose.yaml', 'compose/.env.example', ...units.map((unit) => `systemd/${unit}`)]

  test('name no setting that does not exist', () => {
    for (const path of texts)
      for (const [name] of read(path).matchAll(/\bLIREN_[A-Z_]+\b/g))
        expect([path, name, known.has(name) || own.has(name) || manual.includes(`\`${name}\``)]).toEqual([path, name, true])
  })

  test('the manual has every setting of bridge and simulators, and no other', () => {
    const source = ['device-bridge/src/settings.ts', 'simulators/src/settings.ts']
      .map((path) => readFileSync(join(root, '..', path), 'utf8'))
      .join()
    const names = (text: string) => [...new Set([...text.matchAll(/\bLIREN_(?:BRIDGE|SIM)_[A-Z_]*[A-Z]\b/g)].map(([name]) => name))].sort()
    expect(names(manual)).toEqual(names(source))
  })

  test('give a server settings that it accepts as those of a production house', () => {
    const lines = read('liren.env.example')
      .split('\n')
      .filter((line) => /^LIREN_/.test(line))
    const env = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
    expect(readConfig(env)).toMatchObject({ mode: 'production', LIREN_DEMO: false, LIREN_TRUST_PROXY: true })
    expect(() => readConfig({ ...env, LIREN_TRUST_PROXIES: 'on' })).toThrow('did you mean LIREN_TRUST_PROXY')
  })

  test('a composed installation keeps stores in a network without a way out, reachable through the proxy and the device broker alone', async () => {
    const { parse } = (await import('yaml')) as { parse(text: string, options: object): Compose }
    const compose = parse(read('compose/compose.yaml'), { merge: true })
    expect(compose.networks.inside).toEqual({ internal: true })
    for (const store of ['database', 'redis']) expect(compose.services[store]).toMatchObject({ networks: ['inside'] })
    const open = Object.entries(compose.services).filter(([, service]) => service.ports !== undefined)
    expect(open.map(([name]) => name).sort()).toEqual(['mosquitto', 'nginx'])
    for (const name of ['bff-1', 'bff-2', 'worker']) {
      const { environment = {} } = compose.services[name] as Service
      expect(environment.LIREN_DEMO).toBe('off')
      expect(environment.LIREN_WORKER).toBe(name === 'worker' ? 'only' : 'separate')
    }
    for (const service of Object.values(compose.services))
      for (const other of Object.keys(Array.isArray(service.depends_on) ? {} : (service.depends_on ?? {})))
        expect(Object.keys(compose.services)).toContain(other)
  })

  test('start what is built and write where they may, without rights they do not need', () => {
    for (const unit of units.filter((name) => name.endsWith('.service'))) {
      const text = read(`systemd/${unit}`)
      const [, script] = /ExecStart=\S+ (?:--enable-source-maps )?(\S+)/.exec(text) ?? []
      if (script?.endsWith('.js')) expect(existsSync(join(root, '..', script.replace('dist/main.js', 'src/main.ts')))).toBe(true)
      expect(text).toMatch(/^User=liren$/m)
      expect(text).toMatch(/^NoNewPrivileges=true$/m)
      expect(text).toMatch(/^ProtectSystem=strict$/m)
    }
  })

  const analyze = spawnSync('systemd-analyze', ['--version']).status === 0
  if (analyze)
    test('are units that systemd understands', () => {
      const folder = mkdtempSync(join(tmpdir(), 'liren-units-'))
      folders.push(folder)
      // A template is looked at as one of its instances.
      const paths = units.map((unit) => join(root, 'systemd', unit))
      const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', ...paths], { encoding: 'utf8' })
      const complaints = stderr
        .split('\n')
        .filter((line) => /liren/.test(line) && !/Failed to (?:prepare|create)|not-found|is not executable|Command .* is not/.test(line))
      expect(complaints).toEqual([])
    })
})

interface Service {
  readonly networks?: readonly string[]
  readonly ports?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: object
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, object>>
}

const nginx = process.env.LIREN_TEST_NGINX
if (nginx)
  test('the configuration of the proxy is one that nginx accepts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'liren-nginx-'))
    folders.push(folder)
    const file = writeNginx(folder, { plain: 18080, tls: 18443, servers: [17300, 17310] })
    const { status, stderr } = spawnSync(nginx, ['-t', '-c', file, '-p', folder], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, expect.stringContaining('test is successful')])
    expect(execFileSync(nginx, ['-T', '-c', file, '-p', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toContain(
      'TLSv1.2 TLSv1.3',
    )
  })
