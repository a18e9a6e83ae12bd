import { fold } from '../../../kernel/search/words.ts'

/** What an address says of a house, as it is said: 枫林雅苑3号楼2单元1201室. */
export interface ReadAddress {
  /** Whatever stands before the building: an estate, a community, a street. */
  readonly around: string
  readonly building: number
  readonly unit?: number
  readonly house?: string
}

const digits = '零一二三四五六七八九'

/** 十二 → 12; numbers of buildings and units do not reach a hundred. */
function chineseNumber(text: string): string {
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['', text]
  const ten = text.includes('十') ? (tens === '' ? 1 : digits.indexOf(tens)) : 0
  return String(ten * 10 + (ones === '' ? 0 : digits.indexOf(ones)))
}

const plain = (text: string): string =>
  fold(text)
    .replace(/[\s·,，。、/]+/gu, '')
    .replace(
      /[一二三四五六七八九]?十[一二三四五六七八九]?(?=号楼|幢|栋|座|单元)|[一二三四五六七八九](?=号楼|幢|栋|座|单元)/gu,
      chineseNumber,
    )
    .replace(/(号楼|幢|栋|座|单元)-/gu, '$1')

const forms = [
  /^(?<around>.*?)(?<![\d-])(?<building>\d{1,3})-(?<unit>\d{1,2})-(?<house>\d{2,5})[室户号]?$/u,
  /^(?<around>.*?)(?<![\d-])(?<building>\d{1,3})-(?<house>\d{3,5})[室户号]?$/u,
  /^(?<around>.*?)(?<!\d)(?<building>\d{1,3})(?:号楼|幢|栋|座|#楼?|号)(?:(?<unit>\d{1,2})(?:单元|门|梯))?(?:(?:\d{1,2}[层楼])?(?<house>\d{2,5})[室户号]?)?$/u,
]

/** Undefined where it is no address of a building. */
export function readAddress(text: string): ReadAddress | undefined {
  const said = plain(text)
  for (const form of forms) {
    const { around = '', building, unit, house } = form.exec(said)?.groups ?? {}
    if (building === undefined) continue
    return { around, building: Number(building), ...(unit && { unit: Number(unit) }), ...(house && { house }) }
  }
  return undefined
}

/** How well what stands before the building names this estate: 2 by its name, 1 by a part of it, 0 not at all; undefined where it says another. */
export function estateFit(around: string, estate: { readonly name: string; readonly full_name: string }): number | undefined {
  let rest = around
  const name = fold(estate.name)
  const isNamed = rest.includes(name)
  for (const part of [name, ...estate.full_name.split(' · ').map(fold)]) rest = rest.replace(part, '')
  if (rest === '') return isNamed ? 2 : 0
  return !isNamed && rest.length > 1 && name.includes(rest) ? 1 : undefined
}
