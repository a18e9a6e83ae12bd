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

/** A house that comes back at all is back by then. */
const patienceMs = 120_000

export interface Client {
  /** No new request; the one in hand is tried until it is answered, and fails when that does not come. */
  finish(): Promise<void>
  readonly promised: () => number
}

/**
 * Reports one repair after the other. A request without an answer is tried again with the same key, as the apps do,
 * until somebody answers; the key is written into the description so that the database can be asked about it.
 */
export function startClient(options: ClientOptions): Client {
  let deadline = Number.POSITIVE_INFINITY
  let promised = 0
  let tries = 0
  let last = 'nothing was asked'

  async function ask(key: string): Promise<string | undefined> {
    const sent = options.freshKeys ? `${key}-${String(++tries).padStart(6, '0')}` : key
    try {
      const response = await fetch(`${options.origin}/api/repairs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json', 'idempotency-key': sent },
        body: JSON.stringify({ kind: 'home', category: 'water', description: key, placeId: options.placeId, photos: [] }),
        signal: AbortSignal.timeout(10_000),
      })
      if (response.status === 201) return ((await response.json()) as { id: string }).id
      last = `${response.status} ${await response.text()}`
    } catch (error) {
      last = String(error)
    }
    return undefined
  }

  async function run(): Promise<void> {
    for (let number = 0; deadline === Number.POSITIVE_INFINITY; number++) {
      const key = `drill-${options.name}-${String(number).padStart(8, '0')}`
      options.journal.note({ key, kind: 'asked' })
      for (;;) {
        const id = await ask(key)
        if (id !== undefined) {
          options.journal.note({ key, kind: 'promised', id })
          promised++
          break
        }
        if (Date.now() > deadline) throw new Error(`${key} was never answered: ${last}`)
        await wait(100)
      }
    }
  }

  const running = run()
  return {
    finish: () => {
      deadline = Date.now() + patienceMs
      return running
    },
    promised: () => promised,
  }
}
