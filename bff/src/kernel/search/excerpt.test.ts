import { expect, it } from 'vitest'
import { excerptOf } from './excerpt.ts'

it('cuts out the piece around what was looked for, and says where it was cut', () => {
  const text = `${'前'.repeat(40)}二次供水泵房漏水${'后'.repeat(40)}`
  expect(excerptOf(text, '泵房漏水')).toBe(`…前前前前二次供水泵房漏水${'后'.repeat(36)}…`)
  expect(excerptOf('泵房漏水', '泵房漏水')).toBe('泵房漏水')
})

it('finds it whatever its width, case and spaces, and by any of several words', () => {
  expect(excerptOf('请看 ＡＢ１２ 号', 'ab12')).toBe('请看 ＡＢ１２ 号')
  expect(excerptOf('供水\n泵房', '供水泵房')).toBe('供水 泵房')
  expect(excerptOf('😀😀 二号泵房', '风车 泵房')).toBe('😀😀 二号泵房')
})

it('has nothing where the words do not stand, or are too short to be looked for', () => {
  expect(excerptOf('二号泵房', '风车')).toBeUndefined()
  expect(excerptOf('二号泵房', '泵')).toBeUndefined()
})
