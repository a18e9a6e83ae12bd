import { beforeEach, describe, expect, it } from 'vitest'
import { keptCode, tidyCode } from './code.ts'

beforeEach(() => sessionStorage.clear())

describe('the set-up code', () => {
  it('leaves alone what cannot be a code, so that the fault is told', () => {
    expect(tidyCode(' abc ')).toBe('abc')
  })

  it('takes a code however it was typed', () => {
    expect(['5E4W 7TS0 Z748', '5e4w7ts0z748', ' 5e4w-7ts0-z748'].map(tidyCode)).toEqual(Array(3).fill('5e4w-7ts0-z748'))
  })

  it('is kept for the visit and forgotten when it was wrong', () => {
    keptCode.write('5e4w-7ts0-z748')
    expect(keptCode.read()).toBe('5e4w-7ts0-z748')
    keptCode.write(undefined)
    expect(keptCode.read()).toBeUndefined()
  })
})
