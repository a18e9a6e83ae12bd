import { dayOf } from '@liren/bff/kernel/background/daily'
import { phaseOf } from '@liren/contract/capabilities/repair'
import type { Album } from './album.ts'
import type { Row } from './batch.ts'
import { type CasePlan, type Outcome, play } from './cases.ts'
import { minute, type SeedContext } from './set.ts'
import type { World } from './world.ts'

const prefixes = { home: 'BX', public: 'BX', event: 'SJ' } as const
const silence = 72 * 60 * minute

/** Turns plans into rows: cases, their timelines, the daily figures, the timers of what is still open. */
export function createCaseWriter(context: SeedContext, world: World, album: Album) {
  const { kernel, ids, dice } = context
  const zone = kernel.config.LIREN_TIME_ZONE
  const numbers = new Set<string>()
  const figures = new Map<string, Record<string, number | string>>()
  const placeOf = new Map<string, string>()
  const pathOfEstate = new Map(world.estates.map((estate) => [estate.id, estate.path]))

  const numberFor = (plan: CasePlan): string => {
    const head = `${prefixes[plan.kind]}${dayOf(plan.createdAt, zone).replaceAll('-', '').slice(2)}`
    for (;;) {
      const number = `${head}-${String(dice.int(0, 999_999)).padStart(6, '0')}`
      if (numbers.has(number)) continue
      numbers.add(number)
      return number
    }
  }

  const count = (plan: CasePlan, at: number, changes: Record<string, number>): void => {
    const day = dayOf(at, zone)
    const key = `${plan.spot.estateId} ${day} ${plan.category.code}`
    const row = figures.get(key) ?? emptyFigures(day, plan, pathOfEstate.get(plan.spot.estateId) ?? plan.spot.path)
    for (const [name, change] of Object.entries(changes)) row[name] = Number(row[name] ?? 0) + change
    figures.set(key, row)
  }

  const countAll = (plan: CasePlan, outcome: Outcome): void => {
    count(plan, plan.createdAt, { created: 1 })
    for (const entry of outcome.entries) {
      if (entry.action === 'reopen') count(plan, entry.at, { reopened: 1 })
      if (entry.action === 'accept' || entry.action === 'grab') {
        count(plan, entry.at, { accepted: 1, accept_minutes: minutes(plan.createdAt, entry.at) })
      }
    }
    if (outcome.closedAt === null) return
    const finished = outcome.finishedAt ?? outcome.closedAt
    const rated: Record<string, number> = outcome.rating === null ? {} : { rated: 1, stars: outcome.rating }
    const onTime = finished <= outcome.finishDueAt ? 1 : 0
    count(plan, outcome.closedAt, { closed: 1, on_time: onTime, finish_minutes: minutes(plan.createdAt, finished), ...rated })
  }

  return {
    /** In the order of their reports, so that ids follow time. */
    async write(plans: readonly CasePlan[]): Promise<void> {
      const cases: Row[] = []
      const entries: Row[] = []
      const jobs: Row[] = []
      for (const plan of [...plans].sort((a, b) => a.createdAt - b.createdAt)) {
        const outcome = play(plan, zone)
        const id = ids.at(plan.createdAt)
        placeOf.set(id, plan.spot.path)
        cases.push(caseRow(context, id, numberFor(plan), plan, outcome))
        album.use(id, [...plan.photos, ...outcome.entries.flatMap((entry) => entry.photos)])
        for (const entry of outcome.entries) entries.push(entryRow(ids.at(entry.at), id, entry))
        const job = jobFor(id, outcome)
        if (job) jobs.push(jobRow(ids.at(context.now), job, context.now))
        countAll(plan, outcome)
      }
      await context.insert('repairs', cases)
      await context.insert('repair_entries', entries)
      await context.insert('jobs', jobs)
    },
    async finish(): Promise<void> {
      await context.insert('repair_days', [...figures.values()])
      await album.keep(placeOf)
    },
  }
}

const minutes = (from: number, to: number): number => Math.max(0, Math.round((to - from) / minute))

const emptyFigures = (day: string, plan: CasePlan, path: string): Record<string, number | string> => ({
  day,
  estate_id: plan.spot.estateId,
  category: plan.category.code,
  place_path: path,
  created: 0,
  closed: 0,
  on_time: 0,
  reopened: 0,
  rated: 0,
  stars: 0,
  accepted: 0,
  accept_minutes: 0,
  finish_minutes: 0,
})

function caseRow({ kernel }: SeedContext, id: string, number: string, plan: CasePlan, outcome: Outcome): Row {
  const contact = JSON.stringify({ name: plan.reporter.name, phone: plan.reporter.phone })
  const firstLine = [...(plan.description.split('\n')[0] ?? '')]
  const materials = outcome.materials ?? []
  const whole = (at: number | null): number | null => (at === null ? null : Math.round(at))
  return {
    id,
    number,
    kind: plan.kind,
    category: plan.category.code,
    state: outcome.state,
    phase: phaseOf(outcome.state),
    title: firstLine.length <= 30 ? firstLine.join('') : `${firstLine.slice(0, 29).join('')}…`,
    description: plan.description,
    place_id: plan.spot.id,
    place_path: plan.spot.path,
    place_label: plan.spot.label,
    estate_id: plan.spot.estateId,
    house_id: plan.spot.houseId,
    spot: plan.spotNote ?? null,
    reporter_id: plan.reporter.id,
    contact: kernel.sealer.seal(contact, { table: 'repairs', column: 'contact', row: id }),
    handler_id: outcome.handler?.id ?? null,
    handler_name: outcome.handler?.name ?? null,
    photos: JSON.stringify(plan.photos),
    is_emergency: plan.category.isEmergency ? 1 : 0,
    visit_at: null,
    accept_due_at: whole(outcome.acceptDueAt),
    finish_due_at: whole(outcome.finishDueAt),
    due_at: whole(outcome.dueAt),
    paused_at: whole(outcome.pausedAt),
    paused_until: whole(outcome.pausedUntil),
    accepted_at: whole(outcome.acceptedAt),
    arrived_at: whole(outcome.arrivedAt),
    finished_at: whole(outcome.finishedAt),
    closed_at: whole(outcome.closedAt),
    escalation: outcome.escalation,
    reopened: outcome.reopened,
    followers: 0,
    urged_at: whole(outcome.urgedAt),
    materials: outcome.materials === null ? null : JSON.stringify(materials),
    fee_fen: materials.reduce((sum, item) => sum + Math.round(item.quantity * item.fen), 0),
    rating: outcome.rating,
    comment: outcome.comment,
    created_at: Math.round(plan.createdAt),
    updated_at: Math.round(outcome.updatedAt),
    version: outcome.version,
  }
}

const entryRow = (id: string, caseId: string, entry: Outcome['entries'][number]): Row => ({
  id,
  repair_id: caseId,
  action: entry.action,
  state: entry.state,
  actor_id: entry.actor?.id ?? null,
  actor_name: entry.actor?.name ?? null,
  actor_role: entry.role,
  note: entry.note,
  photos: entry.photos.length > 0 ? JSON.stringify(entry.photos) : null,
  at: Math.round(entry.at),
})

interface Timer {
  readonly kind: 'repair.due' | 'repair.confirm'
  readonly key: string
  readonly id: string
  readonly at: number
}

/** The same timers that the server sets: the deadline that counts, or the resident's silence. */
function jobFor(id: string, outcome: Outcome): Timer | undefined {
  const phase = phaseOf(outcome.state)
  if (phase === 'done' || phase === 'void') return undefined
  if (outcome.state === 'finished') return { kind: 'repair.confirm', key: id, id, at: (outcome.finishedAt ?? 0) + silence }
  if (outcome.dueAt === null) return undefined
  const key = outcome.escalation > 0 ? `${id}:${outcome.escalation}` : id
  return { kind: 'repair.due', key, id, at: outcome.dueAt + (outcome.escalation > 0 ? 60 * minute : 1) }
}

const jobRow = (id: string, timer: Timer, now: number): Row => ({
  id,
  kind: timer.kind,
  job_key: timer.key,
  pending_key: `${timer.kind}:${timer.key}`,
  run_at: Math.round(timer.at),
  payload: JSON.stringify({ id: timer.id }),
  created_at: now,
})
