import { describe, expect, it } from 'vitest'
import { fill, say } from './words.ts'

describe('sentences', () => {
  it('leaves a placeholder visible when its value is missing', () => {
    expect(fill('删除 {count} 户', {})).toBe('删除 {count} 户')
  })

  it('fills values and chooses the English form by number', () => {
    const entry = ['删除 {count} 户', 'Remove {count} {count|house|houses}'] as const
    expect(say('zh', entry, { count: 24 })).toBe('删除 24 户')
    expect(say('en', entry, { count: 1 })).toBe('Remove 1 house')
    expect(say('en', entry, { count: 24 })).toBe('Remove 24 houses')
  })
})
