import type { Language } from '@liren/contract'

const locale = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB')

/** Full digits with separators: the back office never rounds a count. */
export const count = (value: number, language: Language): string => new Intl.NumberFormat(locale(language)).format(value)

/** 0.864 → 86.4% */
export const share = (value: number, language: Language): string =>
  new Intl.NumberFormat(locale(language), { style: 'percent', maximumFractionDigits: 1 }).format(value)

/** Fen to yuan, always with two decimals: 1,286.50. The sign ¥ is drawn apart, smaller. */
export const yuan = (fen: number, language: Language): string =>
  new Intl.NumberFormat(locale(language), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(fen / 100)

export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3))
  return `${(size / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`
}
