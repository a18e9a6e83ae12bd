import type { Clock, Log } from '../../ports/ports.ts'
import { signalsOf } from '../../traits/trait.ts'
import type { MqttMessage } from '../../transport/broker.ts'
import { createRepeats, decodeMessage, parseTopic } from './codec.ts'
import { sensorModels } from './devices.ts'

interface SensorDeps {
  readonly clock: Clock
  readonly log: Log
  /** The registered model of a device; undefined when it is not one of ours. */
  modelOf(device: string): string | undefined
  hear(heard: { device: string; at?: number | undefined; signals: ReturnType<typeof signalsOf> }): Promise<void>
  hearUnknown(device: string, protocol: string, reason: string, bytes: Buffer): Promise<void>
}

export const sensorTopics = ['v1/+/+/+/telemetry', 'v1/+/+/+/event', 'v1/+/+/+/state'] as const

/** Turns messages on our topics into what the devices said. Resolves when that is on disk. */
export function createSensorListener(deps: SensorDeps): (message: MqttMessage) => Promise<void> {
  const repeats = createRepeats()
  return async ({ topic, payload, retained, device: publisher }) => {
    const parsed = parseTopic(topic)
    if (!parsed) return
    const { device } = parsed
    const registered = deps.modelOf(device)
    if (registered === undefined || (publisher !== undefined && publisher !== device)) {
      deps.log.warn({ topic }, 'a message on a topic of nobody we know')
      return
    }
    if (registered !== parsed.model) return deps.hearUnknown(device, 'mqtt-sensor', `topic says ${parsed.model}`, payload)
    // A retained message or a state is a sign of life; acting on it would repeat the past.
    if (retained || parsed.kind === 'state') return deps.hear({ device, signals: [] })
    const message = decodeMessage(payload, deps.clock.now())
    if (!message.ok) return deps.hearUnknown(device, 'mqtt-sensor', message.why, payload)
    if (repeats.isRepeat(device, message.id)) return
    await deps.hear({ device, at: message.at, signals: signalsOf(sensorModels[registered]?.traits ?? [], message.values) })
    repeats.remember(device, message.id)
  }
}
