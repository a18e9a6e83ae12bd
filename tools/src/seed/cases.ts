import { deadlines } from '@liren/bff/capabilities/repair/clock'
import { nextRepairState, phaseOf, type RepairAction, type RepairState } from '@liren/contract/capabilities/repair'

export interface Category {
  readonly code: string
  readonly isEmergency: boolean
  readonly acceptMinutes: number
  readonly finishMinutes: number
}

export interface Spot {
  readonly id: string
  readonly path: string
  readonly label: string
  readonly estateId: string
  readonly houseId: string | null
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly phone: string
}

export interface Step {
  readonly action: RepairAction
  readonly at: number
  readonly by: 'reporter' | 'handler' | 'desk' | 'system'
  readonly note?: string | undefined
  readonly photos?: readonly string[] | undefined
  /** Only for dispatch and grab: who has it from now on. */
  readonly handler?: Person
  readonly rating?: number | undefined
  readonly until?: number
  readonly materials?: readonly { name: string; quantity: number; fen: number }[]
}

export interface CasePlan {
  readonly kind: 'home' | 'public' | 'event'
  readonly category: Category
  readonly spot: Spot
  readonly spotNote?: string | undefined
  readonly reporter: Person
  readonly desk: Person
  readonly description: string
  readonly photos: readonly string[]
  readonly createdAt: number
  readonly steps: readonly Step[]
  /** Deadlines that a story needs instead of those of its category. */
  readonly acceptDueAt?: number
  readonly finishDueAt?: number
}

export interface Entry {
  readonly action: RepairAction | 'create'
  readonly state: RepairState
  readonly actor: Person | null
  readonly role: 'reporter' | 'handler' | 'desk' | 'system'
  readonly note: string | null
  readonly photos: readonly string[]
  readonly at: number
}

const fresh = {
  state: 'submitted' as RepairState,
  handler: null as Person | null,
  acceptedAt: null as number | null,
  arrivedAt: null as number | null,
  finishedAt: null as number | null,
  closedAt: null as number | null,
  pausedAt: null as number | null,
  pausedUntil: null as number | null,
  urgedAt: null as number | null,
  materials: null as Step['materials'] | null,
  rating: null as number | null,
  comment: null as string | null,
  escalation: 0,
  reopened: 0,
  version: 1,
}

export type Outcome = typeof fresh & {
  acceptDueAt: number
  finishDueAt: number
  dueAt: number | null
  updatedAt: number
  readonly entries: readonly Entry[]
}

/** Plays a plan through the very table of states that the server checks; a step that is not allowed there is an error here. */
export function play(plan: CasePlan, zone: string): Outcome {
  const due = deadlines(plan.category, plan.createdAt, zone)
  const acceptDueAt = plan.acceptDueAt ?? due.acceptDueAt
  const outcome = {
    ...fresh,
    acceptDueAt,
    finishDueAt: plan.finishDueAt ?? due.finishDueAt,
    dueAt: acceptDueAt as number | null,
    updatedAt: plan.createdAt,
  }
  const entries: Entry[] = [
    { action: 'create', state: 'submitted', actor: plan.reporter, role: 'reporter', note: null, photos: [], at: plan.createdAt },
  ]
  for (const step of plan.steps) {
    const state = nextRepairState(outcome.state, step.action)
    if (!state) throw new Error(`a planned case cannot ${step.action} when it is ${outcome.state}`)
    apply[step.action]?.(outcome, step, plan)
    outcome.state = state
    outcome.updatedAt = step.at
    if (!beside.has(step.action)) outcome.version += 1
    const actor =
      step.by === 'reporter'
        ? plan.reporter
        : step.by === 'desk'
          ? plan.desk
          : step.by === 'system'
            ? null
            : (step.handler ?? outcome.handler)
    entries.push({ action: step.action, state, actor, role: step.by, note: step.note ?? null, photos: step.photos ?? [], at: step.at })
  }
  if (phaseOf(outcome.state) === 'done' || phaseOf(outcome.state) === 'void') outcome.dueAt = null
  return { ...outcome, entries }
}

const beside = new Set<RepairAction>(['urge', 'note', 'follow'])

type Draft = Omit<Outcome, 'entries'>
type Effect = (draft: Draft, step: Step, plan: CasePlan) => void

const take: Effect = (draft, step) => {
  draft.handler = step.handler ?? draft.handler
  draft.acceptedAt ??= step.at
  draft.dueAt = draft.finishDueAt
}

const apply: Partial<Record<RepairAction, Effect>> = {
  dispatch: (draft, step) => {
    draft.handler = step.handler ?? null
    draft.dueAt = draft.acceptedAt === null ? draft.acceptDueAt : draft.finishDueAt
  },
  grab: take,
  accept: take,
  arrive: (draft, step) => {
    draft.arrivedAt = step.at
  },
  pause: (draft, step) => {
    Object.assign(draft, { pausedAt: step.at, pausedUntil: step.until ?? null, dueAt: null })
  },
  resume: (draft, step) => {
    draft.finishDueAt += step.at - (draft.pausedAt ?? step.at)
    Object.assign(draft, { pausedAt: null, pausedUntil: null, dueAt: draft.finishDueAt })
  },
  finish: (draft, step) => {
    Object.assign(draft, { finishedAt: step.at, dueAt: null, materials: step.materials ?? [] })
  },
  confirm: (draft, step) => {
    Object.assign(draft, { closedAt: step.at, rating: step.rating ?? null, comment: step.note ?? null })
  },
  rate: (draft, step) => {
    Object.assign(draft, { rating: step.rating ?? null, comment: step.note ?? null })
  },
  reopen: (draft, step, plan) => {
    const acceptSpan = draft.acceptDueAt - plan.createdAt
    const finishSpan = draft.finishDueAt - plan.createdAt
    Object.assign(draft, {
      handler: null,
      acceptedAt: null,
      arrivedAt: null,
      finishedAt: null,
      closedAt: null,
      rating: null,
      comment: null,
    })
    Object.assign(draft, { reopened: draft.reopened + 1, escalation: Math.max(1, draft.escalation) })
    Object.assign(draft, { acceptDueAt: step.at + acceptSpan, finishDueAt: step.at + finishSpan, dueAt: step.at + acceptSpan })
  },
  withdraw: (draft) => {
    Object.assign(draft, { dueAt: null, handler: null })
  },
  return: (draft) => {
    Object.assign(draft, { dueAt: null, handler: null })
  },
  escalate: (draft) => {
    draft.escalation += 1
  },
  urge: (draft, step) => {
    draft.urgedAt = step.at
  },
}
