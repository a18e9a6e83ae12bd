import type { TrackPoint } from '@liren/contract/capabilities/passage'
import { expect, it } from 'vitest'
import { boundsOfTrack, sketchOf } from './track-sketch.ts'

const point = (longitude: number | null, latitude: number | null): TrackPoint => ({
  ...{ id: '0', at: '2026-03-02T00:00:00.000Z', direction: 'in', method: 'card', result: 'admitted' },
  gate: { id: '0', name: '东门', place: '枫林雅苑 · 东门', longitude, latitude, isNear: false },
})
const roles = (points: readonly TrackPoint[], at: number) =>
  sketchOf(points, at).features.map(({ geometry, properties }) => [properties?.role, 'coordinates' in geometry ? geometry.coordinates : []])

it('shows the way so far, the way ahead, every stop and where it stands, in the order of time', () => {
  expect(roles([point(1, 1), point(2, 2), point(3, 3)], 1)).toEqual([
    [
      'ahead',
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ],
    [
      'track',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    ['stop', [1, 1]],
    ['stop', [2, 2]],
    ['stop', [3, 3]],
    ['now', [2, 2]],
  ])
})

it('draws no line of no length where somebody goes through one gate twice, and leaves out what has no place', () => {
  expect(roles([point(1, 1), point(1, 1), point(null, null)], 2)).toEqual([
    ['stop', [1, 1]],
    ['stop', [1, 1]],
  ])
  expect(boundsOfTrack([point(null, null)])).toBeNull()
})
