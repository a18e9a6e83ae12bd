import { beforeEach, describe, expect, it } from 'vitest'
import { drafts } from './draft.ts'

beforeEach(() => localStorage.clear())

describe('drafts', () => {
  it('never keeps a secret, not even for a moment', () => {
    drafts.write('user', 'ann', { name: '王芳', password: 'Correct-Horse-9' }, ['password'])
    expect(JSON.stringify(localStorage)).not.toContain('Correct-Horse-9')
    expect(drafts.read('user', 'ann')).toEqual({ name: '王芳' })
  })

  it('does not show the draft of one person to another', () => {
    drafts.write('user', 'ann', { name: '王芳' }, [])
    expect(drafts.read('user', 'bob')).toBeUndefined()
  })

  it('forgets a draft after a week and passes over a damaged one', () => {
    drafts.write('user', 'ann', { name: '王芳' }, [], 0)
    expect(drafts.read('user', 'ann', 8 * 86_400_000)).toBeUndefined()
    localStorage.setItem('liren.admin.draft.ann.role', '{')
    expect(drafts.read('role', 'ann')).toBeUndefined()
  })
})
