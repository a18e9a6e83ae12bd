import type { Line } from '../../lines/line.ts'
import type { Clock } from '../../ports/ports.ts'

/** Far below what any class of presence allows, and next to nothing beside what is said through it. */
const onceMs = 60_000

/** Who speaks for others is there itself: said once a minute at most, so that it takes nothing of its measure. */
export function createAlive(clock: Clock): (line: Line, code: string) => Promise<void> {
  const heardAt = new Map<string, number>()
  return async (line, code) => {
    if (clock.elapsed() - (heardAt.get(code) ?? Number.NEGATIVE_INFINITY) < onceMs) return
    heardAt.set(code, clock.elapsed())
    await line.hear({ device: code, signals: [] })
  }
}
