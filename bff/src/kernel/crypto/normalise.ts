/** One person writes a number in many ways; an index must see one. Applied before sealing or searching. */

const narrow = (value: string): string => value.normalize('NFKC').trim()

/** +86 100-0000-1234 → 10000001234; other countries keep their +. */
export function normalisePhone(value: string): string {
  const digits = narrow(value).replace(/[\s\-().]/g, '')
  return digits.replace(/^(?:\+|00)86(?=\d{11}$)/, '').replace(/^00(?=[1-9]\d{7,})/, '+')
}

/** Identity papers of every kind: upper case, no spaces or dashes. */
export const normaliseIdNumber = (value: string): string =>
  narrow(value)
    .replace(/[\s\-·]/g, '')
    .toUpperCase()

/** 浙a·12345 → 浙A12345 */
export const normalisePlate = normaliseIdNumber

/** Names: inner spaces of Chinese names are an accident, those of others separate words. */
export const normaliseName = (value: string): string =>
  narrow(value)
    .replace(/(?<=\p{sc=Han})\s+(?=\p{sc=Han})/gu, '')
    .replace(/\s+/g, ' ')
