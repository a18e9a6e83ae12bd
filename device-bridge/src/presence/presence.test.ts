import { expect, test } from 'vitest'
import { createPresence } from './presence.ts'

function setup() {
  let passed = 0
  let wall = 1_700_000_000_000
  const clock = { now: () => wall, elapsed: () => passed, sleep: async () => {} }
  const presence = createPresence(clock, (device) => (device === 'gate' ? 30_000 : 90_000))
  return {
    presence,
    forward: (ms: number) => {
      passed += ms
    },
    setClock: (to: number) => {
      wall = to
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

test('a wall clock that is set anew makes nobody leave and nobody stay', () => {
  const { presence, forward, setClock } = setup()
  presence.heard('gate')
  setClock(4_000_000_000_000)
  expect(presence.sweep()).toEqual([])
  setClock(0)
  forward(30_001)
  expect(presence.sweep()).toEqual([{ device: 'gate', silentMs: 30_001 }])
})

test('after a start everybody is unknown until heard, then online, then offline', () => {
  const { presence, forward } = setup()
  expect(presence.of('gate')).toBe('unknown')
  presence.heard('gate')
  expect(presence.of('gate')).toBe('online')
  forward(30_001)
  presence.sweep()
  expect(presence.of('gate')).toBe('offline')
})
