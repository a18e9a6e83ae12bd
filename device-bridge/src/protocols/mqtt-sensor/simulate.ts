import mqtt from 'mqtt'
import type { Simulation } from '../protocol.ts'

const usage = `mqtt://host:port <device> <secret> [<model> [<values as JSON> [<every seconds>]]]
  signs in as the device and publishes the values, once or every so many seconds`

/** A sensor by hand: signs in, says its values, prints what the broker answers. */
export const simulation: Simulation = {
  usage,
  async run([url, device, secret, model = 'door-contact', values = '{"open":true,"battery":90}', every], io) {
    if (!url || !device || !secret) throw new Error(`usage: ${usage}`)
    const said = JSON.parse(values) as object
    const client = mqtt.connect(url, { clientId: device, username: device, password: secret, reconnectPeriod: 0 })
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
    })
    io.print(`connected as ${device}`)
    try {
      for (let i = 1; !io.signal.aborted; i++) {
        const message = { id: `${io.clock.now().toString(36)}-${i}`, ts: io.clock.now(), values: said }
        await client.publishAsync(`v1/demo/${model}/${device}/event`, JSON.stringify(message), { qos: 1 })
        io.print(`confirmed ${JSON.stringify(message)}`)
        if (every === undefined) return
        await io.clock.sleep(Number(every) * 1000, io.signal).catch(() => undefined)
      }
    } finally {
      await client.endAsync()
    }
  },
}
