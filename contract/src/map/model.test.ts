import { expect, it } from 'vitest'
import { cellsOf, elementIdOf, readElementId, squareAt, storeyOf, widened } from './model.ts'
import { type Line, type Position, planeAt } from './position.ts'
import { areaOf, isInside } from './ring.ts'

const plane = planeAt([121.02, 31.01])
const at = (x: number, y: number): Position => plane.from([x, y])
const slab: Line = [at(0, 0), at(40, 0), at(40, 12), at(0, 12), at(0, 0)]
/** The same turned by thirty degrees, as buildings along a slanting street stand. */
const turned: Line = slab.map((corner) => {
  const [x, y] = plane.to(corner)
  const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)]
  return at(x * cos - y * sin, x * sin + y * cos)
})

it('the key of an element is that of its record, and nothing else is a key', () => {
  const id = '01jd0000000000000000000000'
  expect(readElementId(elementIdOf('device', id))).toEqual({ subject: 'device', recordId: id })
  expect(readElementId(elementIdOf('place', id))).toEqual({ subject: 'place', recordId: id })
  for (const bad of [id, `person-${id}`, `device-${id}0`, 'device-', `device-${id.toUpperCase()}I`])
    expect(readElementId(bad), bad).toBeUndefined()
})

it('the first floor stands on the ground, cellars lie below it, and no two floors share a metre', () => {
  expect(storeyOf(1)).toEqual({ base: 0, top: 3 })
  expect(storeyOf(12)).toEqual({ base: 33, top: 36 })
  expect(storeyOf(-1)).toEqual({ base: -3, top: 0 })
  expect(storeyOf(-2).top).toBe(storeyOf(-1).base)
  expect(storeyOf(2).base).toBe(storeyOf(1).top)
})

it('the houses of a floor share its outline in equal parts, whichever way the building stands', () => {
  for (const ring of [slab, turned]) {
    const cells = cellsOf(ring, 4)
    expect(cells).toHaveLength(4)
    for (const cell of cells) {
      expect(areaOf(cell)).toBeCloseTo(120, 0)
      expect(cell[0]).toEqual(cell.at(-1))
    }
    const middles = cells.map((cell) => cell.slice(0, -1).reduce((sum, [x]) => sum + x, 0) / (cell.length - 1))
    expect([...middles].sort()).toEqual(middles)
    expect(cellsOf(ring, 1).map(areaOf)[0]).toBeCloseTo(480, 0)
  }
  expect(cellsOf(slab, 0)).toEqual([])
  expect(cellsOf([], 3)).toEqual([])
})

it('a band lies around its outline, and a square around its point', () => {
  const band = widened(slab, 1)
  for (const corner of slab) expect(isInside(corner, band)).toBe(true)
  expect(areaOf(squareAt(at(0, 0), 2))).toBeCloseTo(4, 1)
  expect(isInside(at(0, 0), squareAt(at(0, 0), 2))).toBe(true)
})
