import type { Mask } from '@liren/contract'

/** How a value is shown to those who may know that it exists but not read it. Lengths are not given away. */
export function mask(kind: Mask, value: string): string {
  return value === '' ? '' : masks[kind](value.trim())
}

const hidden = '***'

const masks: Record<Mask, (value: string) => string> = {
  /** 张三丰 → 张** */
  name: (value) => `${[...value][0] ?? ''}**`,
  /** 13812345678 → 138****5678; anything too short to keep seven digits is hidden whole. */
  phone(value) {
    const digits = value.replace(/\D/g, '')
    return digits.length < 10 ? hidden : `${digits.slice(0, -8)}****${digits.slice(-4)}`
  },
  /** Of the 18 characters, region and last four stay; other papers keep two at each end. */
  idNumber(value) {
    if (/^\d{17}[\dXx]$/.test(value)) return `${value.slice(0, 4)}**********${value.slice(-4)}`
    return value.length < 8 ? hidden : `${value.slice(0, 2)}****${value.slice(-2)}`
  },
  /** 浙A12345 → 浙A***45 */
  plate(value) {
    const signs = [...value]
    return signs.length < 6 ? hidden : `${signs.slice(0, 2).join('')}***${signs.slice(-2).join('')}`
  },
  /** Street and estate stay, numbers of houses, units and rooms go; of one without any number the beginning stays. */
  address(value) {
    const open = value
      .replace(/[A-Za-z]?[0-9０-９]+(?:[-#—][0-9０-９]+)*[A-Za-z]?/g, '*')
      .replace(/[一二三四五六七八九十百零〇]+(?=[号栋幢座弄层楼室户单])/g, '*')
    return open === value ? `${[...value].slice(0, Math.min(6, Math.floor([...value].length / 2))).join('')}***` : open
  },
  all: () => hidden,
}
