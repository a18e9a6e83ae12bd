import { expect, it } from 'vitest'
import { fromGcj, type Point, toGcj } from './gcj'

/** Published pairs of the shift, as other libraries check themselves by. */
const known: readonly { readonly place: string; readonly wgs: Point; readonly gcj: Point }[] = [
  { place: '上海', wgs: [121.5272106, 31.1774276], gcj: [121.531541859215, 31.17530398364597] },
  { place: '深圳', wgs: [113.912316, 22.543847], gcj: [113.9171764808363, 22.540796131694766] },
  { place: '北京', wgs: [116.377817, 39.911954], gcj: [116.38404722455657, 39.91334545536069] },
]
const centimetre = 1e-7

it('turns coordinates into those of the maps of the messenger as published', () => {
  for (const { place, wgs, gcj } of known) {
    const [longitude, latitude] = toGcj(wgs)
    expect(Math.abs(longitude - gcj[0]), place).toBeLessThan(centimetre)
    expect(Math.abs(latitude - gcj[1]), place).toBeLessThan(centimetre)
  }
})

it('goes there and back with an error below a millimetre, wherever in the country', () => {
  for (let longitude = 74; longitude <= 135; longitude += 1.7)
    for (let latitude = 4; latitude <= 53; latitude += 1.3) {
      const [x, y] = fromGcj(toGcj([longitude, latitude]))
      expect(Math.abs(x - longitude), `${longitude},${latitude}`).toBeLessThan(1e-8)
      expect(Math.abs(y - latitude), `${longitude},${latitude}`).toBeLessThan(1e-8)
    }
})

it('shifts by hundreds of metres within the country, and not at all outside of it', () => {
  const [x, y] = toGcj([121.02, 31.01])
  expect(Math.hypot((x - 121.02) * 95_000, (y - 31.01) * 111_000)).toBeGreaterThan(200)
  for (const point of [
    [139.69, 35.68],
    [2.35, 48.85],
    [-73.9, 40.7],
  ] as const) {
    expect(toGcj(point)).toEqual(point)
    expect(fromGcj(point)).toEqual(point)
  }
})
