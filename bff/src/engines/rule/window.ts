import type { When } from '@liren/contract/capabilities/rule'

export type WindowWhen = Extract<When, { kind: 'window' }>

/** What points or a number of events come to. */
export function sumOf(take: WindowWhen['take'], values: readonly number[]): number | undefined {
  if (take === 'count') return values.length
  if (values.length === 0) return undefined
  if (take === 'average') return values.reduce((sum, one) => sum + one, 0) / values.length
  if (take === 'rise') return (values.at(-1) as number) - (values[0] as number)
  return take === 'least' ? Math.min(...values) : Math.max(...values)
}
