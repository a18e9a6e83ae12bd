import { commandNames } from '@liren/contract/device-commands'
import type { MqttTransport } from '../../transport/mqtt.ts'
import { readJson } from '../json.ts'
import type { Order, Step } from '../protocol.ts'

/** Everything the vocabulary has: whether its own model can do it is the device's answer. */
export const sensorCommands = commandNames.filter((name) => name !== 'device.frames')

interface Reply {
  readonly code: number
  readonly reason?: string | undefined
  readonly values?: Step['values']
}

const codes = { done: 0, accepted: 1 } as const

/** `{ id, code, message, data }`: 0 is done, 1 is accepted with another reply to follow, anything else is refused. */
export function readReply(payload: Buffer): { id: string; reply: Reply } | { why: string } {
  const json = readJson(payload)
  if (!json.ok) return { why: json.why }
  if (json.value === null || typeof json.value !== 'object') return { why: 'not an object' }
  const { id, code, message, data } = json.value as { id?: unknown; code?: unknown; message?: unknown; data?: unknown }
  if (typeof id !== 'string' || typeof code !== 'number') return { why: 'no id or no code' }
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

/** Sends a command to a sensor's own topic and waits for its replies. */
export function createSensorCommands(mqtt: MqttTransport, now: () => number) {
  const waiting = new Map<string, { device: string; heard(reply: Reply): void }>()
  return {
    /** False when nobody waits for it, or another device answers. */
    replied(device: string, id: string, reply: Reply): boolean {
      const one = waiting.get(id)
      if (one?.device !== device) return false
      one.heard(reply)
      return true
    },
    async *send({ id, device, order, signal }: Order<{ tenant: string }>): AsyncGenerator<Step> {
      const replies: Reply[] = []
      let wake = (): void => undefined
      const heard = (reply: Reply): void => {
        replies.push(reply)
        wake()
      }
      waiting.set(id, { device: device.code, heard })
      try {
        const topic = `v1/${device.address.tenant}/${device.product}/${device.code}/cmd`
        await mqtt.publish(topic, JSON.stringify({ id, ts: now(), name: order.name, args: order.values }))
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
