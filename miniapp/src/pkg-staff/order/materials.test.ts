import { expect, test } from 'vitest'
import { fenOf, materialsOf } from './materials'

test('an amount that is none is refused, not rounded', () => {
  expect(['1.234', '-5', '1,000', '12a', '.', '12345678'].map(fenOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
test('yuan as typed become fen without a rounding error', () => {
  expect(['', '0', '19.9', '19.99', '0.07', ' 35 '].map(fenOf)).toEqual([0, 0, 1990, 1999, 7, 3500])
})
test('one material half filled in stops all of them', () => {
  expect(
    materialsOf([
      { name: '阀芯', quantity: '1', yuan: '35' },
      { name: '', quantity: '1', yuan: '2' },
    ]),
  ).toBeUndefined()
  expect(materialsOf([{ name: '阀芯', quantity: '0', yuan: '35' }])).toBeUndefined()
  expect(materialsOf([{ name: ' 阀芯 ', quantity: '2', yuan: '35.5' }])).toEqual([{ name: '阀芯', quantity: 2, fen: 3550 }])
  expect(materialsOf([])).toEqual([])
})
