import { describe, expect, it } from 'vitest'
import { mask } from './mask.ts'

describe('masks', () => {
  it.each([
    ['name', '张三丰', '张**'],
    ['name', '张三', '张**'],
    ['name', '𠮷野家', '𠮷**'],
    ['phone', '10000001234', '100****1234'],
    ['phone', '100-0000-1234', '100****1234'],
    ['phone', '+86 100 0000 1234', '86100****1234'],
    ['phone', '110', '***'],
    ['idNumber', '330100199001011234', '3301**********1234'],
    ['idNumber', '33010019900101123X', '3301**********123X'],
    ['idNumber', 'E12345678', 'E1****78'],
    ['idNumber', 'A12', '***'],
    ['plate', '浙A12345', '浙A***45'],
    ['plate', '浙AD12345', '浙A***45'],
    ['plate', '无牌', '***'],
    ['address', '里仁路18号幸福里3幢2单元1201室', '里仁路*号幸福里*幢*单元*室'],
    ['address', '幸福里十二栋B座12-3-1201', '幸福里*栋B座*'],
    ['address', '里仁路菜场后面的小院', '里仁路菜场***'],
    ['address', '外婆家', '外***'],
    ['all', '慢性病', '***'],
  ] as const)('%s %s is shown as %s', (kind, value, shown) => {
    expect(mask(kind, value)).toBe(shown)
  })

  it('shows nothing for nothing', () => {
    for (const kind of ['name', 'phone', 'idNumber', 'plate', 'address', 'all'] as const) expect(mask(kind, '')).toBe('')
  })

  it('never lets the hidden middle of a number through', () => {
    for (let i = 0; i < 200; i++) {
      const middle = String(1000 + i * 37).slice(-4)
      expect(mask('phone', `100${middle}9876`)).toBe('100****9876')
      expect(mask('idNumber', `3301${middle}0000000000`)).toBe('3301**********0000')
    }
  })
})
