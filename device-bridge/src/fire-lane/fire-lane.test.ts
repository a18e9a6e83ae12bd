import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { ended, fireStand, key, panel, runProgram } from '../../test/fire-stand.ts'
import { until } from '../../test/stand.ts'
import { serveController } from '../protocols/uhppote/serve.ts'
import { readConfig } from './config.ts'
import { signReset } from './control.ts'

const fire = 2
const calm = 0
let stand: Awaited<ReturnType<typeof fireStand>>
afterEach(async () => {
  await stand?.close()
})

describe('what opens nothing', () => {
  test('a rogue source, an unknown panel and a calm panel are not heard as fire', async () => {
    stand = await fireStand(1)
    const lane = await stand.start()
    const rogue = await stand.dial(lane.port, '127.0.0.2')
    rogue.say(fire)
    await until(() => rogue.seen.isClosed)
    const stranger = await stand.dial(lane.port)
    stranger.say(fire, '0000000000b2')
    await until(() => stranger.seen.isClosed)
    const own = await stand.dial(lane.port)
    own.say(calm)
    await until(() => own.seen.answers.length === 1)
    expect(own.seen.answers).toEqual([3])
    expect([...rogue.seen.answers, ...stranger.seen.answers]).toEqual([])
    expect(await lane.status()).toMatchObject({ isLatched: false })
    expect(stand.openCount()).toBe(0)
    own.say(fire)
    await until(() => stand.openCount() === 4)
  }, 60_000)

  test('the test of reach names the silent doors and opens none', async () => {
    stand = await fireStand(2)
    await stand.controllers[1]?.close()
    const { child, line } = await runTool(['test'], /doors do not answer/)
    await ended(child)
    expect([line, child.exitCode]).toEqual(['4 of 8 doors do not answer', 1])
    expect(stand.openCount()).toBe(0)
    expect((await stand.evidence()).filter(({ kind }) => kind === 'tested')).toHaveLength(8)
  }, 60_000)

  const runTool = (words: string[], ready: RegExp) => runProgram('fire-lane/main.ts', stand.env, ready, words)
})

describe('fire', () => {
  test('every one of 52 doors opens, with evidence, while the bridge stands still', async () => {
    stand = await fireStand(13)
    const bridge = await runProgram(
      'main.ts',
      {
        LIREN_DATA: stand.folder,
        LIREN_BRIDGE_PLAINTEXT: 'on',
        LIREN_BRIDGE_MQTT_PORT: '0',
        LIREN_BRIDGE_HEALTH_PORT: '0',
        LIREN_BRIDGE_HTTP_PORT: '0',
        LIREN_BRIDGE_HOUSE_URL: 'http://127.0.0.1:9',
        LIREN_BRIDGE_PORTS: 'gbt26875=0',
      },
      /the bridge is open/,
    )
    stand.children.push(bridge.child)
    bridge.child.kill('SIGSTOP')
    const lane = await stand.start()
    const own = await stand.dial(lane.port)
    own.say(fire)
    await until(() => stand.openCount() === 52)
    await until(() => own.seen.answers.includes(3))
    await until(async () => (await stand.evidence()).filter(({ kind }) => kind === 'door.open').length === 52)
    const opened = (await stand.evidence()).filter(({ kind }) => kind === 'door.open')
    expect(new Set(opened.map(({ door }) => door)).size).toBe(52)
    for (const one of opened) expect(one.confirmedAt).toBeGreaterThanOrEqual(one.signalAt as number)
    expect(await lane.status()).toMatchObject({ isLatched: true, missing: [] })
  }, 60_000)

  test('a door that is away at first opens when it comes back, and one that somebody shuts is opened again', async () => {
    stand = await fireStand(2)
    const gone = stand.controllers[1]
    if (!gone) throw new Error('there is no second controller')
    await gone.close()
    const lane = await stand.start()
    const own = await stand.dial(lane.port)
    own.say(fire)
    await until(async () => (await lane.status())?.missing.length === 4)
    await until(async () => (await stand.evidence()).some(({ kind }) => kind === 'door.silent'))
    const back = await serveController(gone.played, gone.port)
    gone.close = back.close
    await until(() => stand.openCount() === 8)
    stand.controllers[0]?.played.doors.set(2, { mode: 3, delay: 5 })
    await until(() => stand.isOpen(0, 2))
    await until(async () => (await stand.evidence()).some(({ kind, door }) => kind === 'door.lost' && door === 'door-0-2'))
  }, 60_000)

  test('the latch survives kill -9: the next process goes on opening without any signal', async () => {
    stand = await fireStand(2)
    const gone = stand.controllers[1]
    if (!gone) throw new Error('there is no second controller')
    await gone.close()
    const first = await stand.start()
    const own = await stand.dial(first.port)
    own.say(fire)
    // The answer is the promise that it is latched.
    await until(() => own.seen.answers.includes(3))
    first.child.kill('SIGKILL')
    await ended(first.child)
    for (const door of [1, 2, 3, 4]) stand.controllers[0]?.played.doors.set(door, { mode: 3, delay: 5 })
    const back = await serveController(gone.played, gone.port)
    gone.close = back.close
    const second = await stand.start()
    await until(() => stand.openCount() === 8)
    expect(await second.status()).toMatchObject({ isLatched: true })
    expect((await stand.evidence()).map(({ kind }) => kind)).toContain('latch.resumed')
  }, 60_000)

  test('a damaged latch opens rather than forgets', async () => {
    stand = await fireStand(1)
    await writeFile(join(stand.folder, 'bridge', 'fire-latch.json'), '[{"zone":')
    const lane = await stand.start()
    await until(() => stand.openCount() === 4)
    expect(await lane.status()).toMatchObject({ isLatched: true })
  }, 60_000)
})

describe('reset', () => {
  test('is refused without, with a wrong and with a used signature, and ends the latch with a right one until the next fire', async () => {
    stand = await fireStand(1)
    const lane = await stand.start()
    const own = await stand.dial(lane.port)
    own.say(fire)
    await until(() => stand.openCount() === 4)
    const [zone, by] = ['tower', 'duty-1']
    const fresh = async (): Promise<string> => String((await lane.post('/nonce')).value.nonce)
    const ask = (body: object) => lane.post('/reset', body)
    expect((await ask({ zone, by })).status).toBe(400)
    const wrong = await fresh()
    expect((await ask({ zone, by, nonce: wrong, signature: '00'.repeat(32) })).status).toBe(403)
    // A nonce that failed once is used up, whatever comes with it afterwards.
    expect((await ask({ zone, by, nonce: wrong, signature: signReset(key, { zone, by, nonce: wrong }) })).status).toBe(403)
    const foreign = await fresh()
    expect((await ask({ zone, by, nonce: foreign, signature: signReset('cd'.repeat(32), { zone, by, nonce: foreign }) })).status).toBe(403)
    const other = await fresh()
    expect((await ask({ zone, by, nonce: other, signature: signReset(key, { zone: 'yard', by, nonce: other }) })).status).toBe(403)
    const made = 'ef'.repeat(24)
    expect((await ask({ zone, by, nonce: made, signature: signReset(key, { zone, by, nonce: made }) })).status).toBe(403)
    expect(await lane.status()).toMatchObject({ isLatched: true })

    const nonce = await fresh()
    const right = { zone, by, nonce, signature: signReset(key, { zone, by, nonce }) }
    expect((await ask(right)).status).toBe(200)
    expect(await lane.status()).toMatchObject({ isLatched: false })
    expect(stand.openCount()).toBe(4)
    own.say(fire)
    await until(async () => (await lane.status())?.isLatched === true)
    expect((await ask(right)).status).toBe(403)
    expect(await lane.status()).toMatchObject({ isLatched: true })
    expect((await stand.evidence()).map(({ kind }) => kind)).toContain('reset')
  }, 60_000)

  test('by command: refused for a zone that is not latched, done for one that is', async () => {
    stand = await fireStand(1)
    const lane = await stand.start()
    const env = { ...stand.env, LIREN_FIRE_CONTROL_PORT: String(lane.controlPort) }
    const refused = await runProgram('fire-lane/main.ts', env, /not latched$/, ['reset', 'tower', 'duty-1'])
    await ended(refused.child)
    expect(refused.child.exitCode).toBe(1)
    const own = await stand.dial(lane.port)
    own.say(fire)
    await until(() => own.seen.answers.includes(3))
    const done = await runProgram('fire-lane/main.ts', env, /not latched any more/, ['reset', 'tower', 'duty-1'])
    await ended(done.child)
    expect(done.child.exitCode).toBe(0)
    expect(await lane.status()).toMatchObject({ isLatched: false })
  }, 60_000)
})

describe('the configuration', () => {
  const door = { code: 'door-1', host: '10.0.0.1', serial: 1, door: 1 }
  const zone = { code: 'tower', panels: [{ address: panel, from: '10.0.0.9' }], doors: [door] }
  test.each([
    ['no JSON', '{', /is no JSON/],
    ['no key', { zones: [zone] }, /key/],
    ['no zone', { key, zones: [] }, /zones/],
    ['a panel from anywhere', { key, zones: [{ ...zone, panels: [{ address: panel }] }] }, /panels\.0\.from/],
    ['a zone without doors', { key, zones: [{ ...zone, doors: [] }] }, /doors/],
    ['a door that is no number', { key, zones: [{ ...zone, doors: [{ ...door, host: 'gate.lan' }] }] }, /IPv4/],
    ['a fifth door', { key, zones: [{ ...zone, doors: [{ ...door, door: 5 }] }] }, /doors\.0\.door/],
    ['one lock twice', { key, zones: [{ ...zone, doors: [door, { ...door, code: 'door-2' }] }] }, /stands there twice/],
    ['a word that means nothing', { key, zones: [{ ...zone, dors: [] }] }, /dors/],
  ])('%s is refused', async (_, content, why) => {
    stand = await fireStand(0)
    const file = join(stand.folder, 'bridge', 'fire-lane.json')
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    await expect(readConfig(file)).rejects.toThrow(why)
  })
})

describe('the lane depends on nothing', () => {
  const here = dirname(fileURLToPath(import.meta.url))
  const source = resolve(here, '..')

  function reached(file: string, found = new Set<string>()): Set<string> {
    const name = relative(source, file)
    if (found.has(name)) return found
    found.add(name)
    for (const [, kind, target] of readFileSync(file, 'utf8').matchAll(
      /^(import|export)\b(?! type)[^'\n]*(?:\n[^'\n]+)*?from '([^']+)'/gm,
    )) {
      if (kind === undefined || target === undefined || target.startsWith('node:')) continue
      if (target.startsWith('.')) reached(resolve(dirname(file), target), found)
      else found.add(target)
    }
    return found
  }
  const outside = (names: Iterable<string>): string[] =>
    [...names].filter(
      (name) =>
        !/^(fire-lane\/|protocols\/(gbt26875\/(frame|codec|levels|names)|uhppote\/(frame|codec|time)|china-time|search|protocol)\.ts$)/.test(
          name,
        ) && !['@liren/contract/kernel/zod', 'ports/system.ts', 'platform/whole-file.ts', 'spool/cursor.ts'].includes(name),
    )

  test('it reaches frames and codecs, and nothing that listens, queues or talks for the bridge', () => {
    expect(outside(reached(join(here, 'main.ts')))).toEqual([])
    expect(outside(reached(join(source, 'main.ts'))).length).toBeGreaterThan(10)
  })

  test('it waits for fire with no more than 500 lines of code', () => {
    const files = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'orders.ts')
    const code = files.flatMap((name) => readFileSync(join(here, name), 'utf8').split('\n')).filter((line) => /^\s*[^\s/*]/.test(line))
    expect(code.length).toBeLessThanOrEqual(500)
  })
})
