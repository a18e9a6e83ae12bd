import { describe, expect, it } from 'vitest'
import { mayOpen, menuOf } from './menu.ts'
import type { Screen } from './registry.ts'

const load = async () => ({ default: () => null })
const screens: readonly Screen[] = [
  { path: 'users', title: ['用户', 'Users'], permission: 'user.read', menu: { group: 'system', order: 2, icon: 'users' }, load },
  { path: 'roles', title: ['角色', 'Roles'], permission: 'role.read', menu: { group: 'system', order: 1, icon: 'role' }, load },
  { path: 'home', title: ['工作台', 'Home'], menu: { group: 'work', order: 1, icon: 'home' }, load },
  { path: 'profile', title: ['我的', 'Me'], load },
  {
    path: 'keys',
    title: ['密钥', 'Keys'],
    permission: ['key.read', 'key.rotate'],
    menu: { group: 'security', order: 1, icon: 'key' },
    load,
  },
]

const paths = (held: string[]) =>
  menuOf(screens, new Set(held)).map(({ group, screens: inside }) => [group, ...inside.map(({ path }) => path)])

describe('the side menu', () => {
  it('leaves out every page whose permission is not held, and its group with it', () => {
    expect(paths([])).toEqual([['work', 'home']])
    expect(paths(['user.read.something'])).toEqual([['work', 'home']])
  })

  it('shows pages in the order of their groups and of their own numbers', () => {
    expect(paths(['user.read', 'role.read'])).toEqual([
      ['work', 'home'],
      ['system', 'roles', 'users'],
    ])
  })

  it('opens a page that names several permissions to the holder of any of them', () => {
    expect(mayOpen({ permission: ['key.read', 'key.rotate'] }, new Set(['key.rotate']))).toBe(true)
    expect(mayOpen({ permission: [] }, new Set(['key.rotate']))).toBe(false)
  })
})
