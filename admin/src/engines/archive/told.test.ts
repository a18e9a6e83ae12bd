import { houseArchive } from '@liren/contract/capabilities/house'
import { personArchive } from '@liren/contract/capabilities/person'
import { describe, expect, it } from 'vitest'
import { valueFromText } from './told.ts'

describe('a value told as text', () => {
  it('is again what it was, and what is masked stays as it is', () => {
    expect(valueFromText(personArchive, 'photo', '["a","b"]')).toEqual(['a', 'b'])
    expect(valueFromText(personArchive, 'photo', '***')).toBe('***')
    expect(valueFromText(houseArchive, 'area', '88.5')).toBe(88.5)
    expect(valueFromText(houseArchive, 'area', '***')).toBe('***')
    expect(valueFromText(personArchive, 'name', null)).toBeNull()
  })
})
