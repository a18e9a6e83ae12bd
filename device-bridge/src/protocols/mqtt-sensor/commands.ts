import { createReplies } from '../../families/sensors/replies.ts'
import type { Device } from '../../registry.ts'
import type { Order, Step } from '../protocol.ts'
import { mustSeal, type Sessions } from './sessions.ts'

/** Sends a command to a sensor's own topic and waits for its replies. */
export function createSensorCommands(
  publish: (device: Device<{ tenant: string }>, text: string) => Promise<void>,
  sessions: Pick<Sessions, 'seal'>,
  now: () => number,
) {
  const replies = createReplies()
  return {
    replied: replies.replied,
    send: (order: Order<{ tenant: string }>): AsyncGenerator<Step> =>
      replies.carry(order, async () => {
        const { device, id } = order
        const text = JSON.stringify({ id, ts: now(), name: order.order.name, args: order.order.values })
        const sent = mustSeal(device) ? sessions.seal(device.code, text) : text
        if (sent === undefined) return false
        await publish(device, sent)
        return true
      }),
  }
}
