import type { Clock } from '../ports/time.ts'

/** A clock that tests move; sleeping moves it too. */
export function movableClock(start = Date.UTC(2026, 0, 15, 4)): Clock & { forward(ms: number): void } {
  let now = start
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms
    },
    forward(ms) {
      now += ms
    },
  }
}

/** Keeps every log line, so that a test can look for what must not be in them. */
export function listeningLog() {
  const lines: string[] = []
  return { lines, warn: (...parts: unknown[]) => void lines.push(JSON.stringify(parts)) }
}
