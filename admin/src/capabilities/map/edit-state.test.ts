import type { MapFeature } from '@liren/contract/capabilities/map'
import { type Line, type Position, planeAt, rounded } from '@liren/contract/map/position'
import { areaOf } from '@liren/contract/map/ring'
import { expect, test } from 'vitest'
import { differenceOf, type Editing, edited, nothing, type Step, troubles } from './edit-state.ts'

const plane = planeAt([121.02, 31.01])
const at = (x: number, y: number): Position => rounded(plane.from([x, y]))
const box = (x: number, y: number, width: number, height: number): Line => [
  at(x, y),
  at(x + width, y),
  at(x + width, y + height),
  at(x, y + height),
  at(x, y),
]
const grid = (id: string, ring: Line) =>
  ({ id, kind: 'grid', version: 3, name: id, placeId: id, geometry: { type: 'Polygon', coordinates: [ring] } }) as unknown as MapFeature
const after = (editing: Editing, ...steps: Step[]) => steps.reduce(edited, editing)
const begin = () => after(nothing, { do: 'load', features: [grid('a', box(0, 0, 100, 100)), grid('b', box(100, 0, 100, 100))] })
const sizes = (editing: Editing) => editing.sheets.map(({ points }) => Math.round(areaOf(points) / 10) * 10)

test('a shared corner moves in both grids, so that neither overlaps nor a gap opens; one pull is one step back', () => {
  const pulled = after(
    begin(),
    { do: 'move', from: at(100, 0), to: at(110, 0), goesOn: false },
    { do: 'move', from: at(110, 0), to: at(120, 0), goesOn: true },
  )
  expect(sizes(pulled)).toEqual([11_000, 9_000])
  expect(troubles(pulled.sheets).every(({ overlaps, slivers, faults }) => overlaps.length + slivers.length + faults.length === 0)).toBe(
    true,
  )
  expect(differenceOf(pulled).changes.map(({ id, version }) => [id, version])).toEqual([
    ['a', 3],
    ['b', 3],
  ])
  const back = after(pulled, { do: 'undo' })
  expect(sizes(back)).toEqual([10_000, 10_000])
  expect(differenceOf(back)).toEqual({ creates: [], changes: [], retires: [] })
  expect(after(back, { do: 'undo' })).toEqual(back)
})

test('a corner put on a shared border belongs to both, and taken away it leaves both closed', () => {
  const middle = at(100, 50)
  const bent = after(begin(), { do: 'insert', id: 'a', after: 1, at: middle }, { do: 'move', from: middle, to: at(80, 50), goesOn: false })
  expect(sizes(bent)).toEqual([9_000, 11_000])
  const straight = after(bent, { do: 'remove', at: at(80, 50) })
  expect(sizes(straight)).toEqual([10_000, 10_000])
  // the first corner of a ring is also its last
  const cut = after(begin(), { do: 'insert', id: 'a', after: 0, at: at(50, 0) }, { do: 'remove', at: at(0, 0) })
  const [a] = cut.sheets
  expect(a?.points[0]).toEqual(a?.points.at(-1))
})

test('a grid is parted along a line and two become one; what cannot be done changes nothing', () => {
  const line = [at(-10, 50), at(110, 50)]
  const parted = after(begin(), { do: 'split', id: 'a', line, placeId: 'c', newId: 'new-1', name: '丙' })
  expect(sizes(parted).sort()).toEqual([10_000, 5_000, 5_000].sort())
  expect(differenceOf(parted)).toMatchObject({ creates: [{ placeId: 'c', version: undefined }], changes: [{ id: 'a' }] })
  const joined = after(begin(), { do: 'merge', id: 'a', other: 'b' })
  expect(sizes(joined)).toEqual([20_000])
  expect(differenceOf(joined)).toMatchObject({ retires: [{ id: 'b', version: 3 }], changes: [{ id: 'a' }] })
  const start = begin()
  expect(after(start, { do: 'split', id: 'a', line: [at(-10, 50), at(50, 50)], placeId: 'c', newId: 'x', name: '' })).toBe(start)
  expect(after(start, { do: 'remove', at: at(500, 500) })).toBe(start)
})

test('an overlap and a crossing are told while they are drawn', () => {
  const over = after(begin(), {
    do: 'add',
    sheet: { id: 'n', kind: 'grid', version: undefined, name: '新', placeId: 'c', type: 'Polygon', points: box(90, 0, 20, 100) },
  })
  const told = troubles(over.sheets).find(({ sheet }) => sheet.id === 'n')
  expect(told?.overlaps.map(({ id, area }) => [id, Math.round(area)])).toEqual([
    ['a', 1000],
    ['b', 1000],
  ])
  const crossed = after(begin(), { do: 'move', from: at(0, 0), to: at(50, 120), goesOn: false })
  expect(troubles(crossed.sheets)[0]?.faults[0]?.en).toContain('crosses itself')
})
