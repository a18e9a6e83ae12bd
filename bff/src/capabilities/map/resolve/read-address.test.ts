import { expect, it } from 'vitest'
import { estateFit, readAddress } from './read-address.ts'

it.each([
  ['3-2-1201', { around: '', building: 3, unit: 2, house: '1201' }],
  ['枫林雅苑 3-2-1201', { around: '枫林雅苑', building: 3, unit: 2, house: '1201' }],
  ['３－２－1201室', { around: '', building: 3, unit: 2, house: '1201' }],
  ['3-1201', { around: '', building: 3, house: '1201' }],
  ['梧桐里3幢2单元1201', { around: '梧桐里', building: 3, unit: 2, house: '1201' }],
  ['3号楼2单元1201室', { around: '', building: 3, unit: 2, house: '1201' }],
  ['三幢二单元1201', { around: '', building: 3, unit: 2, house: '1201' }],
  ['十二栋1单元301户', { around: '', building: 12, unit: 1, house: '301' }],
  ['3幢 · 2单元 · 1201', { around: '', building: 3, unit: 2, house: '1201' }],
  ['3栋1201', { around: '', building: 3, house: '1201' }],
  ['3幢12楼1201', { around: '', building: 3, house: '1201' }],
  ['云溪街道梧桐社区枫林雅苑03幢', { around: '云溪街道梧桐社区枫林雅苑', building: 3 }],
  ['梧桐路18号枫林雅苑3幢2单元', { around: '梧桐路18号枫林雅苑', building: 3, unit: 2 }],
])('reads %s', (text, read) => {
  expect(readAddress(text)).toEqual(read)
})

it.each(['中心花园', 'JL-YX-WT-FL-03-2-1201', '1201', '枫林雅苑', '2026-03-02', '3幢旁边的水泵房', ''])(
  'reads no address out of "%s"',
  (text) => {
    expect(readAddress(text)).toBeUndefined()
  },
)

it('says how well an estate is named, and that another one was meant', () => {
  const estate = { name: '枫林雅苑', full_name: '江临市 · 云溪街道 · 梧桐社区 · 枫林雅苑' }
  expect(estateFit('云溪街道枫林雅苑', estate)).toBe(2)
  expect(estateFit('枫林', estate)).toBe(1)
  expect(estateFit('梧桐社区', estate)).toBe(0)
  expect(estateFit('', estate)).toBe(0)
  expect(estateFit('望江府', estate)).toBeUndefined()
  expect(estateFit('枫林雅苑二期', estate)).toBeUndefined()
})
