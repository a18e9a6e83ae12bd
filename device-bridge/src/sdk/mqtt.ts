import mqtt from 'mqtt'
import { systemChance, systemClock } from '../ports/system.ts'
import { type Command, createAnswers, type OnCommand } from './answers.ts'
import { createChannel } from './channel.ts'
import type { DeviceConfig } from './config.ts'
import { createWriter, type Said } from './message.ts'

export interface MqttDevice {
  /** Resolves when the message lies on the bridge's disk; what is said without a connection is said when there is one. */
  tell(said: Said): Promise<void>
  /** Whether the line stands now. */
  readonly isOpen: boolean
  close(): Promise<void>
}

interface MqttHooks {
  onCommand?: OnCommand
  /** The line stands, again and again: `commands` are heard from here on. */
  onOpen?(): void
  /** Why it does not stand; it is tried again by itself. */
  onTrouble?(reason: string): void
}

/** A long line over MQTT with TLS: tells what happens, is told what to do, comes back by itself. */
export async function connectMqtt(config: DeviceConfig, { onCommand, onOpen, onTrouble }: MqttHooks = {}): Promise<MqttDevice> {
  if (config.mqtt === undefined) throw new Error('device.json names no address "mqtt"')
  const writer = createWriter(config, systemClock.now)
  const topic = (what: string): string => `v1/${config.tenant}/${config.product}/${config.code}/${what}`
  const proof = config.cert === undefined ? { username: config.code, password: config.secret } : { cert: config.cert, key: config.key }
  const client = mqtt.connect(config.mqtt, {
    clientId: config.code,
    ...proof,
    ...(config.ca === undefined ? {} : { ca: config.ca }),
    keepalive: 60,
    // Not all at once after a power cut.
    reconnectPeriod: 1000 + Math.floor(systemChance() * 4000),
    reconnectOnConnackError: true,
  })
  const answerTo = onCommand && createAnswers(onCommand)
  client.on('error', (error) => onTrouble?.(error.message))
  client.on('close', () => onTrouble?.('the line is cut'))
  const channel = config.channel === 'sm' ? createChannel(config, systemClock.now) : undefined
  client.on('message', (_, sent) => {
    if (channel?.welcomed(sent)) return onOpen?.()
    const opened = channel === undefined ? { ok: true as const, payload: sent } : channel.open(sent)
    if (!opened.ok) return onTrouble?.(`refused: ${opened.why}`)
    const command = JSON.parse(opened.payload.toString()) as Command
    const reply = async (): Promise<void> => {
      if (!answerTo) return
      const text = JSON.stringify({ id: command.id, ...(await answerTo(command)) })
      await client.publishAsync(topic('cmd/reply'), await sealed(writer.wrap(text)), { qos: 1 })
    }
    void reply().catch((error: Error) => onTrouble?.(error.message))
  })
  const sealed = async (text: string): Promise<string> => (channel ? channel.seal(text) : text)
  client.on('connect', () => {
    client.subscribeAsync(topic('cmd'), { qos: 1 }).then(
      () => (channel ? client.publish(topic('session'), channel.greet(), { qos: 1 }) : onOpen?.()),
      (error: Error) => onTrouble?.(error.message),
    )
  })
  return {
    get isOpen() {
      return client.connected
    },
    async tell(said) {
      await client.publishAsync(topic('event'), await sealed(writer.say(said)), { qos: 1 })
    },
    // What was not confirmed is nobody's promise: `tell` has not resolved for it.
    close: () => client.endAsync(true),
  }
}
