import { text } from '@liren/contract'
import { createAlbum } from '../album.ts'
import type { CasePlan } from '../cases.ts'
import { type OpenState, openPlan, type PlanTools, pastPlan, timeOfDay, type Urgency } from '../plans.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'
import { storyPlans } from '../story-plans.ts'
import { readWorld } from '../world.ts'
import { createCaseWriter } from '../write-cases.ts'

const chunk = 2000

/** Repairs and community events of the last months, the written stories among them, and what is in hand today. */
export const repairs: SeedSet = {
  name: 'repairs',
  text: text('报修与事件', 'Repairs and events'),
  run: async (context) => {
    const { dice, scale, now, kernel } = context
    const world = await readWorld(context)
    const album = createAlbum(context, world.personas.get('repair-worker')?.id ?? '')
    const zone = kernel.config.LIREN_TIME_ZONE
    const tools: PlanTools = { dice, world, now, zone, picture: album.stock }
    const writer = createCaseWriter(context, world, album)

    const stories = storyPlans(tools, album.of)
    const present = presentPlans(tools, context, stories.filter(isOpen).length)
    await writer.write([...stories, ...present])

    const past = pastKinds(context, [...stories, ...present])
    for (let from = 0; from < past.length; from += chunk) {
      const plans = past.slice(from, from + chunk).map(({ group, isReopened }) => {
        const at = now - (1.5 + dice.next() ** 1.2 * (scale.days - 1.5)) * day
        return pastPlan(tools, group, timeOfDay(dice, at, zone), isReopened && at < now - 12 * day)
      })
      await writer.write(plans)
      context.progress((from + plans.length) / past.length)
    }
    await writer.finish()
  },
}

/** Nothing has ended it yet. */
const isOpen = ({ steps }: CasePlan): boolean => !['confirm', 'withdraw', 'return'].includes(steps.at(-1)?.action ?? '')

/** The states of today, so that every desk has something on it: due soon, overdue, waiting, in hand. */
function presentPlans(tools: PlanTools, { scale, dice }: SeedContext, already: number): CasePlan[] {
  const wanted = scale.open - already
  const states: OpenState[] = ['submitted', 'dispatched', 'accepted', 'handling', 'finished', 'paused']
  const weights = [9, 6, 6, 5, 6, 2]
  const calm = Array.from({ length: wanted - scale.nearDue - scale.overdue }, () => 'calm' as Urgency)
  const urgencies: Urgency[] = [
    ...Array.from({ length: scale.overdue }, () => 'over' as const),
    ...Array.from({ length: scale.nearDue }, () => 'soon' as const),
    ...calm,
  ]
  return urgencies.map((urgency, i) => {
    const state =
      urgency === 'calm' ? dice.weighted(states.map((name, s) => [name, weights[s] ?? 1] as const)) : (states[i % 4] as OpenState)
    return openPlan(
      tools,
      i % 4 === 3 ? 'event' : 'repair',
      state,
      urgency,
      i < 8 ? tools.world.estates[i % tools.world.estates.length] : undefined,
    )
  })
}

/** How many of each group are still to be told, the stories and the open ones counted. */
function pastKinds({ scale, dice }: SeedContext, written: readonly CasePlan[]) {
  const events = written.filter((plan) => plan.kind === 'event').length
  const kinds = [
    ...Array.from({ length: scale.repairs - (written.length - events) }, () => 'repair' as const),
    ...Array.from({ length: scale.events - events }, () => 'event' as const),
  ]
  const reopened = written.filter((plan) => plan.steps.some((step) => step.action === 'reopen')).length
  return dice.shuffle(kinds.map((group, i) => ({ group, isReopened: i % Math.floor(kinds.length / (scale.reopened - reopened)) === 0 })))
}
