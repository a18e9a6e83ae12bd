import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allScreens, registered } from '../nav/registry.ts'
import { findHelp } from './help-find.ts'

const everything = new Set(allScreens.flatMap(({ permission = [] }) => (typeof permission === 'string' ? [permission] : permission)))
const find = (question: string, held = everything) => findHelp(allScreens, held, question, 'zh')

test('every module of the back office has its article, in both languages, and no page of the menu is without', () => {
  const folders = readdirSync(join(import.meta.dirname, '../../capabilities'))
  const explained = registered.filter(({ screens }) => screens.some(({ help }) => help !== undefined))
  // modules that only add a tab or a button to the pages of others have no page to explain
  const pageless = registered.filter(({ screens }) => screens.length === 0)
  expect(explained.length + pageless.length).toBe(registered.length)
  expect(registered.length).toBeGreaterThan(folders.length - 8)
  expect(allScreens.filter(({ menu, help }) => menu !== undefined && help === undefined).map(({ path }) => path)).toEqual([])
  for (const { path, help } of allScreens) for (const text of help ?? []) expect(text.length, path).toBeGreaterThan(10)
})

test('help is found by words of title, text and search words; nonsense finds nothing, an empty question everything', () => {
  expect(find('宇宙飞船')).toEqual([])
  expect(find('转发')[0]?.path).toBe('/shares')
  expect(find('心跳 中断').map(({ path }) => path)).toContain('/availability')
  expect(find('').length).toBeGreaterThan(40)
  expect(new Set(find('').map(({ path }) => path)).size).toBe(find('').length)
})

test('nobody is told of pages that are not theirs', () => {
  const few = find('', new Set(['repair.read'])).map(({ path }) => path)
  expect(few).toContain('/repairs')
  expect(few).not.toContain('/audit')
})
