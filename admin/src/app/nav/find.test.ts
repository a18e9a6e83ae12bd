import { describe, expect, it } from 'vitest'
import { findPages, findRecords, readPrefix } from './find.ts'
import type { Screen, Searcher } from './registry.ts'

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
const searcher = (zh: string, find: () => Promise<{ path: string; title: string }[]>): Searcher => ({
  title: [zh, zh],
  icon: 'user',
  load: async () => ({ find }),
})

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

  it('reads what kind of thing is asked for from the first sign', () => {
    expect(readPrefix('> 新建', ['@'])).toEqual({ prefix: '>', text: '新建' })
    expect(readPrefix('@王', ['@'])).toEqual({ prefix: '@', text: '王' })
    expect(readPrefix(' A3 ', ['@'])).toEqual({ prefix: undefined, text: 'a3' })
  })

  it('shows what the others found when one kind of record cannot be searched', async () => {
    const found = await findRecords(
      [
        searcher('用户', async () => Promise.reject(new Error('away'))),
        searcher('工单', async () => [{ path: '/repairs?id=1', title: '水管' }]),
        searcher('房屋', async () => []),
      ],
      '水',
      'zh',
      new AbortController().signal,
    )
    expect(found).toEqual({ failed: true, groups: [{ title: '工单', items: [{ path: '/repairs?id=1', title: '水管', icon: 'user' }] }] })
  })
})
