import mqtt from 'mqtt'
import type { Simulation } from '../protocol.ts'

const usage = `mqtt://host:port <device> <secret> <registration> [<fault code> [<every seconds>]]
  a lift that goes up and down, tells its state, and one fault at its beginning; it does what it is asked and prints it`

const top = 18

/** Where a lift is after so many seconds: up, a stop at each end, down. */
export function rideAt(second: number): { carPosition: string; carDirection: number; carStatus: number; doorStatus: number } {
  const turn = 2 * top + 8
  const step = second % turn
  const isWaiting = (step >= top && step < top + 4) || step >= 2 * top + 4
  const floor = step < top ? step + 1 : step < top + 4 ? top : step < 2 * top + 4 ? 2 * top + 4 - step : 1
  return {
    carPosition: String(floor),
    carStatus: isWaiting ? 0 : 1,
    carDirection: isWaiting ? 0 : step < top ? 1 : 2,
    doorStatus: isWaiting ? 2 : 1,
  }
}

/** A lift by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, device, secret, lift, fault, every = '5'], io) {
    if (!url || !device || !secret || !lift) throw new Error(`usage: ${usage}`)
    const client = mqtt.connect(url, { clientId: device, username: device, password: secret, reconnectPeriod: 0 })
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
    })
    client.on('message', (_, payload) => {
      io.print(`command ${payload}`)
      const { id } = JSON.parse(payload.toString()) as { id: string }
      client.publish(`lift/${device}/reply`, JSON.stringify({ id, code: 0 }), { qos: 1 })
    })
    await client.subscribeAsync(`lift/${device}/command`, { qos: 1 })
    const began = io.clock.now()
    try {
      for (let i = 0; !io.signal.aborted; i++) {
        const ts = io.clock.now()
        const items = { serviceMode: 1, doorZone: 1, passengerStatus: 2, ...rideAt(Math.floor((ts - began) / 1000)) }
        const faults = i === 0 && fault !== undefined ? { faults: [{ code: fault }] } : {}
        const report = { id: `${ts.toString(36)}-${i}`, lift, ts, items, ...faults }
        await client.publishAsync(`lift/${device}/report`, JSON.stringify(report), { qos: 1 })
        io.print(`told ${JSON.stringify(report)}`)
        await io.clock.sleep(Number(every) * 1000, io.signal).catch(() => undefined)
      }
    } finally {
      await client.endAsync()
    }
  },
}
