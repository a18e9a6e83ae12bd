import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceCommand } from '@liren/contract/device-commands'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { manualClock } from '../../test/manual-clock.ts'
import { silentLog } from '../../test/stand.ts'
import type { Hub } from '../hub.ts'
import { createFrames } from '../lines/frames.ts'
import type { OpenProtocol, Order, Step } from '../protocols/protocol.ts'
import { createRegistry, readListed } from '../registry.ts'
import type { Signal } from '../traits/trait.ts'
import { createCommands } from './commands.ts'
import { openJournal } from './journal.ts'

const device = (code: string) => ({ code, protocol: 'mqtt-sensor', model: 'door-contact', secret: 'a-secret-of-the-door' })

describe('commands', () => {
  let folder: string
  let time: ReturnType<typeof manualClock>
  let told: { device: string; state: string; reason?: string | undefined; id: string }[]
  let asked: string[]
  let reachable: Set<string>
  let answer: (order: Order) => AsyncIterable<Step>
  let sequence: number

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liren-commands-'))
    time = manualClock()
    told = []
    asked = []
    sequence = 0
    reachable = new Set(['door-1', 'door-2'])
    answer = async function* () {
      yield { state: 'sent' }
      yield { state: 'done' }
    }
  })
  afterEach(async () => {
    await current?.close()
    await rm(folder, { recursive: true, maxRetries: 5 })
  })
  let current: Awaited<ReturnType<typeof open>> | undefined

  const open = async () => {
    const tell = async (code: string, signals: readonly Signal[]) => {
      for (const signal of signals)
        if (signal.type === 'command.state')
          told.push({ device: code, id: signal.values.commandId, state: signal.values.state, reason: signal.values.reason })
    }
    const protocol: OpenProtocol = {
      ports: {},
      commands: ['door.open', 'door.hold-open', 'device.reboot'],
      reaches: (code) => reachable.has(code),
      send(order) {
        asked.push(order.id)
        return answer(order)
      },
      close: async () => {},
    }
    const commands = createCommands({
      journal: await openJournal(folder),
      hub: { tell } as unknown as Hub,
      registry: createRegistry(readListed([device('door-1'), device('door-2')])),
      frames: createFrames(() => undefined),
      clock: time.clock,
      log: silentLog,
      protocolOf: () => protocol,
    })
    current = commands
    await commands.resume()
    return commands
  }
  const command = (change: Partial<DeviceCommand> = {}): DeviceCommand => {
    sequence += 1
    const now = time.clock.now()
    const whole = { id: `c-${sequence}`, device: 'door-1', sequence, issuedAt: now, expiresAt: now + 10_000, name: 'door.open', values: {} }
    return { ...whole, ...change } as DeviceCommand
  }
  const give = async (commands: Awaited<ReturnType<typeof open>>, ...given: DeviceCommand[]) => {
    await commands.take({ commands: given, now: time.clock.now() })
    await time.settle()
  }
  /** What happens goes over the disk: it is waited for, never slept for. */
  const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 5 })
  const statesOf = (id: string) => told.filter((one) => one.id === id).map(({ state }) => state)

  test('a command that comes after its time is told as expired and never sent', async () => {
    const commands = await open()
    const now = time.clock.now()
    await give(commands, command({ issuedAt: now - 20_000, expiresAt: now - 1 }))
    await soon(() => expect(told).toMatchObject([{ state: 'expired', reason: 'it came after its time' }]))
    expect(asked).toEqual([])
  })

  test('a device that comes back too late does not get it', async () => {
    reachable.clear()
    const commands = await open()
    await give(commands, command())
    await time.forward(10_001)
    reachable.add('door-1')
    commands.reachable('door-1')
    await time.forward(60_000)
    await soon(() => expect(statesOf('c-1')).toEqual(['expired']))
    expect(asked).toEqual([])
  })

  test('its time runs on the clock that only passes: setting the wall clock back does not prolong it', async () => {
    reachable.clear()
    const commands = await open()
    await give(commands, command())
    time.setWall(0)
    await time.forward(10_001)
    await soon(() => expect(statesOf('c-1')).toEqual(['expired']))
  })

  test('a platform whose clock is wrong cannot make it live longer than it was meant to', async () => {
    reachable.clear()
    const commands = await open()
    const now = time.clock.now()
    await commands.take({ commands: [command({ issuedAt: now, expiresAt: now + 10_000 })], now: now - 3_600_000 })
    await time.forward(10_001)
    await soon(() => expect(statesOf('c-1')).toEqual(['expired']))
  })

  test('what was taken before is refused, by its number and by its identity, also after a restart', async () => {
    let commands = await open()
    const first = command()
    await give(commands, first)
    await give(commands, first, { ...first, id: 'c-again' })
    await soon(() => expect(statesOf('c-1')).toContain('done'))
    await commands.close()
    commands = await open()
    await give(commands, first)
    await soon(() => expect(asked).toEqual(['c-1']))
    expect(commands.counts.refused).toBe(1)
  })

  test('an unknown device, and a thing its protocol cannot do, fail at once with the reason', async () => {
    const commands = await open()
    await give(commands, command({ device: 'door-9' }), command({ name: 'charging.stop', values: {} }))
    await soon(() =>
      expect(told).toMatchObject([
        { id: 'c-1', state: 'failed', reason: expect.stringContaining('no such device') },
        { id: 'c-2', state: 'failed', reason: 'mqtt-sensor cannot do charging.stop' },
      ]),
    )
    expect(asked).toEqual([])
  })

  test('states say no more than is known', async () => {
    const commands = await open()
    answer = async function* () {
      yield { state: 'sent' }
      yield { state: 'accepted' }
    }
    await give(commands, command())
    await soon(() => expect(statesOf('c-1')).toEqual(['sent', 'accepted']))
    await time.forward(10_001)
    await soon(() => expect(told.at(-1)).toMatchObject({ state: 'failed', reason: 'accepted, but nothing proved it in time' }))
    answer = async function* () {
      yield { state: 'sent' }
      yield { state: 'failed', reason: 'locked' }
      yield { state: 'done' }
    }
    await give(commands, command())
    await soon(() => expect(statesOf('c-2')).toEqual(['sent', 'failed']))
    answer = () => {
      throw new Error('the socket broke')
    }
    await give(commands, command())
    await soon(() => expect(told.at(-1)).toMatchObject({ id: 'c-3', state: 'failed', reason: 'the socket broke' }))
  })

  test('a device that never answers ends with its time, and does not hold up the one after it for longer', async () => {
    const commands = await open()
    answer = async function* (order) {
      yield { state: 'sent' }
      if (order.id === 'c-1') await new Promise(() => {})
      yield { state: 'done' }
    }
    await give(commands, command(), command())
    await soon(() => expect(statesOf('c-2')).toEqual(['sent', 'done']))
    await soon(() => expect(statesOf('c-1')).toEqual(['sent']))
    await time.forward(10_001)
    await soon(() => expect(told.at(-1)).toMatchObject({ id: 'c-1', state: 'failed', reason: 'no answer in time' }))
  })

  test('they go out in their order, but those that let people out go first', async () => {
    reachable.clear()
    const commands = await open()
    await give(
      commands,
      command({ sequence: 3 }),
      command({ sequence: 1, name: 'device.reboot' }),
      command({ sequence: 2, name: 'device.reboot' }),
    )
    reachable.add('door-1')
    commands.reachable('door-1')
    await time.settle()
    await soon(() => expect(asked).toEqual(['c-1', 'c-2', 'c-3']))
  })

  test('what was never sent goes on after a restart, with what is left of its time', async () => {
    reachable.clear()
    let commands = await open()
    await give(commands, command(), command({ expiresAt: time.clock.now() + 3000 }))
    await commands.close()
    time.setWall(time.clock.now() + 5000)
    reachable.add('door-1')
    commands = await open()
    await time.settle()
    await soon(() => expect(asked).toEqual(['c-1']))
    await soon(() => expect(statesOf('c-1')).toEqual(['sent', 'done']))
    await soon(() => expect(statesOf('c-2')).toEqual(['expired']))
  })

  test('of what was on its way when the bridge died nobody knows, and it is not sent again', async () => {
    answer = async function* () {
      yield { state: 'sent' }
      await new Promise(() => {})
    }
    const first = await open()
    await give(first, command())
    await soon(() => expect(statesOf('c-1')).toEqual(['sent']))
    await first.close()
    await open()
    expect(asked).toEqual(['c-1'])
    await soon(() => expect(told.at(-1)).toMatchObject({ state: 'failed', reason: 'the bridge was restarted before the device answered' }))
  })

  test('a wall clock that ran backwards over a restart makes what waited expire', async () => {
    reachable.clear()
    const first = await open()
    await give(first, command())
    await first.close()
    time.setWall(5)
    reachable.add('door-1')
    await open()
    await soon(() => expect(statesOf('c-1')).toEqual(['expired']))
    expect(asked).toEqual([])
  })

  test('a damaged journal is an error and not an empty one', async () => {
    await writeFile(join(folder, 'commands.json'), '{"after":')
    await expect(open()).rejects.toThrow('commands.json is damaged')
  })
})
