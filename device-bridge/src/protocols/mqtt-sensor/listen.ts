import { decodeMessage } from '../../families/sensors/message.ts'
import { readReply } from '../../families/sensors/replies.ts'
import { type Opened, openMessage } from '../../families/sensors/signed.ts'
import { spoken } from '../../families/sensors/spoken.ts'
import type { Clock } from '../../ports/ports.ts'
import type { Device } from '../../registry.ts'
import type { MqttHeard } from '../../transport/mqtt.ts'
import { parseTopic } from './codec.ts'
import type { createSensorCommands } from './commands.ts'
import { mustSeal, type Sessions } from './sessions.ts'

interface SensorDeps {
  readonly clock: Clock
  deviceOf(code: string): Device | undefined
  unseal(sealed: string): string | undefined
  readonly sessions: Sessions
  /** Sends to the device's own topic of commands. */
  publish(device: Device, text: string): Promise<void>
  reachable(device: string): boolean
  readonly commands: Pick<ReturnType<typeof createSensorCommands>, 'replied'>
}

export const sensorTopics = ['v1/+/+/+/telemetry', 'v1/+/+/+/event', 'v1/+/+/+/state', 'v1/+/+/+/session', 'v1/+/+/+/cmd/reply'] as const

/** A signed message that is older than this, or than the last one, is a replay. */
const freshMs = 5 * 60_000

/** Turns messages on our topics into what the devices said. Resolves when that is on disk. */
export function createSensorListener(deps: SensorDeps): (message: MqttHeard) => Promise<void> {
  const lastSigned = new Map<string, number>()
  async function greeted(device: Device, sent: Buffer, line: MqttHeard['line']): Promise<void> {
    const answer = deps.sessions.greet(device.code, sent, line)
    if ('why' in answer) return line.unknown(sent, answer.why)
    await deps.publish(device, answer.welcome)
    deps.reachable(device.code)
  }

  return async ({ topic, payload: sent, retained, line }) => {
    const parsed = parseTopic(topic)
    if (!parsed) return
    const { device: code, kind } = parsed
    const device = line.prove(code) ? deps.deviceOf(code) : undefined
    if (!device) return line.stranger(code, `a message on ${topic}`, sent)
    if (device.product !== parsed.model) return line.unknown(sent, `topic says ${parsed.model}`)
    // A retained message or a state is a sign of life; acting on it would repeat the past.
    if (retained || kind === 'state') return line.hear({ signals: [] })
    if (kind === 'session') return greeted(device, sent, line)
    const sealed: Opened = mustSeal(device) ? deps.sessions.open(code, sent, line) : { ok: true, payload: sent }
    if (!sealed.ok) return line.unknown(sent, sealed.why)
    const opened = openMessage(device, sealed.payload, deps.unseal)
    if (!opened.ok) return line.unknown(sent, opened.why)
    const { payload } = opened
    if (kind === 'reply') {
      const read = readReply(payload)
      if ('why' in read) return line.unknown(sent, read.why)
      deps.commands.replied(code, read.id, read.reply)
      return line.hear({ signals: [] })
    }
    const now = deps.clock.now()
    const message = decodeMessage(payload, now)
    if (!message.ok) return line.unknown(sent, message.why)
    if (device.publicKey !== undefined) {
      const isFresh = message.at !== undefined && message.at > now - freshMs && message.at > (lastSigned.get(code) ?? 0)
      if (!isFresh) return line.unknown(sent, 'signed, but not newer than the last one')
      lastSigned.set(code, message.at as number)
    }
    await line.hear({ at: message.at, signals: spoken(device.product, message), key: message.id })
  }
}
