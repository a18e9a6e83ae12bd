import type { Step } from '../../protocols/protocol.ts'
import type { Happened, Happening } from './happened.ts'
import type { Session } from './session.ts'

export type Payload = Readonly<Record<string, unknown>>

/** One question to a pile: which answer takes it, and what proves it afterwards. */
export interface Plan {
  readonly action: string
  readonly payload: object
  /** Words of `status` that mean yes; `Accepted` unless said. */
  readonly yes?: readonly string[]
  /** Reads the answer itself where a status does not say it all: why it is no, or undefined. */
  readonly fault?: (answer: Payload) => string | undefined
  /** What must happen after a yes; left out, the yes is the proof. */
  readonly proof?: (one: Happening) => Step['values'] | undefined
  /** What shows that it will not come to that: why. */
  readonly failure?: (one: Happening) => string | undefined
  /** What is kept once it is proven; done before it is told. */
  readonly whenDone?: () => Promise<void>
  /** A second question whose answer proves it. */
  readonly check?: { readonly action: string; readonly payload: object; readonly isRight: (answer: Payload) => boolean }
  /** What of the answer is told. */
  readonly values?: (answer: Payload) => Step['values']
}

/** Asks, reads the answer and waits for the proof; "Accepted" is only that the pile will try. */
export async function* carryOut(happened: Happened, session: Session, plan: Plan, signal: AbortSignal): AsyncGenerator<Step> {
  const steps: Step[] = []
  let told: Step['values'] | undefined
  let isTaken = false
  const ask = async (): Promise<boolean> => {
    const answer = await session.call(plan.action, plan.payload)
    if (!answer.ok) {
      steps.push({ state: 'failed', reason: answer.why })
      return false
    }
    const status = String(answer.payload.status ?? 'Accepted')
    const isYes = (plan.yes ?? ['Accepted']).includes(status)
    const why = isYes ? plan.fault?.(answer.payload) : `the pile answered ${status}`
    isTaken = why === undefined
    told = plan.values?.(answer.payload)
    steps.push(why === undefined ? { state: 'accepted' } : { state: 'failed', reason: why })
    return isTaken
  }
  const done = (values?: Step['values']): Step => ({ state: 'done', ...(values === undefined ? {} : { values }) })
  yield { state: 'sent' }
  if (!plan.proof) {
    await ask()
    yield* steps
    if (!isTaken) return
    const checked = plan.check && (await session.call(plan.check.action, plan.check.payload))
    if (plan.check && !(checked?.ok && plan.check.isRight(checked.payload)))
      return yield { state: 'failed', reason: 'the pile shows something else afterwards' }
    await plan.whenDone?.()
    return yield done(told)
  }
  // The watch begins before the question: a quick pile proves before it answers.
  const { proof, failure } = plan
  const following = happened.follow((one): { readonly values: Step['values'] } | { readonly why: string } | undefined => {
    const values = proof(one)
    if (values !== undefined) return { values }
    const why = failure?.(one)
    return why === undefined ? undefined : { why }
  })
  try {
    await ask()
    yield* steps
    const end = isTaken ? await following.next(signal) : undefined
    if (end === undefined) return
    if ('why' in end) return yield { state: 'failed', reason: end.why }
    await plan.whenDone?.()
    yield done({ ...told, ...end.values })
  } finally {
    following.stop()
  }
}
