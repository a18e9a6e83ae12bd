const sets = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '#%+-=?@'] as const

/** A password of four kinds of signs without look-alikes; chance comes from the browser's own generator. */
export function makePassword(length = 16): string {
  const chance = (below: number): number => {
    const [value = 0] = crypto.getRandomValues(new Uint32Array(1))
    return value % below
  }
  const one = (signs: string): string => signs.charAt(chance(signs.length))
  const all = sets.join('')
  const signs = [...sets.map(one), ...Array.from({ length: length - sets.length }, () => one(all))]
  for (let at = signs.length - 1; at > 0; at -= 1) {
    const other = chance(at + 1)
    ;[signs[at], signs[other]] = [signs[other] as string, signs[at] as string]
  }
  return signs.join('')
}
