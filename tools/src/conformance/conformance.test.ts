import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { files, root } from '../checks/files.ts'
import { readClauses, readScreens } from './main.ts'
import { type Clause, idsIn, judge, type Outcome } from './proof.ts'
import { page, summary } from './report.ts'

const clause = (id: string, area = 'repair', level: Clause['level'] = 'must'): Clause => ({
  id,
  level,
  area,
  kind: 'software',
  ends: 'admin',
  summary_zh: '说明',
  group: 'g',
})
const outcome = (title: string, state = 'passed', file = 'bff/src/a.test.ts'): Outcome => ({ project: 'bff', file, title, state })
const register = [clause('GB42455-7.3.2-b'), clause('GB42455-7.3.2-c', 'roles', 'should'), clause('ZJWL-5.1', 'repair', 'may')]

describe('ids in test titles', () => {
  it('stand in brackets, alone or several together', () => {
    expect(idsIn('suite > [GB42455-7.3.2-b] refuses')).toEqual(['GB42455-7.3.2-b'])
    expect(idsIn('[GB42455-7.3.2-b, ZJWL-5.1] [SZSQ-5.1.1-a] does')).toEqual(['GB42455-7.3.2-b', 'ZJWL-5.1', 'SZSQ-5.1.1-a'])
  })

  it('are not taken from other brackets or from bare text', () => {
    expect(idsIn('list[0] of GB42455-7.3.2-b [draft]')).toEqual([])
  })
})

describe('judging clauses', () => {
  const provenBy = (...outcomes: Outcome[]) =>
    judge(register, outcomes)
      .proofs.filter((proof) => proof.proven)
      .map((proof) => proof.clause.id)

  it('proves nothing without a test', () => {
    expect(provenBy(outcome('does something'))).toEqual([])
  })

  it('proves nothing by a test that failed or did not run', () => {
    expect(provenBy(outcome('[ZJWL-5.1] x', 'failed'))).toEqual([])
    expect(provenBy(outcome('[ZJWL-5.1] x', 'skipped'))).toEqual([])
  })

  it('proves nothing when one test passed and another failed', () => {
    expect(provenBy(outcome('[ZJWL-5.1] x'), outcome('[ZJWL-5.1] y', 'failed'))).toEqual([])
  })

  it('proves nothing when the same test fails on one of two stores', () => {
    expect(provenBy(outcome('[ZJWL-5.1] x'), outcome('[ZJWL-5.1] x', 'failed'))).toEqual([])
  })

  it('proves by one passing test', () => {
    expect(provenBy(outcome('[ZJWL-5.1] x'))).toEqual(['ZJWL-5.1'])
  })

  it('names ids that the register does not know', () => {
    expect(judge(register, [outcome('[ZJWL-9.99] x')]).unknown.map(({ id }) => id)).toEqual(['ZJWL-9.99'])
  })
})

describe('the report', () => {
  const judgement = judge(register, [outcome('[ZJWL-5.1] x'), outcome('[GB42455-7.3.2-b] y', 'failed'), outcome('[SZSQ-0] z')])

  it('counts by document, level and area', () => {
    const text = summary(judgement)
    expect(text).toMatch(/all +1 \/ 3/)
    expect(text).toMatch(/ZJWL +1 \/ 1/)
    expect(text).toMatch(/must +0 \/ 1/)
    expect(text).toMatch(/repair +1 \/ 2/)
  })

  it('names failing tests and unknown ids', () => {
    expect(summary(judgement)).toMatch(/GB42455-7\.3\.2-b {2}bff\/src\/a\.test\.ts: \[GB42455-7\.3\.2-b\] y/)
    expect(summary(judgement)).toMatch(/Unknown ids\n {2}SZSQ-0/)
  })

  it('writes the same page whatever the order of the run', () => {
    const outcomes = [outcome('[ZJWL-5.1] b'), outcome('[ZJWL-5.1] a'), outcome('[ZJWL-5.1] a')]
    const screens = new Map([['repair', ['/admin/repairs']]])
    const one = page(judge(register, outcomes), screens)
    expect(page(judge(register, [...outcomes].reverse()), screens)).toBe(one)
    expect(one).toContain('### ZJWL-5.1 · may · repair\n\n说明\n\n- [ZJWL-5.1] a — `bff/src/a.test.ts`\n- [ZJWL-5.1] b')
    expect(one).toContain('seen at: `/admin/repairs`')
  })
})

describe('the register', () => {
  const clauses = readClauses()

  it('knows every id that a test title of the house names', () => {
    const known = new Set(clauses.map((entry) => entry.id))
    const named = files(/\.test\.tsx?$/)
      .filter(({ path }) => !path.startsWith('tools/src/conformance/'))
      .flatMap(({ path, text }) => idsIn(text).map((id) => ({ path, id })))
    expect(named.filter(({ id }) => !known.has(id))).toEqual([])
  })

  it('holds its 855 rows, each id once', () => {
    expect(new Set(clauses.map((entry) => entry.id)).size).toBe(clauses.length)
    expect(clauses.length).toBe(855)
  })

  it('gives screens only to areas that exist', () => {
    const areas = new Set(clauses.map((entry) => entry.area))
    expect([...readScreens().keys()].filter((area) => !areas.has(area))).toEqual([])
    expect(readdirSync(`${root}docs/conformance`)).toContain('screens.csv')
  })
})
