import type { Simulation } from '../protocol.ts'
import { dialPile } from './play.ts'

const usage = `<ws://host:port> <identity> [password]
  a pile with one connector that boots, tells its state every minute and does what it is asked`

/** A charging pile by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, identity, password], io) {
    if (!url || !/^wss?:\/\//.test(url) || !identity) throw new Error(`usage: ${usage}`)
    const pile = await dialPile(url.replace(/\/+$/, ''), {
      now: () => io.clock.now(),
      identity,
      ...(password === undefined ? {} : { password }),
      saw: (line) => io.print(line),
    })
    io.signal.addEventListener('abort', () => pile.close(), { once: true })
    await pile.call('BootNotification', { chargePointVendor: 'Liren', chargePointModel: 'Simulated', firmwareVersion: '1.0' })
    await pile.call('StatusNotification', { connectorId: 0, errorCode: 'NoError', status: 'Available' })
    await pile.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Available' })
    while (!io.signal.aborted) {
      await io.clock.sleep(60_000, io.signal).catch(() => undefined)
      if (!io.signal.aborted) await pile.call('Heartbeat', {})
    }
    await pile.closed
  },
}
