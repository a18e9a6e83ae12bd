import type { Clock } from '../../ports/ports.ts'
import type { Said } from './codec.ts'

interface Watched {
  /** On the clock that only passes: since when somebody stands between floors behind a closed door. */
  since: number | undefined
  at: number
  isTrapped: boolean
}

const longMs = 30_000

/**
 * Whether people are trapped: the gateway's own word where it has one; otherwise not level, door closed and somebody inside
 * for more than thirty seconds. One open finding for each lift. Reports of the past and those that go back in time say nothing.
 */
export function createTrapWatch(clock: Clock) {
  const lifts = new Map<string, Watched>()
  return {
    /** True when it begins, false when it is over, undefined when nothing changes. */
    heard(lift: string, { state, trapped }: Pick<Said, 'state' | 'trapped'>, at: number, isLive: boolean): boolean | undefined {
      const known = lifts.get(lift) ?? { since: undefined, at: 0, isTrapped: false }
      lifts.set(lift, known)
      if (!isLive || at < known.at) return undefined
      known.at = at
      const told = trapped ?? reckoned(known, state)
      if (told === undefined || told === known.isTrapped) return undefined
      known.isTrapped = told
      return told
    },
  }

  function reckoned(known: Watched, { inDoorZone, door, hasPassenger, isMoving }: Said['state']): boolean | undefined {
    // Half a report proves nothing either way.
    if (inDoorZone === undefined || door === undefined || hasPassenger === undefined) return undefined
    const isStuck = !inDoorZone && door === 'closed' && hasPassenger && isMoving !== true
    if (!isStuck) {
      known.since = undefined
      return false
    }
    known.since ??= clock.elapsed()
    return clock.elapsed() - known.since > longMs ? true : undefined
  }
}
