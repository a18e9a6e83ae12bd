import { markOfDevice, mostAheadMs } from './mark.ts'
import { addTo } from './pane.ts'
import { endsOf, type Message, type Pane, paneKey, type StreamPlan, stepOf } from './shape.ts'

/** What became of messages of one device. */
export interface Tally {
  taken: number
  /** Counted, and corrected a window that had been written. */
  late: number
  /** Missed at least one window. */
  dropped: number
  ahead: number
}

export interface Judged {
  /** Messages that count, in the steps that they fall into. */
  readonly taken: readonly Message[]
  /** Of windows that were written: how many messages corrected them, and how many came too late for them. */
  readonly touched: ReadonlyMap<number, { late: number; dropped: number }>
  readonly tallies: ReadonlyMap<string, Tally>
  /** The latest moment that each device told of. */
  readonly reached: ReadonlyMap<string, number>
}

/**
 * Holds messages of a batch against how far the window had come before it. A window that ended at `e` is corrected
 * until the watermark has passed `e` by the lateness; from then on it stays as it is and counts what it missed.
 */
export function judge(plan: StreamPlan, before: number | undefined, messages: readonly Message[], now: number): Judged {
  const touched = new Map<number, { late: number; dropped: number }>()
  const tallies = new Map<string, Tally>()
  const taken: Message[] = []
  const reached = new Map<string, number>()
  const touch = (end: number) => {
    const known = touched.get(end) ?? { late: 0, dropped: 0 }
    touched.set(end, known)
    return known
  }
  for (const message of messages) {
    const tally = tallies.get(message.deviceId) ?? { taken: 0, late: 0, dropped: 0, ahead: 0 }
    tallies.set(message.deviceId, tally)
    if (message.at > now + mostAheadMs) {
      tally.ahead += 1
      continue
    }
    reached.set(message.deviceId, markOfDevice(reached.get(message.deviceId), message.at))
    const ends = endsOf(plan, message.at)
    const missed = before === undefined ? [] : ends.filter((end) => end + plan.latenessMs <= before)
    const corrected = before === undefined ? [] : ends.filter((end) => end <= before && end + plan.latenessMs > before)
    for (const end of missed) touch(end).dropped += 1
    for (const end of corrected) touch(end).late += 1
    if (missed.length > 0) tally.dropped += 1
    if (corrected.length > 0) tally.late += 1
    if (missed.length === ends.length) continue
    tally.taken += 1
    taken.push(message)
  }
  return { taken, touched, tallies, reached }
}

/** The steps after these messages. */
export function addAll(plan: StreamPlan, panes: ReadonlyMap<string, Pane>, messages: readonly Message[]): Map<string, Pane> {
  const after = new Map(panes)
  for (const message of messages) {
    const key = paneKey({ deviceId: message.deviceId, start: stepOf(message.at, plan.stepMs) })
    after.set(key, addTo(after.get(key), plan, message))
  }
  return after
}

/** Windows that something was said in and that the watermark has passed now and had not before. */
export function newlyOver(plan: StreamPlan, panes: Iterable<Pane>, before: number | undefined, after: number | undefined): number[] {
  if (after === undefined) return []
  const ends = new Set<number>()
  for (const pane of panes)
    for (const end of endsOf(plan, pane.start)) if (end <= after && (before === undefined || end > before)) ends.add(end)
  return [...ends].sort((a, b) => a - b)
}
