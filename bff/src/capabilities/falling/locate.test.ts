import { trajectoryOf } from '@liren/simulators/camera/fall'
import { facadeCorners } from '@liren/simulators/camera/scene'
import { describe, expect, it } from 'vitest'
import { locate, type Seen } from './locate.ts'

const columns = ['01', '02', '03', '04'].map((ending) => ({ unitId: null, ending }))
const facade = {
  ...{ side: 'south' as const, corners: facadeCorners.map(([x, y]): [number, number] => [x, y]), bottomFloor: 1, topFloor: 18 },
  ...{ floorMeters: 3, columns },
}
const thrown = (floor: number, along: number) => trajectoryOf({ floor, floors: 18, along, at: 0 })

describe('where a falling thing came from', () => {
  it('says nothing of what moves beside the facade, and nothing of no path', () => {
    expect(
      locate(facade, [
        [20, 500, 0],
        [20, 600, 100],
      ]),
    ).toBeUndefined()
    expect(locate(facade, [])).toBeUndefined()
  })

  it.each([3, 7, 12, 17])('finds floor %i within its range, and its column', (floor) => {
    const found = locate(facade, thrown(floor, 0.62))
    expect(found?.method).toBe('physics')
    expect(found?.low).toBeLessThanOrEqual(floor)
    expect(found?.high).toBeGreaterThanOrEqual(floor)
    expect(Math.abs((found?.best ?? 0) - floor)).toBeLessThanOrEqual(1)
    expect(found?.column).toBe(2)
  })

  it('is less sure of a path that is no fall, and looks further up', () => {
    const drifting = thrown(9, 0.3).map(([x, y], i): Seen => [x, y, i * 900])
    const [sure, unsure] = [locate(facade, thrown(9, 0.3)), locate(facade, drifting)]
    expect(unsure?.method).toBe('start')
    expect(unsure?.residualMeters).toBeNull()
    expect((unsure?.high ?? 0) - (unsure?.low ?? 0)).toBeGreaterThan((sure?.high ?? 0) - (sure?.low ?? 0))
    expect(unsure?.confidencePercent).toBeLessThan(sure?.confidencePercent ?? 0)
  })

  it('finds the floor of what is seen only on its last metres, by its speed', () => {
    const late = thrown(12, 0.5).slice(-8)
    const found = locate(facade, late)
    expect(found?.low).toBeLessThanOrEqual(12)
    expect(found?.high).toBeGreaterThanOrEqual(12)
  })
})
