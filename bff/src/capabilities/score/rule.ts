import type { AlarmKind, AlarmLevel } from '@liren/contract/capabilities/alarm'
import type { ScoreGrade, ScoreItemKind, ScoreLevel, ScoreValues } from '@liren/contract/capabilities/score'
import type { Item } from './row.ts'

const dayMs = 86_400_000

/** Something found or sensed, before it is counted. */
export interface Fact {
  readonly kind: ScoreItemKind
  readonly grade: ScoreGrade | null
  readonly alarm: { readonly kind: AlarmKind; readonly level: AlarmLevel } | null
  readonly name: string | null
  readonly ref: Item['ref']
  readonly times: number
  readonly at: number
  readonly rightedAt: number | null
}

const weightOf = ({ grade, alarm, times }: Fact, values: ScoreValues): number => {
  if (alarm !== null) return values[`alarm${alarm.level}`]
  return grade === 'findings' ? values.finding * times : grade === 'fail' ? values.fail : values.mend
}

/** Whole days, so that the same day gives the same points. */
const faded = (since: number, now: number, { fadeDays }: ScoreValues): number =>
  Math.min(1, Math.floor(Math.max(0, now - since) / dayMs) / fadeDays)

function count(fact: Fact, values: ScoreValues, now: number): Item {
  const weight = weightOf(fact, values)
  const share =
    fact.rightedAt === null ? 1 - 0.5 * faded(fact.at, now, values) : (values.righted / 100) * (1 - faded(fact.rightedAt, now, values))
  const { times: _, ...said } = fact
  return { ...said, weight, points: Math.round(weight * share) }
}

export const levelOf = (score: number, { general, larger, grave }: ScoreValues): ScoreLevel =>
  score >= grave ? 1 : score >= larger ? 2 : score >= general ? 3 : 4

/** The points of everything that still counts, the most first. */
export function judge(facts: readonly Fact[], values: ScoreValues, now: number): { score: number; level: ScoreLevel; items: Item[] } {
  const items = facts
    .map((fact) => count(fact, values, now))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || b.at - a.at || (a.ref.id < b.ref.id ? -1 : 1))
  const score = items.reduce((sum, { points }) => sum + points, 0)
  return { score, level: levelOf(score, values), items }
}
