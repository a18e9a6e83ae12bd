import type { Clock } from '../../ports/ports.ts'
import { signalsOf } from '../../traits/trait.ts'
import type { MqttHeard } from '../../transport/mqtt.ts'
import { createRepeats, decodeMessage, parseTopic } from './codec.ts'
import { sensorModels } from './devices.ts'

interface SensorDeps {
  readonly clock: Clock
  /** The registered product of a device; undefined when it is not one of ours. */
  productOf(device: string): string | undefined
}

export const sensorTopics = ['v1/+/+/+/telemetry', 'v1/+/+/+/event', 'v1/+/+/+/state'] as const

/** Turns messages on our topics into what the devices said. Resolves when that is on disk. */
export function createSensorListener(deps: SensorDeps): (message: MqttHeard) => Promise<void> {
  const repeats = createRepeats()
  return async ({ topic, payload, retained, line }) => {
    const parsed = parseTopic(topic)
    if (!parsed) return
    const { device } = parsed
    if (!line.prove(device)) return line.stranger(device, `a message on ${topic}`, payload)
    const product = deps.productOf(device) as string
    if (product !== parsed.model) return line.unknown(payload, `topic says ${parsed.model}`)
    // A retained message or a state is a sign of life; acting on it would repeat the past.
    if (retained || parsed.kind === 'state') return line.hear({ signals: [] })
    const message = decodeMessage(payload, deps.clock.now())
    if (!message.ok) return line.unknown(payload, message.why)
    if (repeats.isRepeat(device, message.id)) return
    await line.hear({ at: message.at, signals: signalsOf(sensorModels[product]?.traits ?? [], message.values) })
    repeats.remember(device, message.id)
  }
}
