import type { DuplicateDetail } from '@liren/contract/capabilities/duplicate'

export type SideName = 'first' | 'second'
export const otherSide = (side: SideName): SideName => (side === 'first' ? 'second' : 'first')

/** The file that is better kept: the more complete one, else the older. */
export const betterSide = ({ first, second }: Pick<DuplicateDetail, 'first' | 'second'>): SideName =>
  second.complete > first.complete ? 'second' : 'first'

/** What the other file knows and the one that stays does not; the rest is as it was. */
export const filledFrom = (rows: DuplicateDetail['rows'], keep: SideName): string[] =>
  rows.filter((row) => !row.isSame && row[keep] === null && row[otherSide(keep)] !== null).map(({ field }) => field)
