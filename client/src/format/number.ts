import type { Language } from '@liren/contract'

/** Integer fen as yuan with two decimals and grouped digits, without the sign: 1,286.50 */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100)
  const cents = String(Math.abs(fen) % 100).padStart(2, '0')
  return `${fen < 0 ? '-' : ''}${grouped(whole)}.${cents}`
}

export const grouped = (whole: number): string => String(whole).replace(/\B(?=(\d{3})+$)/g, ',')

/** 1.2 万 above ten thousand, for small screens. */
export function roughCount(count: number, language: Language): string {
  if (count < 10_000) return grouped(count)
  const tenth = (value: number) => String(Math.floor(value * 10) / 10)
  return language === 'zh' ? `${tenth(count / 10_000)} 万` : `${tenth(count / 1_000)}k`
}

/** 350 米 / 1.2 公里 */
export function distance(metres: number, language: Language): string {
  if (metres < 1000) return `${Math.round(metres)} ${language === 'zh' ? '米' : 'm'}`
  return `${(metres / 1000).toFixed(1)} ${language === 'zh' ? '公里' : 'km'}`
}
