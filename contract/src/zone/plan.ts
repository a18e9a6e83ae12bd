import { z } from '../kernel/zod.ts'

const time = () => z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))

/** One stretch of the week in which a zone is armed; one that ends before it begins goes on after midnight. */
export const stretchSchema = z.object({
  /** Monday is 1. */
  days: z.array(z.number().check(z.int(), z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)),
  from: time(),
  to: time(),
})
export const planSchema = z.array(stretchSchema).check(z.maxLength(14))
export type ArmingPlan = z.infer<typeof planSchema>

const week = 7 * 1440
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Armed minutes of the week, each as from and to counted from Monday midnight; equal times mean the whole day. */
function spans(plan: ArmingPlan): (readonly [number, number])[] {
  return plan.flatMap(({ days, from, to }) =>
    days.map((day) => {
      const begin = (day - 1) * 1440 + minuteOf(from)
      const length = (minuteOf(to) - minuteOf(from) + 1440) % 1440 || 1440
      return [begin, begin + length] as const
    }),
  )
}

/** Whether the plan arms at this minute of the week. */
export const isArmedAt = (plan: ArmingPlan, minute: number): boolean =>
  spans(plan).some(([from, to]) => (minute >= from && minute < to) || (minute + week >= from && minute + week < to))

/** Minutes from this one to the next at which the plan says something else; undefined where it never does. */
export function minutesToChange(plan: ArmingPlan, minute: number): number | undefined {
  const now = isArmedAt(plan, minute)
  const edges = spans(plan)
    .flat()
    .map((edge) => (((edge - minute) % week) + week) % week || week)
  return edges.sort((a, b) => a - b).find((after) => isArmedAt(plan, (minute + after) % week) !== now)
}
