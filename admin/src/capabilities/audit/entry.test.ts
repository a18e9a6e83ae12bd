import { describe, expect, it } from 'vitest'
import { differences, shown } from './entry.tsx'

describe('what an entry changed', () => {
  it('is nothing when every field is as before, whatever the values are made of', () => {
    expect(differences({ roles: [{ id: 'a' }], name: '王' }, { name: '王', roles: [{ id: 'a' }] })).toEqual([])
    expect(differences(null, null)).toEqual([])
  })

  it('names changed, new and removed fields in the order of their names', () => {
    expect(differences({ b: 1, gone: 'x' }, { b: 2, a: 'new' })).toEqual([
      { field: 'a', before: undefined, after: 'new' },
      { field: 'b', before: 1, after: 2 },
      { field: 'gone', before: 'x', after: undefined },
    ])
  })

  it('tells an empty value from one that says something', () => {
    expect([null, undefined, '', 0, false].map(shown)).toEqual([undefined, undefined, undefined, '0', 'false'])
  })
})
