import { describe, expect, it } from 'vitest'
import { parseCsv } from './csv.ts'

describe('reading CSV', () => {
  it('takes quotes, doubled quotes, commas and line ends inside fields', () => {
    expect(parseCsv('a,b\r\n"x, ""y""\nz",2\r\n')).toEqual([{ a: 'x, "y"\nz', b: '2' }])
  })

  it('takes LF, empty fields and a last line without an end', () => {
    expect(parseCsv('a,b\n,\n1,2')).toEqual([
      { a: '', b: '' },
      { a: '1', b: '2' },
    ])
  })

  it('refuses a record with too few fields, naming it', () => {
    expect(() => parseCsv('a,b\n1\n')).toThrow('record 2 has 1 fields instead of 2')
  })

  it('refuses a stray quote', () => {
    expect(() => parseCsv('a\nx"y\n')).toThrow(/stray quote/)
  })
})
