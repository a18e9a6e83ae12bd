import type { Simulation } from '../protocol.ts'
import { dialStation } from './play.ts'

const usage = `<ws://host:port> <identity> [password]
  a station with one outlet that boots, tells its state every minute and does what it is asked`

/** A charging station by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, identity, password], io) {
    if (!url || !/^wss?:\/\//.test(url) || !identity) throw new Error(`usage: ${usage}`)
    const now = (): number => io.clock.now()
    const station = await dialStation(url.replace(/\/+$/, ''), {
      now,
      identity,
      ...(password === undefined ? {} : { password }),
      saw: (line) => io.print(line),
    })
    io.signal.addEventListener('abort', () => station.close(), { once: true })
    await station.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'Liren', model: 'Simulated' } })
    const timestamp = new Date(now()).toISOString()
    await station.call('StatusNotification', { timestamp, connectorStatus: 'Available', evseId: 1, connectorId: 1 })
    while (!io.signal.aborted) {
      await io.clock.sleep(60_000, io.signal).catch(() => undefined)
      if (!io.signal.aborted) await station.call('Heartbeat', {})
    }
    await station.closed
  },
}
