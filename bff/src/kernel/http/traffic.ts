import { type AnyEndpoint, groupOf } from '@liren/contract'
import type { Clock } from '../ports/time.ts'
import { insertOnce } from '../store/insert-once.ts'
import type { Store } from '../store/store.ts'

/** Upper ends of the classes in which times are counted, in milliseconds; the last class has none. */
export const timeClasses = [10, 30, 100, 300, 1000, 3000] as const

interface Setting {
  readonly endpoint: string
  readonly grp: string | null
  readonly owner: string | null
  readonly is_on: number
  readonly version: number
}

interface Count {
  calls: number
  errors: number
  totalMs: number
  readonly classes: number[]
}

/** Traffic control of every interface: whether it is on, which group it is granted by, and what was asked of it. */
export interface Traffic {
  settings(): Promise<ReadonlyMap<string, Setting>>
  forget(): void
  /** At once while the settings are fresh: every request asks. */
  isOn(endpoint: AnyEndpoint): boolean | Promise<boolean>
  group(endpoint: AnyEndpoint): Promise<string>
  record(endpointId: string, caller: string, ms: number, failed: boolean): void
  /** Adds what was counted in this process to the hourly table. */
  flush(): Promise<void>
}

const freshMs = 2_000
const hourMs = 3_600_000
/** Callers are few kinds plus partners; a flood of ids must not fill the memory. */
const mostCounts = 20_000

export function createTraffic(store: Store, clock: Clock): Traffic {
  let kept: { at: number; settings: ReadonlyMap<string, Setting> } | undefined
  let counts = new Map<string, Count>()

  async function settings(): Promise<ReadonlyMap<string, Setting>> {
    const now = clock.now()
    if (kept && now - kept.at < freshMs) return kept.settings
    try {
      const rows = await store.rows<Setting>('SELECT endpoint, grp, owner, is_on, version FROM api_settings')
      kept = { at: now, settings: new Map(rows.map((row) => [row.endpoint, row])) }
    } catch (error) {
      // what was switched off stays off while the store is away
      if (!kept) throw error
    }
    return kept.settings
  }

  return {
    settings,
    forget: () => {
      kept = undefined
    },
    isOn(endpoint) {
      const on = (of: ReadonlyMap<string, Setting>) => of.get(endpoint.id)?.is_on !== 0
      return kept && clock.now() - kept.at < freshMs ? on(kept.settings) : settings().then(on)
    },
    group: async (endpoint) => (await settings()).get(endpoint.id)?.grp ?? groupOf(endpoint),

    record(endpointId, caller, ms, failed) {
      const hour = Math.floor(clock.now() / hourMs) * hourMs
      const key = `${hour}|${endpointId}|${caller}`
      let count = counts.get(key)
      if (!count) {
        if (counts.size >= mostCounts) return
        count = { calls: 0, errors: 0, totalMs: 0, classes: [0, 0, 0, 0, 0, 0, 0] }
        counts.set(key, count)
      }
      count.calls++
      if (failed) count.errors++
      count.totalMs += ms
      const found = timeClasses.findIndex((end) => ms <= end)
      const index = found < 0 ? timeClasses.length : found
      count.classes[index] = (count.classes[index] ?? 0) + 1
    },

    async flush() {
      const taken = counts
      counts = new Map()
      for (const [key, count] of taken) {
        const [hour = '0', endpoint = '', caller = ''] = key.split('|')
        await store.tx(async (tx) => {
          await insertOnce(store, 'api_call_hours', { hour: Number(hour), endpoint, caller }, tx)
          const classes = count.classes.map((_, i) => `b${i} = b${i} + ?`).join(', ')
          await store.run(
            `UPDATE api_call_hours SET calls = calls + ?, errors = errors + ?, total_ms = total_ms + ?, ${classes} WHERE hour = ? AND endpoint = ? AND caller = ?`,
            [count.calls, count.errors, Math.round(count.totalMs), ...count.classes, Number(hour), endpoint, caller],
            tx,
          )
        })
      }
    },
  }
}
