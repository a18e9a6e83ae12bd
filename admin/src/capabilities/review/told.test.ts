import { describe, expect, it } from 'vitest'
import { neighboursOf } from './told.ts'

describe('the queue', () => {
  it('goes on from the open one, and begins at its first', () => {
    expect(neighboursOf(['a', 'b', 'c'], 'b')).toEqual({ before: 'a', after: 'c' })
    expect(neighboursOf(['a'], 'a')).toEqual({ before: undefined, after: undefined })
    expect(neighboursOf(['a'], undefined)).toEqual({ before: undefined, after: 'a' })
  })
})
