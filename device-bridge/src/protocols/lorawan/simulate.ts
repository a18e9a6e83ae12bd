import { randomUUID } from 'node:crypto'
import mqtt from 'mqtt'
import type { Simulation } from '../protocol.ts'

const usage = `mqtt://host:port <server> <secret> <application> <devEui> [<object as JSON> [<every seconds>]]
  a network server that hears one sensor say the object, prints what is to be sent down, and tells that the sensor has acknowledged it`

/** An uplink as ChirpStack v4 tells it. */
export const uplink = (application: string, devEui: string, more: object, at: string) => ({
  deduplicationId: randomUUID(),
  time: at,
  deviceInfo: { applicationId: application, deviceName: devEui, devEui },
  devAddr: '00189440',
  dr: 1,
  fPort: 1,
  rxInfo: [{ gatewayId: '0016c001f153a14c', rssi: -87, snr: 7.5 }],
  ...more,
})

/** A network server by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, server, secret, application, devEui, object = '{"percent":40}', every], io) {
    if (!url || !server || !secret || !application || !devEui) throw new Error(`usage: ${usage}`)
    const client = mqtt.connect(url, { clientId: server, username: server, password: secret, reconnectPeriod: 0 })
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
    })
    const base = `application/${application}/device/${devEui}`
    const now = (): string => new Date(io.clock.now()).toISOString()
    client.on('message', (topic, payload) => {
      io.print(`${topic} ${payload}`)
      const { id } = JSON.parse(payload.toString()) as { id?: string }
      const ack = { ...uplink(application, devEui, {}, now()), queueItemId: id, acknowledged: true, fCntDown: 1 }
      client.publish(`${base}/event/ack`, JSON.stringify(ack), { qos: 1 })
    })
    await client.subscribeAsync(`application/${application}/device/+/command/+`, { qos: 1 })
    try {
      while (!io.signal.aborted) {
        await client.publishAsync(`${base}/event/up`, JSON.stringify(uplink(application, devEui, { object: JSON.parse(object) }, now())), {
          qos: 1,
        })
        io.print('an uplink was told')
        await io.clock.sleep(Number(every ?? 3600) * 1000, io.signal).catch(() => undefined)
      }
    } finally {
      await client.endAsync()
    }
  },
}
