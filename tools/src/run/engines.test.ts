import { expect, test } from 'vitest'
import { judgeEngines } from './engines.mjs'

const ran = (kind: string, states: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: 1000 }, (_, number) => ({
    ...{
      project: 'bff',
      file: 'bff/a.test.ts',
      title: `repairs (${kind}) > does ${number}`,
      state: states[number] ?? 'passed',
      errors: [],
    },
  }))
const judged = (unit: object[], stores: object[], isForOne = (_: string) => false) =>
  judgeEngines({ unit, stores, projects: ['bff'], isForOne }).state

test('what passed on both is passed', () => {
  expect(judged(ran('sqlite'), ran('mysql'))).toBe('passed')
  expect(judged(ran('sqlite', { 3: 'skipped' }).concat(ran('sqlite')), ran('mysql'))).toBe('passed')
})

test('what failed on one, or never ran on the other, or hardly ran at all, is not', () => {
  expect(judged(ran('sqlite', { 7: 'failed' }), ran('mysql'))).toBe('failed')
  expect(judged(ran('sqlite'), ran('mysql', { 7: 'failed' }))).toBe('failed')
  expect(judged(ran('sqlite'), ran('mysql', { 7: 'skipped' }))).toBe('failed')
  expect(judged(ran('sqlite'), ran('mysql').slice(1))).toBe('failed')
  expect(judged(ran('sqlite').slice(1), ran('mysql'))).toBe('failed')
})

test('a file that is written for one database alone is not asked of the other', () => {
  const lonely = ran('sqlite').map((one) => ({ ...one, file: 'bff/lonely.test.ts' }))
  expect(judged([...ran('sqlite'), ...lonely], ran('mysql'), (file) => file === 'bff/lonely.test.ts')).toBe('passed')
  expect(judged([...ran('sqlite'), ...lonely], ran('mysql'))).toBe('failed')
})
