import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from './checks/files.ts'
import { lineDiff } from './diff.ts'
import { openApiPath, openApiText } from './openapi.ts'

describe('docs/api/openapi.json', () => {
  it('describes the contracts as they are (npm run openapi writes it)', () => {
    const committed = existsSync(`${root}${openApiPath}`) ? readFileSync(`${root}${openApiPath}`, 'utf8') : ''
    expect(lineDiff(committed, openApiText())).toBe('')
  })
})

describe('the difference of two texts', () => {
  it('is empty for the same text', () => {
    expect(lineDiff('a\nb\n', 'a\nb\n')).toBe('')
  })

  it('names lines that went and came, doubled ones too', () => {
    expect(lineDiff('a\nb\nb', 'a\nb\nc')).toBe('- b\n+ c')
  })

  it('is cut where nobody would read on', () => {
    expect(lineDiff('', Array.from({ length: 9 }, (_, i) => `x${i}`).join('\n'), 3)).toMatch(/more lines$/)
  })
})
