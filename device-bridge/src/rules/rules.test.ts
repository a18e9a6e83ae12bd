import { z } from '@liren/contract'
import type { DeviceSignal } from '@liren/contract/device-events'
import { type EdgeRule, edgeRuleSchema } from '@liren/contract/device-rules'
import { compare, valueAt, withinTime } from '@liren/contract/rule/compare'
import { beforeEach, describe, expect, test } from 'vitest'
import { manualClock } from '../../test/manual-clock.ts'
import { silentLog } from '../../test/stand.ts'
import { createRegistry, readListed } from '../registry.ts'
import { createRules, type RuleMemory } from './engine.ts'

describe('comparisons', () => {
  test.each([
    ['a value that was not told', { path: 'x', is: 'above', value: 1 }, {}, undefined],
    ['a text above a number', { path: 'x', is: 'above', value: 1 }, { x: '2' }, undefined],
    ['a name of the prototype', { path: 'constructor', is: 'present' }, {}, false],
    ['null, which is absent', { path: 'x', is: 'absent' }, { x: null }, true],
    ['at the limit, which is not above', { path: 'x', is: 'above', value: 2 }, { x: 2 }, false],
    ['at the limit', { path: 'x', is: 'at-least', value: 2 }, { x: 2 }, true],
    ['one of a list', { path: 'x', is: 'one-of', value: ['a', 'b'] }, { x: 'b' }, true],
    ['inside of properties', { path: 'properties.co2', is: 'below', value: 9 }, { properties: { co2: 3 } }, true],
  ] as const)('%s', (_, comparison, values, expected) => {
    expect(compare(comparison as never, values)).toBe(expected)
  })

  test('a name with dots in it is found before its dots are steps', () => {
    expect(valueAt({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1)
  })

  test('a night goes over midnight and belongs to the day it began', () => {
    const night = { fromMinute: 22 * 60, untilMinute: 6 * 60, days: [5], offsetMinutes: 480 }
    const at = (text: string): number => Date.parse(text)
    expect(withinTime(night, at('2026-11-20T23:00:00+08:00'))).toBe(true)
    expect(withinTime(night, at('2026-11-21T05:59:00+08:00'))).toBe(true)
    expect(withinTime(night, at('2026-11-21T06:00:00+08:00'))).toBe(false)
    expect(withinTime(night, at('2026-11-21T23:00:00+08:00'))).toBe(false)
    expect(withinTime(night, at('2026-11-20T05:00:00+08:00'))).toBe(false)
  })
})

describe('rules at the edge', () => {
  let time: ReturnType<typeof manualClock>
  let ordered: { device: string; name: string; ttlMs: number }[]
  let fired: { ruleId: string; actions: { isTaken: boolean }[] }[]
  let presence: Record<string, 'online' | 'offline'>
  let memory: RuleMemory
  let engine: ReturnType<typeof createRules>

  const open = () =>
    createRules({
      hub: {
        tell: async (_, signals) => {
          for (const signal of signals) if (signal.type === 'rule.fired') fired.push(signal.values)
        },
        presenceOf: (device) => presence[device] ?? 'unknown',
      },
      registry: createRegistry(readListed([{ code: 'door-1', protocol: 'mqtt-sensor', model: 'door-contact' }])),
      commands: {
        order: async (command, ttlMs) => {
          ordered.push({ device: command.device, name: command.name, ttlMs })
        },
      },
      clock: time.clock,
      log: silentLog,
      nonce: () => 'n',
      memory,
    })

  beforeEach(() => {
    time = manualClock()
    ordered = []
    fired = []
    presence = {}
    memory = { held: {}, firedAt: {}, save: () => {} }
    engine = open()
  })

  const opening = { device: 'door-1', order: { name: 'door.open', values: {} }, ttlMs: 5000 }
  const rule = (change: object): EdgeRule =>
    z.parse(edgeRuleSchema, { id: 'r-1', version: 1, when: [], given: [], actions: [opening], restMs: 0, ...change })
  const smoke = { kind: 'event', devices: ['smoke-1'], type: 'fire.alarmed', where: [{ path: 'kind', is: 'equal', value: 'smoke' }] }
  const level = { kind: 'property', devices: ['tank-1'], type: 'water.level', compare: { path: 'levelMm', is: 'above', value: 500 } }
  const say = async (device: string, type: string, values: object = {}) => {
    engine.heard({ device, type, values, at: time.clock.now(), heardAt: time.clock.now() } as DeviceSignal)
    await time.settle()
  }

  test.each([
    ['another device', 'smoke-2', 'fire.alarmed', { kind: 'smoke' }],
    ['another event', 'smoke-1', 'fire.cleared', { kind: 'smoke' }],
    ['another value', 'smoke-1', 'fire.alarmed', { kind: 'manual' }],
    ['no value', 'smoke-1', 'fire.alarmed', {}],
  ])('%s sets nothing off', async (_, device, type, values) => {
    engine.put([rule({ when: [smoke] })])
    await say(device, type, values)
    expect(ordered).toEqual([])
  })

  test('an event gives its commands and is told with them', async () => {
    engine.put([rule({ when: [smoke], actions: [opening, { ...opening, device: 'door-9' }] })])
    await say('smoke-1', 'fire.alarmed', { kind: 'smoke' })
    expect(ordered).toEqual([{ device: 'door-1', name: 'door.open', ttlMs: 5000 }])
    expect(fired).toMatchObject([
      {
        ruleId: 'r-1',
        cause: { device: 'smoke-1', type: 'fire.alarmed' },
        actions: [{ isTaken: true }, { isTaken: false, reason: 'there is no such device here' }],
      },
    ])
  })

  test('a value has to become true: staying there does nothing, going and coming back does', async () => {
    engine.put([rule({ when: [level] })])
    for (const levelMm of [400, 501, 600, 700, 400, 501]) await say('tank-1', 'water.level', { levelMm })
    expect(fired).toHaveLength(2)
  })

  test('a restart makes nothing become true that was true before', async () => {
    engine.put([rule({ when: [level] })])
    await say('tank-1', 'water.level', { levelMm: 501 })
    engine = open()
    engine.put([rule({ when: [level] })])
    await say('tank-1', 'water.level', { levelMm: 502 })
    expect(fired).toHaveLength(1)
  })

  test('one that has to last fires only after it lasted', async () => {
    engine.put([rule({ when: [{ ...level, forMs: 60_000 }] })])
    await say('tank-1', 'water.level', { levelMm: 501 })
    await time.forward(59_000)
    await say('tank-1', 'water.level', { levelMm: 499 })
    await time.forward(60_000)
    expect(fired).toEqual([])
    await say('tank-1', 'water.level', { levelMm: 501 })
    await time.forward(60_000)
    expect(fired).toHaveLength(1)
  })

  test('conditions hold by what was heard, never by what was not', async () => {
    const last = {
      kind: 'last',
      device: 'tank-1',
      type: 'water.level',
      compare: { path: 'levelMm', is: 'below', value: 100 },
      notOlderThanMs: 10_000,
    }
    engine.put([rule({ when: [smoke], given: [last, { kind: 'presence', device: 'door-1', is: 'online' }] })])
    const alarm = () => say('smoke-1', 'fire.alarmed', { kind: 'smoke' })
    await alarm()
    await say('tank-1', 'water.level', { levelMm: 50 })
    await alarm()
    presence['door-1'] = 'online'
    await time.forward(10_001)
    await alarm()
    expect(fired).toEqual([])
    await say('tank-1', 'water.level', { levelMm: 50 })
    await alarm()
    expect(fired).toHaveLength(1)
  })

  test('it rests as long as it should, also over a restart', async () => {
    const rested = rule({ when: [smoke], restMs: 60_000 })
    engine.put([rested])
    const alarm = () => say('smoke-1', 'fire.alarmed', { kind: 'smoke' })
    await alarm()
    engine = open()
    engine.put([rested])
    await alarm()
    expect(fired).toHaveLength(1)
    await time.forward(60_001)
    await alarm()
    expect(fired).toHaveLength(2)
  })

  test('absence is told by the device being gone for long enough', async () => {
    engine.put([rule({ when: [{ kind: 'presence', devices: ['cam-1'], is: 'offline', forMs: 5000 }] })])
    await say('cam-1', 'device.offline', { silentMs: 1 })
    await time.forward(3000)
    await say('cam-1', 'device.online')
    await time.forward(10_000)
    expect(fired).toEqual([])
    await say('cam-1', 'device.offline', { silentMs: 1 })
    await time.forward(5000)
    expect(fired).toHaveLength(1)
  })

  test('a rule that runs in a circle is held back, and one that was taken away does nothing', async () => {
    engine.put([rule({ when: [smoke] })])
    for (let i = 0; i < 70; i++) engine.heard({ device: 'smoke-1', type: 'fire.alarmed', values: { kind: 'smoke' }, at: 1, heardAt: 1 })
    await time.settle()
    expect(fired).toHaveLength(60)
    expect(engine.counts.runaway).toBe(10)
    engine.put([])
    await time.forward(120_000)
    await say('smoke-1', 'fire.alarmed', { kind: 'smoke' })
    expect(fired).toHaveLength(60)
  })
})
