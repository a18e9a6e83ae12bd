import { expect, test } from 'vitest'
import { mergeRings, splitRing } from './cut.ts'
import { checkNeighbours, uncovered } from './neighbours.ts'
import { overlapOf } from './overlap.ts'
import { type Line, metresApart, type Position, planeAt } from './position.ts'
import { areaOf, centreOf, isInside, selfCrossing, signedArea } from './ring.ts'
import { areaGeometry, pointsOf, shapeFaults, tidied } from './shape.ts'
import { snapTo } from './snap.ts'

const plane = planeAt([121.02, 31.01])
/** Corners in metres east and north of the middle of the community; closed. */
const ring = (...corners: readonly Position[]): Line => [...corners, corners[0] as Position].map(plane.from)
const box = (x: number, y: number, width: number, height: number) => ring([x, y], [x + width, y], [x + width, y + height], [x, y + height])

test('a ring that crosses itself, stays open, has no extent or a hole is refused with its reason', () => {
  const bow = ring([0, 0], [100, 100], [100, 0], [0, 100])
  expect(shapeFaults(areaGeometry(bow))[0]?.en).toContain('crosses itself: segments 1 and 3')
  expect(shapeFaults(areaGeometry(box(0, 0, 10, 10).slice(0, -1)))[0]?.en).toContain('not closed')
  expect(shapeFaults(areaGeometry(ring([0, 0], [10, 0])))[0]?.en).toContain('not closed')
  expect(shapeFaults(areaGeometry(box(0, 0, 0.1, 0.1))).map(({ en }) => en)).toContain('The area is too small')
  expect(shapeFaults({ type: 'Polygon', coordinates: [box(0, 0, 10, 10), box(2, 2, 2, 2)] })[0]?.en).toContain('without holes')
  expect(
    shapeFaults({
      type: 'LineString',
      coordinates: [
        [121, 31],
        [121, 31],
      ],
    })[0]?.en,
  ).toContain('two different points')
  // a corner that lies on another edge, and a spike that runs back over itself
  expect(selfCrossing(ring([0, 0], [100, 0], [100, 100], [50, 0], [0, 100]))).toBeDefined()
  expect(selfCrossing(ring([0, 0], [100, 0], [50, 0], [50, 80]))).toBeDefined()
  expect(shapeFaults(areaGeometry(box(0, 0, 100, 60)))).toEqual([])
})

test('a clockwise ring is turned, doubled points fall together, coordinates end at the centimetre', () => {
  const clockwise = [...box(0, 0, 100, 60)].reverse()
  expect(signedArea(clockwise)).toBeLessThan(0)
  const tidy = pointsOf(tidied(areaGeometry([clockwise[0] as Position, ...clockwise])))
  expect(tidy).toHaveLength(5)
  expect(signedArea(tidy)).toBeCloseTo(6000, 0)
  for (const [x, y] of tidy) expect([Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7]).toEqual([x, y])
})

test('areas, distances and centres are those of the ground', () => {
  expect(areaOf(box(0, 0, 200, 50))).toBeCloseTo(10_000, 0)
  expect(metresApart([121, 31], [121, 31.001])).toBeCloseTo(111.3, 1)
  expect(metresApart(centreOf(box(0, 0, 100, 60)), plane.from([50, 30]))).toBeLessThan(0.01)
  const bent = ring([0, 0], [100, 0], [100, 100], [90, 100], [90, 10], [0, 10])
  expect(isInside(centreOf(bent), bent)).toBe(true)
})

test('the common ground of two areas is found whatever their form', () => {
  expect(overlapOf(box(0, 0, 100, 100), box(50, 50, 100, 100)).area).toBeCloseTo(2500, 0)
  expect(overlapOf(box(0, 0, 100, 100), box(100, 0, 100, 100)).area).toBeCloseTo(0, 3)
  expect(overlapOf(box(0, 0, 100, 100), box(500, 0, 10, 10)).area).toBe(0)
  // a U round a box: inside its arms but not in it
  const u = ring([0, 0], [100, 0], [100, 100], [80, 100], [80, 20], [20, 20], [20, 100], [0, 100])
  expect(overlapOf(u, box(30, 30, 40, 40)).area).toBeCloseTo(0, 3)
  expect(overlapOf(u, box(10, 50, 80, 10)).area).toBeCloseTo(200, 0)
  const { pieces } = overlapOf(u, box(10, 50, 80, 10))
  expect(pieces.reduce((sum, piece) => sum + areaOf(piece), 0)).toBeCloseTo(200, 0)
})

test('a line cuts an area in two that together are the whole', () => {
  const whole = box(0, 0, 100, 60)
  const halves = splitRing(whole, [plane.from([30, -10]), plane.from([40, 30]), plane.from([30, 70])])
  expect(halves?.map(areaOf).reduce((a, b) => a + b)).toBeCloseTo(6000, 0)
  expect(overlapOf(...(halves as [Line, Line])).area).toBeLessThan(0.5)
  expect(splitRing(whole, [plane.from([30, -10]), plane.from([30, 20])])).toBeUndefined()
  expect(splitRing(whole, [plane.from([-30, -10]), plane.from([-30, 80])])).toBeUndefined()
  // in, out and in again would make three
  expect(splitRing(whole, [plane.from([10, -5]), plane.from([20, 70]), plane.from([30, -5])])).toBeUndefined()
  const again = mergeRings(...(halves as [Line, Line])) as Line
  expect(areaOf(again)).toBeCloseTo(6000, 0)
  expect(again).toHaveLength(5)
})

test('areas become one only along a common border', () => {
  const merged = mergeRings(box(0, 0, 100, 100), box(100, 20, 50, 40)) as Line
  expect(areaOf(merged)).toBeCloseTo(12_000, 0)
  expect(selfCrossing(merged)).toBeUndefined()
  expect(mergeRings(box(0, 0, 100, 100), box(200, 0, 50, 50))).toBeUndefined()
  expect(mergeRings(box(0, 0, 100, 100), box(100, 100, 50, 50))).toBeUndefined()
  // a bridge over a U would enclose a yard
  const u = ring([0, 0], [100, 0], [100, 100], [80, 100], [80, 20], [20, 20], [20, 100], [0, 100])
  expect(mergeRings(u, box(0, 100, 100, 20))).toBeUndefined()
})

test('a drawn corner meets its neighbour: corners before edges, nothing beyond reach', () => {
  const other = box(0, 0, 100, 100)
  expect(snapTo(plane.from([102, 101]), [other], 4)).toMatchObject({ kind: 'corner', point: other[2] })
  const edge = snapTo(plane.from([103, 50]), [other], 4)
  expect(edge?.kind).toBe('edge')
  expect(metresApart(edge?.point as Position, plane.from([100, 50]))).toBeLessThan(0.01)
  expect(snapTo(plane.from([110, 50]), [other], 4)).toBeUndefined()
})

test('neighbours that overlap or leave a sliver are told, those that share a border are not', () => {
  const neighbour = { id: 'n', name: '第二网格', ring: box(100, 0, 100, 100) }
  expect(checkNeighbours(box(0, 0, 100, 100), [neighbour])).toEqual({ overlaps: [], slivers: [] })
  const over = checkNeighbours(box(0, 0, 120, 100), [neighbour])
  expect(over.overlaps).toMatchObject([{ id: 'n', name: '第二网格' }])
  expect(over.overlaps[0]?.area).toBeCloseTo(2000, 0)
  expect(checkNeighbours(box(0, 0, 99, 100), [neighbour]).slivers).toHaveLength(2)
  expect(uncovered(box(0, 0, 200, 100), [box(0, 0, 100, 100), box(100, 0, 80, 100)])).toBeCloseTo(2000, 0)
})
