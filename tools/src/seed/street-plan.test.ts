import { checkNeighbours, uncovered } from '@liren/contract/map/neighbours'
import { overlapOf } from '@liren/contract/map/overlap'
import { isInside, areaOf as squareMetres } from '@liren/contract/map/ring'
import { areaGeometry, shapeFaults } from '@liren/contract/map/shape'
import { expect, test } from 'vitest'
import { scales } from './profile.ts'
import {
  areaOf,
  at,
  box,
  buildingAt,
  community,
  estateBox,
  footprint,
  gridRings,
  type PlannedEstate,
  river,
  streets,
} from './street-plan.ts'

const estates = ['fl', 'wtl', 'wjf'] as const satisfies readonly PlannedEstate[]

test.each(['small', 'standard', 'full'] as const)(
  'the %s community is drawn without overlap, and every building stands in its grid',
  (profile) => {
    const scale = scales[profile]
    const isParted = scale.grids >= 6
    const grids = estates.flatMap((estate) => gridRings(estate, scale.estates[estate][0], isParted))
    for (const ring of [...grids, community, river]) expect(shapeFaults(areaGeometry(ring))).toEqual([])
    for (const [i, ring] of grids.entries()) {
      const others = grids.flatMap((other, k) => (k === i ? [] : [{ id: String(k), name: '', ring: other }]))
      expect(checkNeighbours(ring, others)).toEqual({ overlaps: [], slivers: [] })
    }
    expect(uncovered(community, grids)).toBeLessThan(squareMetres(community) * 1e-4)
    for (const [e, estate] of estates.entries()) {
      const buildings = scale.estates[estate][0]
      const { west, south, east, north } = estateBox(estate, buildings)
      const [width, depth] = footprint[estate]
      const prints = Array.from({ length: buildings }, (_, i) => box(...buildingAt(estate, i + 1), width, depth))
      for (const [i, print] of prints.entries()) {
        const grid = grids[isParted ? e * 2 + (i + 1 > buildings / 2 ? 1 : 0) : e]
        expect(print.every((corner) => isInside(corner, grid ?? []))).toBe(true)
        for (const other of prints.slice(i + 1)) expect(overlapOf(print, other).area).toBe(0)
        for (const code of ['garden', 'hall', 'square', 'lane', 'garage', 'ebikes', 'play']) {
          const { x, y, width, height } = areaOf(estate, code)
          expect(overlapOf(print, box(x, y, width, height)).area, code).toBe(0)
          expect(x > west && x < east && y > south && y < north).toBe(true)
        }
      }
    }
  },
)

test('coordinates are the same on every machine', () => {
  expect(at(0, 0)).toEqual([121.02, 31.01])
  expect(streets.map(([name]) => name)).toContain('梧桐路')
})
