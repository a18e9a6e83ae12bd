import mqtt, { type MqttClient } from 'mqtt'
import type { Stage } from './playing.ts'

/** A device's own connection to the broker: it comes back by itself. `heard` gets what is sent to its topics. */
export async function openMqttLine(
  stage: Stage,
  { code, secret, topics }: { readonly code: string; readonly secret: string; readonly topics: readonly string[] },
  heard: (topic: string, payload: Buffer, client: MqttClient) => void,
): Promise<MqttClient> {
  const client = mqtt.connect(stage.mqttUrl, {
    ...{ clientId: code, username: code, password: secret, reconnectPeriod: 3000, reconnectOnConnackError: true, keepalive: 30 },
    queueQoSZero: false,
  })
  // Without a listener a refused connection would end the whole simulator.
  client.on('error', () => {})
  client.on('message', (topic, payload) => heard(topic, payload, client))
  stage.signal.addEventListener('abort', () => client.end(true), { once: true })
  await new Promise<void>((resolve) => {
    client.once('connect', () => resolve())
    stage.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  if (!stage.signal.aborted) for (const topic of topics) await client.subscribeAsync(topic, { qos: 1 })
  return client
}

/** An identity of its own for each message, so that one that comes twice counts once. */
export const messageId = (now: number, count: number): string => `${now.toString(36)}-${count.toString(36)}`

export const readOrder = (payload: Buffer): { readonly id?: string; readonly name?: string; readonly args?: Record<string, unknown> } => {
  try {
    return JSON.parse(payload.toString()) as { id?: string }
  } catch {
    return {}
  }
}
