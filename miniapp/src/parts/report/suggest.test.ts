import type { RepairCategory } from '@liren/contract/capabilities/repair'
import { describe, expect, test } from 'vitest'
import { categoriesAt, suggestCategory } from './suggest'

const category = (code: string, kind: RepairCategory['kind'], keywords: string[], more: Partial<RepairCategory> = {}): RepairCategory => ({
  code,
  kind,
  keywords,
  text: { zh: code, en: code },
  emergency: false,
  advice: null,
  acceptMinutes: 30,
  finishMinutes: 60,
  dispatch: 'grab',
  retired: false,
  version: 0,
  ...more,
})

const all = [
  category('water', 'home', ['漏水', '水管', '龙头', 'leak']),
  category('power', 'home', ['停电', '插座']),
  category('lift', 'public', ['电梯', '停梯', '电梯停']),
  category('roof', 'public', ['漏水', '屋顶']),
  category('gas', 'home', ['燃气', '煤气'], { emergency: true }),
  category('old', 'home', ['水管'], { retired: true }),
]
const code = (words: string, atHome?: boolean) => suggestCategory(all, words, atHome)?.code

describe('the category that a description speaks of', () => {
  test('words that say nothing suggest nothing, and a retired category is never suggested', () => {
    expect(code('你好')).toBeUndefined()
    expect(code('')).toBeUndefined()
    expect(suggestCategory([all[5] as RepairCategory], '水管', true)).toBeUndefined()
  })
  test('the longer match wins', () => {
    expect(code('电梯停电了')).toBe('lift')
    expect(code('家里停电了')).toBe('power')
  })
  test('the chosen place decides between equals', () => {
    expect(code('漏水', true)).toBe('water')
    expect(code('漏水', false)).toBe('roof')
  })
  test('danger wins over everything else that was said', () => {
    expect(code('厨房水管漏水，还有燃气味，水龙头也坏了')).toBe('gas')
  })
  test('English words are found whatever their case', () => {
    expect(code('A LEAK under the sink')).toBe('water')
  })
})

test('outside of the home only what is outside is offered, and danger', () => {
  expect(categoriesAt(all, false).map((one) => one.code)).toEqual(['lift', 'roof', 'gas'])
  expect(categoriesAt(all, true).map((one) => one.code)).toEqual(['water', 'power', 'gas'])
})
