import { describe, expect, it } from 'vitest'
import { fieldOf, sortFaults } from './faults.ts'

const fault = (path: string) => ({ path, zh: '不对', en: 'Wrong' })

describe('faults of a form', () => {
  it('keeps faults that belong to no field apart, so that they are shown above the form', () => {
    const { placed, rest } = sortFaults([fault('query.cursor'), fault('body'), fault('body.secret')], [['name']])
    expect(placed).toEqual([])
    expect(rest.map(({ path }) => path)).toEqual(['query.cursor', 'body', 'body.secret'])
  })

  it('finds the field of every fault at once, however deep, and the nearest one above when there is none', () => {
    const fields = [['name'], ['roles', 0, 'placeId'], ['roles']]
    const { placed, rest } = sortFaults(
      [fault('body.roles.0.placeId'), fault('body.name'), fault('body.name'), fault('body.roles.1.roleId')],
      fields,
    )
    expect(placed.map(({ name, faults }) => [name.join('.'), faults.length])).toEqual([
      ['roles.0.placeId', 1],
      ['name', 2],
      ['roles', 1],
    ])
    expect(rest).toEqual([])
  })

  it('reads list positions as numbers', () => {
    expect(fieldOf('body.roles.12.roleId')).toEqual(['roles', 12, 'roleId'])
  })
})
