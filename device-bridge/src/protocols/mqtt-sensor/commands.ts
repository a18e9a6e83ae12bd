import { createReplies } from '../../families/sensors/replies.ts'
import type { MqttTransport } from '../../transport/mqtt.ts'
import type { Order, Step } from '../protocol.ts'

/** Sends a command to a sensor's own topic and waits for its replies. */
export function createSensorCommands(mqtt: MqttTransport, now: () => number) {
  const replies = createReplies()
  return {
    replied: replies.replied,
    send: (order: Order<{ tenant: string }>): AsyncGenerator<Step> =>
      replies.carry(order, async () => {
        const { device, id } = order
        const topic = `v1/${device.address.tenant}/${device.product}/${device.code}/cmd`
        await mqtt.publish(topic, JSON.stringify({ id, ts: now(), name: order.order.name, args: order.order.values }))
        return true
      }),
  }
}
