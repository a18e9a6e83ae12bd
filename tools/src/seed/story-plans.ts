import { dayOf, startOfDay } from '@liren/bff/kernel/background/daily'
import type { CasePlan, Step } from './cases.ts'
import type { Moment, Scene } from './pictures.ts'
import type { PlanTools } from './plans.ts'
import { hour, minute } from './set.ts'
import { type Story, stories } from './words/stories.ts'

/** The written stories as plans. Each has pictures of its own. */
export function storyPlans(tools: PlanTools, picture: (scene: Scene, moment: Moment, seed: number) => string): CasePlan[] {
  return stories.map((story, index) => storyPlan(story, index, tools, picture))
}

function storyPlan(
  story: Story,
  index: number,
  tools: PlanTools,
  picture: (scene: Scene, moment: Moment, seed: number) => string,
): CasePlan {
  const { world, dice, now, zone } = tools
  const estate = world.estates.find((candidate) => candidate.code === story.estate)
  const category = world.categories.get(story.category)
  if (!estate || !category) throw new Error(`story ${index}: no estate ${story.estate} or category ${story.category}`)
  const person = story.reporter && world.personas.get(story.reporter)
  const home = estate.homes.find((candidate) => candidate.reporter.id === person?.id) ?? dice.pick(estate.homes)
  const area = story.area === undefined ? undefined : (estate.areas.find((candidate) => candidate.name === story.area) ?? estate.areas[0])
  const handler = story.handler ? world.personas.get(story.handler) : dice.pick(estate.workers)
  const createdAt = story.hoursAgo < 24 ? now - story.hoursAgo * hour : decentTime(now - story.hoursAgo * hour, zone)
  let pictures = index * 10
  const steps = story.steps.map(
    (step): Step => ({
      action: step.action,
      at: createdAt + step.after * minute,
      by: step.by,
      note: step.note,
      photos: step.photos?.map((moment) => picture(story.scene, moment, ++pictures)),
      rating: step.rating,
      ...(step.action === 'dispatch' || step.action === 'grab' ? { handler: handler ?? dice.pick(estate.workers) } : {}),
      ...(step.hours === undefined ? {} : { until: createdAt + step.after * minute + step.hours * hour }),
      ...(step.materials ? { materials: step.materials.map(([name, quantity, fen]) => ({ name, quantity, fen })) } : {}),
    }),
  )
  return {
    kind: story.kind,
    category,
    spot: area ?? home.spot,
    spotNote: story.spot,
    reporter: person ?? home.reporter,
    desk: estate.desk,
    description: story.text,
    photos: Array.from({ length: story.photos }, () => picture(story.scene, 'before', ++pictures)),
    createdAt,
    steps,
  }
}

/** Half past eight of that day, so that what follows within hours is in daylight. */
const decentTime = (at: number, zone: string): number => startOfDay(dayOf(at, zone), zone) + 8.5 * hour
