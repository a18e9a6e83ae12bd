import { expect, it } from 'vitest'
import { fieldOptions, readerOf, readersOf } from './choices.ts'

it('readers come back from their choices as they went', () => {
  const audience = [
    { kind: 'role', id: 'builtin-guard' },
    { kind: 'partner', id: '01jq0000000000000000000000' },
  ] as const
  expect(readersOf(audience).map(readerOf)).toEqual(audience)
})

it('offers no field that is graded above the data set', () => {
  const fields = (['L1', 'L2', 'L3', 'L4'] as const).map((grade) => ({ name: grade, text: { zh: '字段', en: 'Field' }, grade }))
  expect(fieldOptions(fields, 'L2', ({ zh }) => zh).map(({ label, disabled }) => [label, disabled])).toEqual([
    ['字段 L1', false],
    ['字段 L2', false],
    ['字段 L3', true],
    ['字段 L4', true],
  ])
})
