import type { Clock } from '../ports/ports.ts'

/**
 * Who has been heard lately. After a start nobody is anything until heard: a device that was online an hour ago
 * may be gone, so no state is carried over. Silence is measured on the clock that only passes: a wall clock that is
 * set anew makes nobody leave.
 */
export function createPresence(clock: Clock, silenceOf: (device: string) => number) {
  const heardAt = new Map<string, number>()
  const online = new Set<string>()
  return {
    /** True when this is news: the device was not online before. */
    heard(device: string): boolean {
      heardAt.set(device, clock.elapsed())
      if (online.has(device)) return false
      online.add(device)
      return true
    },
    /** Devices that have been silent for too long since, each told once. */
    sweep(): { device: string; silentMs: number }[] {
      const now = clock.elapsed()
      const gone: { device: string; silentMs: number }[] = []
      for (const device of online) {
        const silentMs = now - (heardAt.get(device) ?? now)
        if (silentMs <= silenceOf(device)) continue
        online.delete(device)
        gone.push({ device, silentMs })
      }
      return gone
    },
    /** Said by the network itself, e.g. a last will. */
    left(device: string): boolean {
      return online.delete(device)
    },
    of(device: string): 'unknown' | 'online' | 'offline' {
      if (online.has(device)) return 'online'
      return heardAt.has(device) ? 'offline' : 'unknown'
    },
    get online() {
      return online.size
    },
  }
}

export type Presence = ReturnType<typeof createPresence>
