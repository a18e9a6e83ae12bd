import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeStores } from '../../../bff/test/stores.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { type Estate, openEstate } from './estate.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A maker of devices with the package and its guide: every step is what the guide says, word for word but for the addresses. */
describeStores('the package for makers of devices', (open) => {
  let estate: Estate
  let bridge: Awaited<ReturnType<Estate['openBridge']>>
  let folder: string
  let guide: string
  const running: ChildProcess[] = []

  beforeAll(async () => {
    estate = await openEstate(open)
    bridge = await estate.openBridge('gate-bridge')
    // Far from this repository, where nothing is installed.
    folder = mkdtempSync(join(tmpdir(), 'liren-maker-'))
    execFileSync(process.execPath, ['device-bridge/src/sdk/pack.mjs', folder], { cwd: root, stdio: 'pipe' })
    guide = readFileSync(join(folder, 'README.md'), 'utf8')
    const fetching = /```sh\s+(node -e "fetch.+")\n/.exec(guide)?.[1] ?? ''
    const step2 = fetching.replace('https://liren.example', estate.app.origin)
    await promisify(execFile)('/bin/sh', ['-c', step2], { cwd: folder })
  }, 90_000)
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL')
    await estate?.close()
    if (folder && existsSync(folder)) rmSync(folder, { recursive: true, force: true })
  })

  /** Steps 1, 3 and 4 of the guide, for one way. */
  async function follow(way: 'mqtt' | 'coap' | 'https', code: string, product: string, more = '') {
    const { device, config } = await estate.put(bridge, code, product)
    const fresh = estate.configOf(bridge, code, product, config.secret)
    const written = JSON.parse(/```json\s+([\s\S]+?)```/.exec(guide)?.[1] ?? '{}') as Record<string, string>
    const own = { ...written, code, product, secret: config.secret, mqtt: fresh.mqtt, coap: fresh.coap, https: fresh.https }
    writeFileSync(join(folder, `${code}.json`), JSON.stringify(own))
    const step4 = new RegExp(`node samples/${way}\\.mjs device\\.json.*`).exec(guide)?.[0] ?? 'false'
    const [, ...words] = step4.replace('device.json', `${code}.json`).split(' ')
    if (more !== '') words[words.length - 1] = more
    const child = spawn(process.execPath, words, { cwd: folder, env: { PATH: process.env.PATH } })
    running.push(child)
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) =>
        said.push(
          ...chunk
            .toString()
            .split('\n')
            .filter((line) => line !== ''),
        ),
      )
    return { device, said, child }
  }

  it('[ZJWL-7.3.2.2.3] [ZJWL-7.3.2.2.5-1] connects a new lamp over MQTT with TLS, keeps its line, and is switched by a command', async () => {
    const { device, said } = await follow('mqtt', 'maker-lamp', 'street-lamp')
    await until(() => said.includes('connected') && said.includes('told'))
    await until(async () => (await estate.heard(device, 'lamp.state')).length === 1)
    expect(await estate.record(device)).toMatchObject({ presence: 'online', state: { 'lamp.state': { isOn: false } } })
    for (const isOn of [true, false]) {
      const id = await estate.command(device, { name: 'lamp.set', values: { isOn } })
      await until(async () => (await estate.stateOf(id)) === 'done')
    }
    expect(said.filter((line) => line.startsWith('switched'))).toEqual(['switched on', 'switched off'])
    await until(async () => (await estate.heard(device, 'lamp.state')).length === 3)
    // One line all the while: it came once, and never went.
    expect((await estate.heard(device)).filter(({ type }) => /online|offline/.test(type))).toMatchObject([{ type: 'device.online' }])
    expect(said.filter((line) => line === 'connected')).toHaveLength(1)
  }, 90_000)

  it('[ZJWL-7.3.2.2.5-2] posts over CoAP with DTLS, sleeps, and finds on waking what was asked of it meanwhile', async () => {
    const { device, said } = await follow('coap', 'maker-smoke', 'smoke-detector', '2')
    await until(() => said.includes('told, 0 done, sleeping'))
    await until(async () => (await estate.heard(device, 'device.battery')).length > 0)
    const id = await estate.silence(device)
    await until(async () => (await estate.stateOf(id)) === 'done')
    // It slept in between: the line of before was over when the command was given.
    await until(() => said.includes('told, 1 done, sleeping'))
    expect(said.filter((line) => line === 'asked to alarm.silence')).toHaveLength(1)
  }, 90_000)

  it('[ZJWL-7.3.2.2.5-3] posts over HTTPS under its signature, and polls what is asked of it', async () => {
    const { device, said } = await follow('https', 'maker-sensor', 'https-sensor')
    await until(() => said.includes('told'))
    await until(async () => (await estate.heard(device, 'properties.reported')).length > 0)
    const id = await estate.command(device, { name: 'device.identify', values: {} })
    await until(async () => (await estate.stateOf(id)) === 'done')
    expect(said).toContain('asked to device.identify')
    await until(() => said.includes('1 done'))
  }, 90_000)
})
