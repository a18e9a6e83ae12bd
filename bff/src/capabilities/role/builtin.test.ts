import { allCapabilities } from '@liren/contract/capabilities/index'
import { describe, expect, test } from 'vitest'
import { builtinRoleId } from '../../kernel/identity/role-content.ts'
import { builtinRoles } from './builtin.ts'

const declared = new Map(
  allCapabilities.flatMap(({ permissions }) => permissions.map((permission) => [permission.code, permission] as const)),
)
const codesOf = (role: (typeof builtinRoles)[number]) => role.permissions.map(({ code }) => code)
const role = (code: string) => builtinRoles.find((candidate) => candidate.code === code) as (typeof builtinRoles)[number]

describe('built-in roles', () => {
  test('grant only permissions that a contract declares', () => {
    const unknown = builtinRoles.flatMap((one) =>
      codesOf(one)
        .filter((code) => !declared.has(code))
        .map((code) => `${one.code}: ${code}`),
    )
    expect(unknown).toEqual([])
  })

  test('hold a reserved permission only in the administration it is reserved for', () => {
    const wrong = builtinRoles.flatMap((one) =>
      codesOf(one).filter((code) => declared.get(code)?.reserved !== undefined && declared.get(code)?.reserved !== one.exclusive),
    )
    expect(wrong).toEqual([])
  })

  test('leave no permission that nobody holds', () => {
    const held = new Set(builtinRoles.flatMap(codesOf))
    expect([...declared.keys()].filter((code) => !held.has(code))).toEqual([])
  })

  test('are at an end where their permissions have a place', () => {
    const lost = builtinRoles.flatMap((one) =>
      codesOf(one)
        .filter((code) => !declared.get(code)?.ends.some((end) => one.ends.includes(end)))
        .map((code) => `${one.code}: ${code}`),
    )
    expect(lost).toEqual([])
  })

  test('have names, descriptions and ids of their own', () => {
    expect(new Set(builtinRoles.map(({ code }) => builtinRoleId(code))).size).toBe(builtinRoles.length)
    expect(new Set(builtinRoles.map(({ text }) => text.zh)).size).toBe(builtinRoles.length)
    for (const one of builtinRoles) expect(one.description.zh && one.description.en && one.text.en).toBeTruthy()
    for (const one of builtinRoles) expect(builtinRoleId(one.code)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
  })

  test('no role unites two administrations, and the auditor changes nothing', () => {
    expect(builtinRoles.filter(({ exclusive }) => exclusive).map(({ exclusive }) => exclusive)).toEqual(['system', 'security', 'audit'])
    expect(codesOf(role('auditor')).filter((code) => /\.(manage|secure|dispatch|handle|shelve|run)$/.test(code))).toEqual([])
  })
})

describe('[DB3205-7.1-2] the four grid roles are there after installation, each with permissions of its own', () => {
  // Written by hand: what each of the four may do, to be compared with what the roles say.
  const matrix: Record<string, { may: string[]; mayNot: string[] }> = {
    'street-leader': {
      may: ['repair.read', 'repair.statistics', 'user.read', 'place.read'],
      mayNot: ['repair.dispatch', 'repair.report', 'repair.manage', 'household.read', 'user.manage', 'role.manage'],
    },
    'command-officer': {
      may: ['repair.read', 'repair.dispatch', 'repair.manage', 'repair.statistics', 'user.read'],
      mayNot: ['repair.handle', 'repair.report', 'household.read', 'user.manage', 'role.manage'],
    },
    'grid-leader': {
      may: ['repair.report', 'repair.read', 'repair.dispatch', 'repair.statistics', 'household.read', 'user.read'],
      mayNot: ['repair.manage', 'household.review', 'user.manage', 'role.manage'],
    },
    'grid-worker': {
      may: ['repair.report', 'repair.read', 'household.read', 'place.read'],
      mayNot: ['repair.dispatch', 'repair.statistics', 'repair.manage', 'household.review', 'user.read'],
    },
  }
  for (const [code, { may, mayNot }] of Object.entries(matrix))
    test(`${role(code).text.zh} ${code}`, () => {
      expect(codesOf(role(code))).toEqual(expect.arrayContaining(may))
      expect(mayNot.filter((permission) => codesOf(role(code)).includes(permission))).toEqual([])
    })

  test('no two of them are the same', () => {
    const sets = Object.keys(matrix).map((code) => codesOf(role(code)).sort().join())
    expect(new Set(sets).size).toBe(4)
  })
})
