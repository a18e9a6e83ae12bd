/** Width, case and spaces do not count. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')

export const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** 3幢2单元1201室 and 3-2-1201 are one address. */
export function roomCode(text: string): string | undefined {
  const plain = fold(text)
    .replace(/号楼|单元|幢|栋|号|#|座/gu, '-')
    .replace(/[室户]$/u, '')
    .replace(/-+/gu, '-')
  return /^\d{1,3}-\d{1,2}-\d{2,5}$/.test(plain) || /^\d{1,3}-\d{3,5}$/.test(plain) ? plain : undefined
}

/** `/…/3/2/1201/` → 3-2-1201 and 3-1201; leading zeros are how a code is written, not how it is said. */
export function houseCodes(path: string): string[] {
  const [building, unit, house] = path
    .split('/')
    .filter((part) => part !== '')
    .slice(-3)
    .map((part) => part.replace(/^[^0-9]*0*(?=\d)/u, ''))
  return building && unit && house ? [`${building}-${unit}-${house}`, `${building}-${house}`] : []
}
