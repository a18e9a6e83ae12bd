import mqtt, { type MqttClient } from 'mqtt'

export interface SirenOptions {
  readonly brokerUrl: string
  readonly device: string
  readonly secret: string
  readonly now?: () => number
  /** Called when it begins to sound or falls silent. */
  readonly turned?: (isOn: boolean) => void
}

export interface Siren {
  readonly connected: boolean
  /** Whether it sounds and flashes now. */
  readonly isOn: boolean
  /** Says how it stands, as it does every minute. */
  alive(): Promise<void>
  close(): Promise<void>
}

/** A sound-light alarm on our own topics: it does what it is told, says so, and stops by itself when its seconds are over. */
export function startSiren({ brokerUrl, device, secret, now = Date.now, turned }: SirenOptions): Siren {
  const base = `v1/demo/siren/${device}`
  const client: MqttClient = mqtt.connect(brokerUrl, {
    ...{ clientId: device, username: device, password: secret, reconnectPeriod: 2000, reconnectOnConnackError: true, keepalive: 30 },
  })
  let isOn = false
  let ending: NodeJS.Timeout | undefined
  let counter = 0
  const say = async (): Promise<void> => {
    const message = { id: `${now().toString(36)}-${counter++}`, ts: now(), type: 'siren.state', values: { isOn } }
    await client.publishAsync(`${base}/event`, JSON.stringify(message), { qos: 1 })
  }
  const turn = (on: boolean): Promise<void> => {
    if (on !== isOn) turned?.(on)
    isOn = on
    return say()
  }
  const quiet = (error: Error): void => void error
  // Without a listener a refused connection would end the whole simulator.
  client.on('error', quiet)
  client.on('connect', () => void client.subscribeAsync(`${base}/cmd`, { qos: 1 }).then(say).catch(quiet))
  client.on('message', (_topic, payload) => {
    const order = JSON.parse(payload.toString('utf8')) as { id: string; name: string; args: { isOn?: boolean; seconds?: number } }
    const known = order.name === 'siren.set' && typeof order.args.isOn === 'boolean'
    const answer = known ? { id: order.id, code: 0 } : { id: order.id, code: 400, message: 'not a siren’s' }
    clearTimeout(ending)
    if (known && order.args.isOn) ending = setTimeout(() => void turn(false).catch(quiet), (order.args.seconds ?? 600) * 1000)
    void (known ? turn(order.args.isOn === true) : Promise.resolve())
      .then(() => client.publishAsync(`${base}/cmd/reply`, JSON.stringify(answer), { qos: 1 }))
      .catch(quiet)
  })
  return {
    get connected() {
      return client.connected
    },
    get isOn() {
      return isOn
    },
    alive: say,
    close: async () => {
      clearTimeout(ending)
      await client.endAsync(true)
    },
  }
}
