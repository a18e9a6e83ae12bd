import { expect, it } from 'vitest'
import { begin, type Move, moved, pauseOf } from './player.ts'

const after = (count: number, ...moves: readonly Move[]) => moves.reduce(moved, begin(count))
const tick: Move = { do: 'tick' }
const play: Move = { do: 'play' }

it('stands still until it is told to play, and a single point or none is no film', () => {
  expect(after(3, tick)).toMatchObject({ at: 0, isPlaying: false })
  expect(after(1, play)).toMatchObject({ at: 0, isPlaying: false })
  expect(after(0, play, tick)).toMatchObject({ at: 0, isPlaying: false })
})

it('goes from point to point, stops at the last, and then plays from the first again', () => {
  expect(after(3, play, tick)).toMatchObject({ at: 1, isPlaying: true })
  expect(after(3, play, tick, tick)).toMatchObject({ at: 2, isPlaying: false })
  expect(after(3, play, tick, tick, tick)).toMatchObject({ at: 2 })
  expect(after(3, play, tick, tick, play)).toMatchObject({ at: 0, isPlaying: true })
})

it('goes where the slider is put, within the film, and waits there', () => {
  expect(after(5, play, { do: 'seek', at: 3 })).toMatchObject({ at: 3, isPlaying: false })
  expect(after(5, { do: 'seek', at: 99 })).toMatchObject({ at: 4 })
  expect(after(5, { do: 'seek', at: -1 })).toMatchObject({ at: 0 })
  expect(after(5, { do: 'seek', at: 2 }, play, tick, { do: 'pause' }, tick)).toMatchObject({ at: 3, isPlaying: false })
})

it('plays faster when asked and keeps its place', () => {
  const fast = after(5, play, tick, { do: 'speed', speed: 4 })
  expect(fast).toMatchObject({ at: 1, isPlaying: true, speed: 4 })
  expect(pauseOf(fast.speed) * 4).toBe(pauseOf(1))
})
