import { describe, expect, it } from 'vitest'
import { findPages, groupRecords, readPrefix } from './find.ts'
import type { Screen } from './registry.ts'

const screens: readonly Screen[] = [
  {
    path: 'users',
    title: ['用户', 'Users'],
    keywords: 'yh account',
    permission: 'user.read',
    menu: { group: 'system', order: 1, icon: 'users' },
    load: async () => ({ default: () => null }),
  },
  {
    path: 'secret',
    title: ['用户密档', 'Secret users'],
    permission: 'secret.read',
    menu: { group: 'system', order: 1, icon: 'lock' },
    load: async () => ({ default: () => null }),
  },
]
describe('the search box', () => {
  it('does not offer pages that may not be opened', () => {
    expect(findPages(screens, new Set(), '', 'zh')).toEqual([])
    expect(findPages(screens, new Set(['user.read']), '用户', 'zh').map(({ path }) => path)).toEqual(['/users'])
  })

  it('finds a page by its name in either language and by its initials', () => {
    const held = new Set(['user.read'])
    expect(['users', '用户', 'yh'].map((text) => findPages(screens, held, text, 'en').map(({ title }) => title))).toEqual([
      ['Users'],
      ['Users'],
      ['Users'],
    ])
    expect(findPages(screens, held, 'zz', 'zh')).toEqual([])
  })

  it('reads from the first sign that only actions are asked for', () => {
    expect(readPrefix('> 新建')).toEqual({ actionsOnly: true, text: '新建' })
    expect(readPrefix(' A3 ')).toEqual({ actionsOnly: false, text: 'a3' })
  })

  it('leads to the page of every record found and leaves out kinds without a page', () => {
    const item = (subject: string, id: string) => ({ subject, id, title: id, hint: '3幢' })
    const answer = {
      isComplete: true,
      groups: [
        { subject: 'repair', text: { zh: '报修', en: 'Repairs' }, items: [item('repair', 'a'), item('ghost', 'b')], more: false },
        { subject: 'ghost', text: { zh: '无', en: 'None' }, items: [item('ghost', 'c')], more: false },
      ],
    }
    const records = [{ subject: 'repair', icon: 'repair', path: (id: string) => `/repairs?id=${id}` }] as const
    expect(groupRecords(answer, records, 'en')).toEqual([
      { title: 'Repairs', items: [{ path: '/repairs?id=a', title: 'a', note: '3幢', icon: 'repair' }] },
    ])
  })
})
