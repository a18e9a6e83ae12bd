import { expect, test } from 'vitest'
import { createPresence } from './presence.ts'

function setup() {
  let now = 0
  const clock = { now: () => now, sleep: async () => {} }
  const presence = createPresence(clock, (device) => (device === 'gate' ? 30_000 : 90_000))
  return {
    presence,
    forward: (ms: number) => {
      now += ms
    },
  }
}

test('nobody is offline who was never heard', () => {
  const { presence, forward } = setup()
  forward(1_000_000)
  expect(presence.sweep()).toEqual([])
})

test('the first word is news, the next ones are not', () => {
  const { presence } = setup()
  expect(presence.heard('gate')).toBe(true)
  expect(presence.heard('gate')).toBe(false)
})

test('each class of device has its own limit, and silence is told once', () => {
  const { presence, forward } = setup()
  presence.heard('gate')
  presence.heard('meter')
  forward(30_000)
  expect(presence.sweep()).toEqual([])
  forward(1)
  expect(presence.sweep()).toEqual([{ device: 'gate', silentMs: 30_001 }])
  expect(presence.sweep()).toEqual([])
  forward(60_000)
  expect(presence.sweep()).toEqual([{ device: 'meter', silentMs: 90_001 }])
})

test('a device that comes back is news again', () => {
  const { presence, forward } = setup()
  presence.heard('gate')
  forward(40_000)
  presence.sweep()
  expect(presence.heard('gate')).toBe(true)
  expect(presence.left('gate')).toBe(true)
  expect(presence.left('gate')).toBe(false)
})
