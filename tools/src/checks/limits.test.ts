import { describe, expect, it } from 'vitest'
import { code, isTest } from './files.ts'
import { overLimits, spread } from './limits.ts'

const file = (path: string, lines: number, head = '') => ({ path, text: `${head}\n`.repeat(lines) })

describe('file limits', () => {
  it('hold in every hand-written file', () => {
    expect(overLimits(code())).toEqual([])
  })

  it('keep the 95th percentile of product files readable', () => {
    const figures = spread(code().filter(({ path }) => !isTest(path)))
    expect(figures.files).toBeGreaterThan(50)
    expect(figures.p95).toBeLessThanOrEqual(400)
  })

  it('refuse a file of 501 lines and take one of 500', () => {
    expect(overLimits([file('bff/src/x.ts', 501)])).toHaveLength(1)
    expect(overLimits([file('bff/src/x.ts', 500)])).toEqual([])
  })

  it('refuse a definition of 151 lines', () => {
    expect(overLimits([file('contract/src/capabilities/person.ts', 151, 'defineArchive({})')])).toHaveLength(1)
  })

  it('add up the files of an engine', () => {
    const parts = [1, 2, 3, 4, 5].map((n) => file(`bff/src/engines/case/part-${n}.ts`, 400))
    expect(overLimits(parts).join()).toMatch(/bff\/src\/engines\/case has 2000 lines/)
  })
})
