import type { AlarmAction, AlarmSummary } from '@liren/contract/capabilities/alarm'

/** What the desk offers: an action, and for a report what was found. */
export interface Step {
  readonly action: AlarmAction
  readonly result?: 'real' | 'false'
}

/** Keys 1 to 4 in the order in which an alarm goes. */
export const numbered: readonly (Step & { readonly key: '1' | '2' | '3' | '4' })[] = [
  { key: '1', action: 'accept' },
  { key: '2', action: 'handle', result: 'real' },
  { key: '3', action: 'handle', result: 'false' },
  { key: '4', action: 'close' },
]

export const further: readonly AlarmAction[] = ['return', 'shelve', 'wake', 'merge', 'split', 'note']

/** Done at once: they ask for nothing. */
export const bare: readonly AlarmAction[] = ['accept', 'wake', 'split']

/** The neighbour of the open one in the queue; the first when none is open. */
export function neighbour(rows: readonly Pick<AlarmSummary, 'id'>[], openId: string | undefined, step: 1 | -1): string | undefined {
  const at = rows.findIndex((row) => row.id === openId)
  if (at < 0) return rows[0]?.id
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.id
}
