import { alarmActionNames } from '@liren/contract/capabilities/alarm'
import { describe, expect, it } from 'vitest'
import { further, neighbour, numbered } from './steps.ts'

describe('the way through the queue', () => {
  const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]

  it('stays at its ends instead of going round', () => {
    expect([neighbour(rows, 'c', 1), neighbour(rows, 'a', -1), neighbour([], undefined, 1)]).toEqual(['c', 'a', undefined])
  })

  it('begins with the gravest', () => {
    expect([neighbour(rows, undefined, 1), neighbour(rows, 'gone', -1), neighbour(rows, 'a', 1)]).toEqual(['a', 'a', 'b'])
  })

  it('offers every action that the contract knows', () => {
    expect([...new Set([...numbered.map((step) => step.action), ...further])].sort()).toEqual([...alarmActionNames].sort())
  })
})
