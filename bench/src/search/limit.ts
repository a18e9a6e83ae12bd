import type { Pair } from './page.ts'

/** The questions that were not answered in time, or not at all: sentences to print before the run fails. */
export function beyond(table: Readonly<Record<string, Pair>>, limitMs: number): string[] {
  return Object.entries(table).flatMap(([name, { alone, many }]) => {
    const failed = alone.failed + many.failed
    const slowest = Math.max(alone.p97, many.p97)
    return [
      ...(failed > 0 ? [`${name}: ${failed} of them failed`] : []),
      ...(alone.perSecond + many.perSecond === 0 || slowest === 0 ? [`${name}: nothing was answered`] : []),
      ...(slowest > limitMs ? [`${name}: ${slowest} ms, more than ${limitMs}`] : []),
    ]
  })
}
