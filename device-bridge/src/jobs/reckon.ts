import type { DeviceSignal } from '@liren/contract/device-events'
import type { EdgeRequest, RequestAnswer } from '@liren/contract/edge/asks'
import type { EdgeJob, EdgeLimits, EdgeOrderOf, EdgeResult, EdgeResultOf, Measure } from '@liren/contract/edge/jobs'
import type { Hub } from '../hub.ts'
import type { Strangers } from '../lines/strangers.ts'
import type { Clock } from '../ports/ports.ts'
import type { Registry } from '../registry.ts'
import { deaf } from '../rules/engine.ts'
import type { Heard, Reading } from './heard.ts'

export interface ReckonDeps {
  readonly clock: Clock
  readonly heard: Heard
  readonly hub: Pick<Hub, 'presenceOf' | 'onEvent'>
  readonly registry: Pick<Registry, 'get'>
  readonly strangers: Pick<Strangers, 'all'>
  /** Asks a device to speak, where its protocol can; false where it cannot. */
  wake(device: string, forMs: number): Promise<boolean>
  /** What this bridge asks of the house by itself. */
  request(request: EdgeRequest, signal: AbortSignal): Promise<RequestAnswer>
}

/** It came to one of its limits. */
export class Exceeded extends Error {
  readonly limit: 'time' | 'memory'
  constructor(limit: 'time' | 'memory') {
    super(`over its limit of ${limit}`)
    this.limit = limit
  }
}

/** After so many steps others get their turn, and limits are looked at. */
const stride = 500

/** Counts what a job looks at; ends it at its limits and when somebody cancels it. */
export function createPace(limits: EdgeLimits, clock: Clock, signal: AbortSignal) {
  const endsAt = clock.elapsed() + limits.ms
  let seen = 0
  const check = (): void => {
    signal.throwIfAborted()
    if (clock.elapsed() >= endsAt) throw new Exceeded('time')
  }
  return {
    signal,
    check,
    left: () => Math.max(0, endsAt - clock.elapsed()),
    async step(): Promise<void> {
      seen += 1
      if (seen > limits.readings) throw new Exceeded('memory')
      if (seen % stride !== 1) return
      await new Promise((resolve) => setImmediate(resolve))
      check()
    },
  }
}
type Pace = ReturnType<typeof createPace>

/** Listens while jobs wait for devices to speak. */
export function createReckoner(deps: ReckonDeps) {
  const listening = new Set<(event: DeviceSignal) => void>()
  deps.hub.onEvent((event) => {
    for (const listener of listening) listener(event)
  })
  const parts: { [K in EdgeJob['kind']]: (deps: ReckonDeps, values: EdgeOrderOf<K>['values'], pace: Pace) => Promise<EdgeResultOf<K>> } = {
    'window.summary': summarise,
    'lines.count': countLines,
    'readings.detect': detect,
    'devices.answer': (_, values, pace) => callRoll(deps, values, pace, listening),
  }
  return async (job: EdgeJob, signal: AbortSignal): Promise<EdgeResult> => {
    const pace = createPace(job.limits, deps.clock, signal)
    pace.check()
    const part = parts[job.kind] as (deps: ReckonDeps, values: EdgeJob['values'], pace: Pace) => Promise<EdgeResult>
    const result = await part(deps, job.values, pace)
    pace.check()
    return result
  }
}

async function summarise({ heard, clock }: ReckonDeps, { of, seconds }: EdgeOrderOf<'window.summary'>['values'], pace: Pace) {
  const until = clock.now()
  const from = until - seconds * 1000
  const items: EdgeResultOf<'window.summary'>['items'] = []
  for (const measure of of) {
    let [count, late, total, least, most] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    let last: Reading | undefined
    for (const one of heard.readings(measure)) {
      await pace.step()
      // By the device's own time: one that came late still belongs where it happened.
      if (one.at <= from || one.at > until) continue
      count += 1
      late += one.isLate ? 1 : 0
      total += one.value
      least = Math.min(least, one.value)
      most = Math.max(most, one.value)
      if (last === undefined || one.at >= last.at) last = one
    }
    const figures = count === 0 ? { average: null, least: null, most: null } : { average: total / count, least, most }
    items.push({ device: measure.device, count, late, ...figures, last: last?.value ?? null, lastAt: last?.at ?? null })
  }
  return { kind: 'window.summary' as const, from, until, heardSince: Math.max(...of.map(heard.sinceOf)), items }
}

async function countLines(deps: ReckonDeps, { devices, minutes }: EdgeOrderOf<'lines.count'>['values'], pace: Pace) {
  const from = deps.clock.now() - minutes * 60_000
  const items: EdgeResultOf<'lines.count'>['items'] = []
  for (const device of devices) {
    await pace.step()
    items.push({ device, protocol: deps.registry.get(device)?.protocol ?? '', ...deps.heard.tally(device, from) })
  }
  const strangers = deps.strangers.all().filter(({ lastAt }) => lastAt >= from).length
  return { kind: 'lines.count' as const, from, heardSince: deps.heard.since, strangers, items }
}

/** Fewer of its own say too little about what is usual: then the house is asked, which keeps more. */
const enoughOfOwn = 30
const daysOfHouse = 7

interface Usual {
  readonly basis: 'own' | 'house' | 'none'
  readonly average: number | null
  readonly deviation: number | null
}

async function usualOf(deps: ReckonDeps, measure: Measure, values: readonly number[], wantsSpread: boolean, pace: Pace): Promise<Usual> {
  const average = values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
  const deviation = average === null ? null : Math.sqrt(values.reduce((sum, one) => sum + (one - average) ** 2, 0) / values.length)
  if (!wantsSpread || values.length >= enoughOfOwn) return { basis: values.length === 0 ? 'none' : 'own', average, deviation }
  const within = AbortSignal.any([pace.signal, AbortSignal.timeout(Math.max(1, Math.trunc(pace.left())))])
  const { answer } = await deps
    .request({ kind: 'history.summary', ...measure, days: daysOfHouse }, within)
    .catch((): Pick<RequestAnswer, 'answer'> => ({ answer: null }))
  if (answer?.kind === 'history.summary' && answer.readings >= enoughOfOwn)
    return { basis: 'house', average: answer.average, deviation: answer.deviation }
  return { basis: 'none', average, deviation }
}

async function detect(deps: ReckonDeps, values: EdgeOrderOf<'readings.detect'>['values'], pace: Pace) {
  const { of, last, above, below, spread } = values
  const items: EdgeResultOf<'readings.detect'>['items'] = []
  for (const measure of of) {
    const all: Reading[] = []
    for (const one of deps.heard.readings(measure)) {
      await pace.step()
      all.push(one)
    }
    const looked = all.sort((a, b) => a.at - b.at).slice(-last)
    const usual = await usualOf(
      deps,
      measure,
      looked.map(({ value }) => value),
      spread !== undefined,
      pace,
    )
    pace.check()
    const { average, deviation, basis } = usual
    const reach = spread === undefined || basis === 'none' || average === null || !deviation ? undefined : spread * deviation
    let found = 0
    let worst: { by: number; one: Reading } | undefined
    for (const one of looked) {
      const by = Math.max(
        above === undefined ? 0 : one.value - above,
        below === undefined ? 0 : below - one.value,
        reach === undefined ? 0 : Math.abs(one.value - (average as number)) - reach,
      )
      if (by <= 0) continue
      found += 1
      if (worst === undefined || by > worst.by) worst = { by, one }
    }
    const { device } = measure
    items.push({ device, ...usual, readings: looked.length, found, worst: worst?.one.value ?? null, worstAt: worst?.one.at ?? null })
  }
  return { kind: 'readings.detect' as const, items }
}

async function callRoll(
  deps: ReckonDeps,
  { devices, seconds }: EdgeOrderOf<'devices.answer'>['values'],
  pace: Pace,
  listening: Set<(event: DeviceSignal) => void>,
) {
  const began = deps.clock.elapsed()
  const missing = new Set(devices)
  const after = new Map<string, number>()
  const over = new AbortController()
  const hear = (event: DeviceSignal): void => {
    // Its word that it did what it was asked is a word of its own; anything else that the bridge says is not.
    const isProof = event.type === 'command.state' && event.values.state === 'done'
    if ((deaf.has(event.type) && !isProof) || event.type === 'device.offline' || !missing.delete(event.device)) return
    after.set(event.device, Math.trunc(deps.clock.elapsed() - began))
    if (missing.size === 0) over.abort()
  }
  listening.add(hear)
  const waitMs = seconds * 1000
  try {
    const asked = new Set<string>()
    for (const device of devices) {
      await pace.step()
      if (await deps.wake(device, waitMs)) asked.add(device)
    }
    const patience = waitMs - (deps.clock.elapsed() - began)
    // A timer may ring a little early: past its limit the job has to be seen to be past it.
    const limit = Math.ceil(pace.left()) + 2
    if (missing.size > 0 && patience > 0)
      await deps.clock.sleep(Math.min(patience, limit), AbortSignal.any([over.signal, pace.signal])).catch(() => undefined)
    pace.check()
    const items = devices.map((device) => ({
      ...{ device, answered: after.has(device), ms: after.get(device) ?? null },
      ...{ isAsked: asked.has(device), presence: deps.hub.presenceOf(device) },
    }))
    return { kind: 'devices.answer' as const, items }
  } finally {
    listening.delete(hear)
  }
}
