import { addWorkingMinutes, deadlines } from '@liren/bff/capabilities/repair/clock'
import { dayOf, startOfDay } from '@liren/bff/kernel/background/daily'
import type { CasePlan, Category, Spot, Step } from './cases.ts'
import type { Dice } from './dice.ts'
import type { Moment, Scene } from './pictures.ts'
import { hour, minute } from './set.ts'
import {
  type CategoryWords,
  complaint,
  deskNotes,
  eventWords,
  pauseReasons,
  praise,
  reopenReasons,
  repairWords,
  withdrawReasons,
} from './words/repairs.ts'
import type { EstateWorld, World } from './world.ts'

export interface PlanTools {
  readonly dice: Dice
  readonly world: World
  readonly now: number
  readonly zone: string
  /** A picture of this scene, from a small stock of them. */
  readonly picture: (scene: Scene, moment: Moment) => string
}

/** One report, of anything, somewhere: category, place, person and words. */
export function situation({ dice, world, picture }: PlanTools, group: 'repair' | 'event', only?: EstateWorld) {
  const words = dice.weighted((group === 'repair' ? repairWords : eventWords).map((entry) => [entry, entry.weight] as const))
  const estate = only ?? dice.weighted(world.estates.map((entry) => [entry, entry.homes.length] as const))
  const home = dice.pick(estate.homes)
  const category = world.categories.get(words.code)
  if (!category) throw new Error(`there is no category ${words.code}`)
  const spot: Spot = words.kind === 'home' ? home.spot : dice.pick(estate.areas)
  return {
    words,
    estate,
    kind: words.kind,
    category,
    spot,
    spotNote: words.kind === 'home' || !words.spots ? undefined : dice.pick(words.spots),
    reporter: home.reporter,
    desk: estate.desk,
    description: dice.pick(words.reports),
    photos: dice.chance(0.45) ? [picture(words.scene, 'before')] : [],
  }
}

/** Somewhere in the day, mostly in the morning and after work. */
export function timeOfDay(dice: Dice, at: number, zone: string): number {
  const hours = dice.weighted([
    [7, 4],
    [8, 9],
    [9, 10],
    [10, 9],
    [11, 6],
    [12, 4],
    [13, 4],
    [14, 6],
    [15, 6],
    [16, 6],
    [17, 7],
    [18, 9],
    [19, 10],
    [20, 8],
    [21, 5],
    [22, 3],
    [23, 1],
    [6, 1],
  ] as const)
  return startOfDay(dayOf(at, zone), zone) + hours * hour + dice.int(0, 59) * minute + dice.int(0, 59) * 1000
}

/** The whole life of a case that is over. */
export function pastPlan(tools: PlanTools, group: 'repair' | 'event', createdAt: number, isReopened: boolean): CasePlan {
  const { dice, zone } = tools
  const seen = situation(tools, group)
  const plan = { ...seen, createdAt }
  if (!isReopened && dice.chance(0.02)) {
    const at = createdAt + dice.int(5, 90) * minute
    return { ...plan, steps: [{ action: 'withdraw', at, by: 'reporter', note: dice.pick(withdrawReasons) }] }
  }
  const due = deadlines(seen.category, createdAt, zone)
  // 94.1 % of the work is done in time.
  const isLate = !dice.chance(0.941)
  const first = work(tools, seen, createdAt, due.acceptDueAt, due.finishDueAt, isLate)
  const finished = first.at(-1)?.at ?? createdAt
  const steps = isReopened ? [...first, ...again(tools, seen, due, createdAt, finished)] : [...first, consent(tools, finished)]
  return { ...plan, steps }
}

type Situation = ReturnType<typeof situation>

/** From the first look at it to the work done. */
function work(tools: PlanTools, seen: Situation, from: number, acceptDueAt: number, finishDueAt: number, isLate: boolean): Step[] {
  const { dice, picture } = tools
  const handler = dice.pick(seen.estate.workers)
  const acceptAt = from + Math.max(minute, (acceptDueAt - from) * Math.min(0.95, 0.35 * dice.stretch()))
  const finishAt = isLate
    ? finishDueAt + dice.int(20, 1400) * minute
    : Math.max(acceptAt + 20 * minute, from + (finishDueAt - from) * Math.min(0.97, 0.32 * dice.stretch()))
  const arriveAt = Math.max(acceptAt + 5 * minute, finishAt - dice.int(25, 150) * minute)
  const steps: Step[] = []
  if (seen.kind === 'home' && dice.chance(0.7)) steps.push({ action: 'grab', at: acceptAt, by: 'handler', handler })
  else {
    const note = dice.chance(0.25) ? dice.pick(deskNotes) : undefined
    steps.push({ action: 'dispatch', at: from + (acceptAt - from) * 0.6, by: 'desk', handler, note })
    steps.push({ action: 'accept', at: acceptAt, by: 'handler' })
  }
  if (isLate && dice.chance(0.5))
    steps.push({ action: 'urge', at: (acceptAt + arriveAt) / 2, by: 'reporter', note: '还没人来，什么时候到？' })
  steps.push({ action: 'arrive', at: arriveAt, by: 'handler' })
  if (dice.chance(0.06)) {
    const until = arriveAt + dice.int(4, 40) * hour
    steps.push({ action: 'pause', at: arriveAt + 10 * minute, by: 'handler', note: dice.pick(pauseReasons), until })
    steps.push({ action: 'resume', at: until, by: 'handler' })
  }
  const end = Math.max(finishAt, (steps.at(-1)?.at ?? 0) + 15 * minute)
  const materials = seen.words.materials && dice.chance(0.6) ? [materialOf(dice, seen.words)] : []
  steps.push({
    action: 'finish',
    at: end,
    by: 'handler',
    note: dice.pick(seen.words.results),
    photos: [picture(seen.words.scene, 'after')],
    materials,
  })
  return steps
}

function materialOf(dice: Dice, words: CategoryWords): { name: string; quantity: number; fen: number } {
  const [name, fen] = dice.pick(words.materials ?? [])
  return { name, quantity: dice.int(1, 2), fen }
}

/** Most people confirm and say what they think; silence for three days is consent. */
function consent({ dice, now }: PlanTools, finished: number): Step {
  if (dice.chance(0.2) && finished + 72 * hour < now) return { action: 'confirm', at: finished + 72 * hour, by: 'system' }
  const at = Math.min(finished + dice.int(10, 3000) * minute, finished + (now - finished) * 0.9)
  if (dice.chance(0.12)) return { action: 'confirm', at, by: 'reporter' }
  const rating = dice.weighted([
    [5, 72],
    [4, 20],
    [3, 5],
    [2, 2],
    [1, 1],
  ] as const)
  const note = dice.chance(0.5) ? dice.pick(rating >= 4 ? praise : complaint) : undefined
  return { action: 'confirm', at, by: 'reporter', rating, note }
}

function again(
  tools: PlanTools,
  seen: Situation,
  due: { acceptDueAt: number; finishDueAt: number },
  createdAt: number,
  finished: number,
): Step[] {
  const { dice } = tools
  const reopenedAt = finished + dice.int(10, 90) * hour
  const spans = { accept: due.acceptDueAt - createdAt, finish: due.finishDueAt - createdAt }
  const second = work(tools, seen, reopenedAt, reopenedAt + spans.accept, reopenedAt + spans.finish, false)
  return [
    { action: 'reopen', at: reopenedAt, by: 'reporter', note: dice.pick(reopenReasons) },
    ...second,
    consent(tools, second.at(-1)?.at ?? reopenedAt),
  ]
}

export type OpenState = 'submitted' | 'dispatched' | 'accepted' | 'handling' | 'paused' | 'finished'
export type Urgency = 'calm' | 'soon' | 'over'

/** A case that somebody has in hand today. What is due soon or over is so at this very moment. */
export function openPlan(tools: PlanTools, group: 'repair' | 'event', state: OpenState, urgency: Urgency, only?: EstateWorld): CasePlan {
  const { dice, now, zone, picture } = tools
  const seen = situation(tools, group, only)
  const handler = dice.pick(seen.estate.workers)
  const remaining = dice.int(12, 50) * minute
  const waitsForAccept = state === 'submitted' || state === 'dispatched'
  const createdAt =
    urgency === 'soon' ? now - 7 * remaining : urgency === 'over' ? now - dice.int(5, 9) * hour : now - dice.int(10, 80) * minute
  const dueAt =
    urgency === 'soon'
      ? now + remaining
      : urgency === 'over'
        ? now - dice.int(12, 45) * minute
        : calmDue(seen.category, now, waitsForAccept, zone)
  const at = (share: number): number => createdAt + (now - createdAt) * share
  const steps: Step[] = []
  if (state !== 'submitted') {
    steps.push({ action: 'dispatch', at: at(0.2), by: 'desk', handler })
    if (state !== 'dispatched') steps.push({ action: 'accept', at: at(0.35), by: 'handler' })
    if (state !== 'dispatched' && state !== 'accepted') steps.push({ action: 'arrive', at: at(0.6), by: 'handler' })
    if (state === 'paused')
      steps.push({ action: 'pause', at: at(0.8), by: 'handler', note: dice.pick(pauseReasons), until: now + dice.int(10, 40) * hour })
    if (state === 'finished') {
      const photos = [picture(seen.words.scene, 'after')]
      steps.push({ action: 'finish', at: at(0.9), by: 'handler', note: dice.pick(seen.words.results), photos })
    }
  }
  if (urgency === 'over') steps.push({ action: 'escalate', at: dueAt + minute, by: 'system' })
  const due = waitsForAccept ? { acceptDueAt: dueAt } : { finishDueAt: dueAt }
  return { ...seen, createdAt, steps, ...due }
}

const calmDue = (category: Category, now: number, waitsForAccept: boolean, zone: string): number =>
  addWorkingMinutes(now, Math.max(150, waitsForAccept ? category.acceptMinutes : category.finishMinutes / 2), zone)
