import { describe, expect, it } from 'vitest'
import { isClosed, known, withGrant, withRule } from './content.ts'

describe('the content of a role', () => {
  it('keeps permissions of one administration out of any other role', () => {
    expect(isClosed('audit', null)).toBe(true)
    expect(isClosed('audit', 'system')).toBe(true)
    expect(isClosed('audit', 'audit')).toBe(false)
    expect(isClosed(null, 'system')).toBe(false)
  })

  it('holds a permission once, whatever its range was before', () => {
    const grants = withGrant(withGrant([{ code: 'repair.read', range: 'own' }], 'repair.read', 'place'), 'user.read', 'place')
    expect(grants).toEqual([
      { code: 'repair.read', range: 'place' },
      { code: 'user.read', range: 'place' },
    ])
    expect(withGrant(grants, 'repair.read', undefined)).toEqual([{ code: 'user.read', range: 'place' }])
  })

  it('leaves a field to its level again when its rule is taken away', () => {
    expect(withRule([{ field: 'user.phone', rule: 'read' }], 'user.phone', undefined)).toEqual([])
  })

  it('does not send back what the platform does not know any more', () => {
    const group = { name: 'a', text: { zh: '甲', en: 'A' } }
    const catalogue = {
      groups: [{ ...group, permissions: [{ code: 'a.read', text: group.text, ends: [], reserved: null }], endpoints: [], fields: [] }],
    }
    const content = {
      permissions: [
        { code: 'a.read', range: 'place' as const },
        { code: 'gone.read', range: 'place' as const },
      ],
      fieldRules: [{ field: 'gone.name', rule: 'read' as const }],
      deniedEndpoints: ['gone.list'],
    }
    expect(known(content, catalogue)).toEqual({ permissions: [{ code: 'a.read', range: 'place' }], fieldRules: [], deniedEndpoints: [] })
  })
})
