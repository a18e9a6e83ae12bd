import { describe, expect, test } from 'vitest'
import { signalsOf } from '../../traits/trait.ts'
import { decodeMessage, parseTopic } from './codec.ts'
import { sensorModels } from './devices.ts'
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
    expect(signalsOf(sensorModels[model]?.traits ?? [], message.values).map(({ type }) => type)).toEqual(types)
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
