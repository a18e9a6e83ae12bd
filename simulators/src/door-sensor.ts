import mqtt, { type MqttClient } from 'mqtt'

export interface DoorSensorOptions {
  readonly brokerUrl: string
  readonly device: string
  readonly secret: string
  readonly now?: () => number
}

export interface DoorSensor {
  /** Resolves when the broker has confirmed. */
  say(open: boolean): Promise<void>
  alive(): Promise<void>
  readonly connected: boolean
  close(): Promise<void>
}

/** A door contact with a battery, on our own topics. It connects by itself and again after losing the broker. */
export function startDoorSensor(options: DoorSensorOptions): DoorSensor {
  const now = options.now ?? Date.now
  const topic = (kind: string): string => `v1/demo/door-contact/${options.device}/${kind}`
  const client: MqttClient = mqtt.connect(options.brokerUrl, {
    clientId: options.device,
    username: options.device,
    password: options.secret,
    reconnectPeriod: 2000,
    // The bridge may hear of this device a moment later than it comes.
    reconnectOnConnackError: true,
    keepalive: 30,
  })
  // Without a listener a refused connection would end the whole simulator.
  client.on('error', () => {})
  let battery = 100
  let counter = 0
  return {
    get connected() {
      return client.connected
    },
    async say(open) {
      battery = Math.max(battery - 0.01, 5)
      const id = `${now().toString(36)}-${counter++}`
      const message = { id, ts: now(), values: { open, battery: Math.round(battery) } }
      await client.publishAsync(topic('event'), JSON.stringify(message), { qos: 1 })
    },
    async alive() {
      await client.publishAsync(topic('state'), JSON.stringify({ ts: now(), online: true }), { qos: 1 })
    },
    close: () => client.endAsync(),
  }
}
