import { setTimeout as wait } from 'node:timers/promises'
import type { Journal } from './journal.ts'

export interface ClientOptions {
  readonly origin: string
  readonly token: string
  readonly placeId: string
  readonly journal: Journal
  readonly name: string
  /** For the negative control: every try with a key of its own. */
  readonly freshKeys?: boolean
}

export interface Client {
  /** No new request; the one in hand is tried until it is answered. */
  finish(): Promise<void>
  readonly promised: () => number
}

/**
 * Reports one repair after the other. A request without an answer is tried again with the same key, as the apps do,
 * until somebody answers; the key is written into the description so that the database can be asked about it.
 */
export function startClient(options: ClientOptions): Client {
  let stopping = false
  let promised = 0
  let tries = 0

  async function ask(key: string): Promise<string | undefined> {
    const sent = options.freshKeys ? `${key}-${String(++tries).padStart(6, '0')}` : key
    try {
      const response = await fetch(`${options.origin}/api/repairs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json', 'idempotency-key': sent },
        body: JSON.stringify({ kind: 'home', category: 'water', description: key, placeId: options.placeId, photos: [] }),
        signal: AbortSignal.timeout(10_000),
      })
      if (response.status !== 201) return undefined
      return ((await response.json()) as { id: string }).id
    } catch {
      return undefined
    }
  }

  async function run(): Promise<void> {
    for (let number = 0; !stopping; number++) {
      const key = `drill-${options.name}-${String(number).padStart(8, '0')}`
      options.journal.note({ key, kind: 'asked' })
      for (;;) {
        const id = await ask(key)
        if (id !== undefined) {
          options.journal.note({ key, kind: 'promised', id })
          promised++
          break
        }
        await wait(100)
      }
    }
  }

  const running = run()
  return {
    finish: () => {
      stopping = true
      return running
    },
    promised: () => promised,
  }
}
