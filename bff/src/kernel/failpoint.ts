import { setTimeout as wait } from 'node:timers/promises'

/** Every place where a test may make the house stumble. Kill tests visit them all. */
export const failpointNames = [
  'store.before-commit',
  'store.after-commit',
  'http.before-answer',
  'outbox.before-publish',
  'outbox.after-publish',
] as const
export type FailpointName = (typeof failpointNames)[number]

interface Armed {
  readonly kind: 'throw' | 'exit' | 'delay'
  readonly ms: number
  /** Acts on this passage only; 0 means on every one. */
  readonly at: number
  passed: number
}

let armed: ReadonlyMap<string, Armed> = new Map()

/**
 * Arms failpoints from LIREN_FAILPOINTS, e.g. `store.after-commit=exit@3,outbox.before-publish=delay:200`.
 * Start does this once, and the settings refuse the variable in production.
 */
export function armFailpoints(text: string): void {
  armed = new Map(
    text
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((part) => parse(part.trim())),
  )
}

function parse(part: string): [string, Armed] {
  const match = /^([a-z.-]+)=(throw|exit|delay)(?::(\d+))?(?:@(\d+))?$/.exec(part)
  const [, name = '', kind = 'throw', ms = '0', at = '0'] = match ?? []
  if (!match || !(failpointNames as readonly string[]).includes(name)) {
    throw new Error(`LIREN_FAILPOINTS: "${part}" is not name=throw, name=exit or name=delay:ms with one of ${failpointNames.join(', ')}`)
  }
  return [name, { kind: kind as Armed['kind'], ms: Number(ms), at: Number(at), passed: 0 }]
}

/** Thrown by an armed failpoint; nothing expects it, as nothing expects a broken disk. */
export class FailpointError extends Error {
  constructor(name: string) {
    super(`failpoint ${name}`)
    this.name = 'FailpointError'
  }
}

/** Does nothing unless armed. */
export function failpoint(name: FailpointName): Promise<void> | undefined {
  if (armed.size === 0) return undefined
  const point = armed.get(name)
  if (!point) return undefined
  point.passed++
  if (point.at !== 0 && point.passed !== point.at) return undefined
  return act(name, point)
}

async function act(name: string, point: Armed): Promise<void> {
  if (point.kind === 'delay') {
    await wait(point.ms)
    return
  }
  if (point.kind === 'throw') throw new FailpointError(name)
  // As kill -9: no handler runs, no buffer is flushed, and nothing after this line happens.
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}
