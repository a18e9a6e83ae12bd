/** Signs that cameras take for each other; a letter of a province is never among them. */
const confused = ['0DOQ', '1IL', '2Z', '5S', '8B', '6G', 'UV', 'CG', 'EF', 'MN', 'VY', '4A'] as const

/** Plates that differ from the one that was read in exactly one sign, by signs that look alike. */
export function nearPlates(plate: string): string[] {
  const signs = [...plate]
  return [
    ...new Set(
      signs.flatMap((sign, i) =>
        i === 0
          ? []
          : confused
              .filter((group) => group.includes(sign))
              .flatMap((group) => [...group].filter((other) => other !== sign).map((other) => signs.with(i, other).join(''))),
      ),
    ),
  ]
}
