import type { TransportRequest } from '../src/kernel/transport.ts'
import { type Handler, refusal } from './fakes.ts'

export interface Effect {
  readonly path: string
  readonly body: Record<string, unknown>
}

/**
 * A server that remembers keys as ours does: the same key gives the same answer and no second effect.
 * `effects` is the independent witness of what really happened.
 */
export function fakeServer() {
  const effects: Effect[] = []
  const answers = new Map<string, { request: string; answer: { status: number; body?: unknown } }>()
  const uploads = new Map<string, string>()
  let refuse: ((request: TransportRequest) => { status: number; body?: unknown } | 'no-network' | undefined) | undefined

  const handler: Handler = (request) => {
    const refused = refuse?.(request)
    if (refused !== undefined) return refused
    const key = request.headers['idempotency-key'] ?? ''
    const kept = answers.get(key)
    if (kept !== undefined)
      return kept.request === `${request.url} ${request.body}` ? kept.answer : { status: 422, body: refusal('request.key-reused') }
    const body = JSON.parse(request.body ?? '{}') as Record<string, unknown>
    effects.push({ path: request.url, body })
    const answer = { status: 201, body: { id: `r${effects.length}`, version: effects.length } }
    answers.set(key, { request: `${request.url} ${request.body}`, answer })
    return answer
  }
  return {
    handler,
    effects,
    refuseWith(rule: typeof refuse) {
      refuse = rule
    },
    upload: async (file: string, key: string) => {
      const id = uploads.get(key) ?? `u-${file}`
      uploads.set(key, id)
      return id
    },
    uploads,
  }
}
