import { connect } from 'node:net'
import mqtt from 'mqtt'

export interface FloodClientOptions {
  readonly url: string
  readonly device: string
  readonly secret: string
  readonly messages: number
  /** How many may be on their way without a confirmation. */
  readonly window: number
  /** For the negative control: every try says that it is a new message. */
  readonly freshIds?: boolean
  onConfirmed(number: number, ms: number): void
}

/** A meter that tells its numbers 1, 2, 3 … over MQTT with QoS 1, and tells again what nobody confirmed, as a device does. */
export async function floodFrom(options: FloodClientOptions): Promise<void> {
  const { device, messages } = options
  const confirmed = new Set<number>()
  let next = 1
  let tries = 0
  while (confirmed.size < messages) {
    await new Promise<void>((resolve) => {
      const credentials = { clientId: device, username: device, password: options.secret }
      const client = mqtt.connect(options.url, { ...credentials, reconnectPeriod: 0, connectTimeout: 5000, keepalive: 30 })
      const open = new Set<number>()
      const publish = (number: number): void => {
        open.add(number)
        const id = options.freshIds ? `${number}-${++tries}` : String(number)
        const began = performance.now()
        client.publish(
          `v1/flood/meter-json/${device}/telemetry`,
          JSON.stringify({ id, values: { energyWh: number } }),
          { qos: 1 },
          (error) => {
            if (error) return
            open.delete(number)
            confirmed.add(number)
            options.onConfirmed(number, performance.now() - began)
            pump()
          },
        )
      }
      const pump = (): void => {
        while (open.size < options.window && next <= messages) publish(next++)
        if (confirmed.size === messages) client.end(true)
      }
      client.on('connect', () => {
        // First again what the last connection left unanswered, in its order, then what is new.
        for (let number = 1; number < next; number++) if (!confirmed.has(number)) publish(number)
        pump()
      })
      client.on('error', () => client.end(true))
      client.once('close', () => setTimeout(resolve, 100))
    })
  }
}

/** The same number of lines through a bare echo, with the same window. */
export async function echoFrom(port: number, line: Buffer, messages: number, window: number, onBack: (ms: number) => void): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  const sent: number[] = []
  let back = 0
  let out = 0
  let bytes = 0
  const pump = (): void => {
    while (out - back < window && out < messages) {
      sent.push(performance.now())
      socket.write(line)
      out++
    }
  }
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', pump)
    socket.on('data', (chunk) => {
      bytes += chunk.length
      while (back < Math.floor(bytes / line.length)) {
        onBack(performance.now() - (sent[back] as number))
        back++
      }
      if (back === messages) socket.end()
      else pump()
    })
    socket.once('close', () => resolve())
  })
}
