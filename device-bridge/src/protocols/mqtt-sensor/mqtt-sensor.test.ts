import { describe, expect, test } from 'vitest'
import { sensorKinds } from '../../families/sensors/kinds.ts'
import { decodeMessage } from '../../families/sensors/message.ts'
import { spoken } from '../../families/sensors/spoken.ts'
import { signalsOf } from '../../traits/trait.ts'
import { parseTopic } from './codec.ts'
import { badPayloads, goodPayloads } from './samples.ts'

const now = 2_000_000
const read = (payload: string) => decodeMessage(Buffer.from(payload), now)

test.each([
  '',
  'v1/a/b/c',
  'v1/a/b/c/cmd',
  'v1/a/b/+/event',
  'v1/a/b/#',
  'v1/a/b/C/event',
  'v1/a/b/c/event/x',
  'v2/a/b/c/event',
  'v1//b/c/event',
])('the topic "%s" is not ours', (topic) => {
  expect(parseTopic(topic)).toBeUndefined()
})

test('our topic names tenant, model, device and kind', () => {
  expect(parseTopic('v1/wt/door-contact/door-1/event')).toEqual({ tenant: 'wt', model: 'door-contact', device: 'door-1', kind: 'event' })
})

describe('payloads', () => {
  test.each(badPayloads)('%s is refused: %s', (payload, why) => {
    expect(read(payload)).toMatchObject({ ok: false, why })
  })

  test('a payload of more than 16 kB is refused unread', () => {
    expect(read(' '.repeat(16_385))).toMatchObject({ ok: false, why: '16385 bytes' })
  })

  test.each(goodPayloads)('$payload', ({ model, payload, types }) => {
    const message = read(payload)
    if (!message.ok) throw new Error(message.why)
    expect(signalsOf(sensorKinds[model]?.traits ?? [], message.values).map(({ type }) => type)).toEqual(types)
  })

  test.each([
    ['a second, not a millisecond', 1_700_000_000],
    ['zero', 0],
    ['years ahead', 9_000_000_000_000],
    ['text', '"2026-01-01"'],
  ])('a device time that is %s is no time', (_, ts) => {
    const message = decodeMessage(Buffer.from(`{"ts":${ts},"values":{}}`), 1_760_000_000_000)
    expect(message).toMatchObject({ ok: true, at: undefined })
  })

  test('a burst of old records keeps its own times', () => {
    expect(read('{"ts":1000000,"values":{}}')).toMatchObject({ at: 1_000_000 })
  })
})

describe('what a message tells', () => {
  const told = (product: string, payload: object) => {
    const message = read(JSON.stringify(payload))
    if (!message.ok) throw new Error(message.why)
    return spoken(product, message)
  }

  test.each(['device.online', 'device.offline', 'frame.unknown', 'command.state', 'rule.fired'])(
    '%s is not for a device to say',
    (type) => {
      expect(told('any', { type, values: { a: 1 } })).toEqual([{ type: 'event.reported', values: { name: type, properties: { a: 1 } } }])
    },
  )

  test('a name that is none is refused', () => {
    expect(read('{"type":"a b","values":{}}')).toMatchObject({ ok: false, why: 'type is not a name' })
    expect(read('{"type":7,"values":{}}')).toMatchObject({ ok: false })
  })

  test('a word of the vocabulary is that, an own name is an event of the model, no name is the map of the product or its properties', () => {
    expect(told('any', { type: 'bin.level', data: { percent: 80 } })).toEqual([{ type: 'bin.level', values: { percent: 80 } }])
    expect(told('any', { type: 'lidJammed', level: 'alarm', data: { side: 'left', deep: {} } })).toEqual([
      { type: 'event.reported', values: { name: 'lidJammed', level: 'alarm', properties: { side: 'left' } } },
    ])
    expect(told('door-contact', { values: { open: true } })).toEqual([{ type: 'door.opened', values: {} }])
    expect(told('street-lamp', { values: { brightness: 40 } })).toEqual([
      { type: 'properties.reported', values: { properties: { brightness: 40 } } },
    ])
  })
})
