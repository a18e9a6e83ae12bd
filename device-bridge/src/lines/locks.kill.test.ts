import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import mqtt from 'mqtt'
import { afterEach, expect, test } from 'vitest'

const main = join(import.meta.dirname, '..', 'main.ts')
let folder = ''
let running: ChildProcess | undefined

afterEach(async () => {
  running?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** The bridge as it is run, in a process of its own. */
async function start(): Promise<{ mqttPort: number; healthPort: number }> {
  const ports = Object.fromEntries(
    ['MQTT_PORT', 'HTTP_PORT', 'HTTPS_PORT', 'MQTTS_PORT', 'HEALTH_PORT'].map((name) => [`LIREN_BRIDGE_${name}`, '0']),
  )
  const house = { LIREN_BRIDGE_HOUSE_URL: 'http://127.0.0.1:9', LIREN_BRIDGE_PLAINTEXT: 'on', LIREN_BRIDGE_LOCK_AFTER: '3' }
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { ...process.env, LIREN_DATA: folder, ...ports, ...house },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running = child
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const said = JSON.parse(line) as { msg: string; mqttPort: number; healthPort: number }
    if (said.msg === 'the bridge is open') return said
  }
  throw new Error('the bridge did not open')
}

async function knock(port: number, code: string, password: string): Promise<'in' | 'refused'> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: code, username: code, password, reconnectPeriod: 0 })
  const outcome = await new Promise<'in' | 'refused'>((resolve) => {
    client.once('connect', () => resolve('in'))
    for (const event of ['error', 'close'] as const) client.on(event, () => resolve('refused'))
  })
  await client.endAsync(true)
  return outcome
}

test('whoever guesses and then has the bridge killed has won nothing: the name is locked when it is there again', async () => {
  folder = await mkdtemp(join(tmpdir(), 'liren-locks-kill-'))
  await mkdir(join(folder, 'bridge'), { recursive: true })
  const door = (code: string) => ({ code, protocol: 'mqtt-sensor', model: 'door-contact', secret: `the-secret-of-${code}` })
  await writeFile(join(folder, 'bridge', 'devices.json'), JSON.stringify([door('door-1'), door('door-2')]))
  const first = await start()
  for (let i = 0; i < 3; i++) expect(await knock(first.mqttPort, 'door-1', 'a guess')).toBe('refused')
  expect(await knock(first.mqttPort, 'door-1', 'the-secret-of-door-1')).toBe('refused')
  const locks = async ({ healthPort }: { healthPort: number }) => (await fetch(`http://127.0.0.1:${healthPort}/locks`)).json()
  const before = await locks(first)
  expect(before).toMatchObject([{ identity: 'door-1', attempts: 3, remotes: ['127.0.0.1'] }])
  const gone = new Promise((resolve) => running?.once('exit', resolve))
  running?.kill('SIGKILL')
  await gone

  const second = await start()
  expect(await locks(second)).toEqual(before)
  expect(await knock(second.mqttPort, 'door-1', 'the-secret-of-door-1')).toBe('refused')
  expect(await knock(second.mqttPort, 'door-2', 'the-secret-of-door-2')).toBe('in')
}, 60_000)
