import { commandNames } from '@liren/contract/device-commands'
import { readJson } from '../../protocols/json.ts'
import type { Order, Step } from '../../protocols/protocol.ts'

/** Everything the vocabulary has: whether its own model can do it is the device's answer. */
export const sensorCommands = commandNames.filter((name) => name !== 'device.frames')

export interface Reply {
  readonly code: number
  readonly reason?: string | undefined
  readonly values?: Step['values']
}

const codes = { done: 0, accepted: 1 } as const

/** Whether nothing more is to follow. */
export const isFinal = ({ code }: Reply): boolean => code !== codes.accepted

/** `{ id, code, message, data }`: 0 is done, 1 is accepted with another reply to follow, anything else is refused. */
export function readReply(payload: Buffer, known?: string): { id: string; reply: Reply } | { why: string; at: number } {
  const json = readJson(payload)
  if (!json.ok) return { why: json.why, at: json.at }
  if (json.value === null || typeof json.value !== 'object') return { why: 'not an object', at: 0 }
  const { id = known, code, message, data } = json.value as { id?: unknown; code?: unknown; message?: unknown; data?: unknown }
  if (typeof id !== 'string' || typeof code !== 'number') return { why: 'no id or no code', at: 0 }
  const values = data !== null && typeof data === 'object' ? scalarsOf(data) : undefined
  return { id, reply: { code, reason: typeof message === 'string' ? message.slice(0, 200) : undefined, values } }
}

const scalarsOf = (data: object): Record<string, string | number | boolean | null> =>
  Object.fromEntries(
    Object.entries(data)
      .filter(
        ([name, value]) =>
          /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}$/.test(name) && (value === null || ['string', 'number', 'boolean'].includes(typeof value)),
      )
      .slice(0, 50),
  )

/** Brings replies of devices to the commands that wait for them. */
export function createReplies() {
  const waiting = new Map<string, { device: string; heard(reply: Reply): void }>()
  return {
    /** False when nobody waits for it, or another device answers. */
    replied(device: string, id: string, reply: Reply): boolean {
      const one = waiting.get(id)
      if (one?.device !== device) return false
      one.heard(reply)
      return true
    },
    /** Hands the command over by `deliver`, which says whether it went, and follows its replies until the end of its time. */
    async *carry({ id, device, signal }: Order, deliver: () => Promise<boolean>): AsyncGenerator<Step> {
      const replies: Reply[] = []
      let wake = (): void => undefined
      const heard = (reply: Reply): void => {
        replies.push(reply)
        wake()
      }
      waiting.set(id, { device: device.code, heard })
      try {
        if (!(await deliver())) return
        yield { state: 'sent' }
        while (!signal.aborted) {
          const reply = replies.shift()
          if (reply === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve
              signal.addEventListener('abort', () => resolve(), { once: true })
            })
            continue
          }
          const { reason, values } = reply
          if (reply.code === codes.accepted) yield { state: 'accepted' }
          else if (reply.code === codes.done) return yield { state: 'done', ...(values ? { values } : {}) }
          else return yield { state: 'failed', reason: reason ?? `code ${reply.code}` }
        }
      } finally {
        waiting.delete(id)
      }
    },
  }
}
export type Replies = ReturnType<typeof createReplies>
