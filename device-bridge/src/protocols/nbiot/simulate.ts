import { askWeb } from '../../transport/http-client.ts'
import type { Simulation } from '../protocol.ts'

const usage = `<http://host:port/nbiot/platform/secret> <deviceId> [<values as JSON> [<every seconds>]]
  CTWing pushing one device's values, once or every so many seconds`

/** A push as CTWing makes it. */
export const pushOf = (deviceId: string, payload: unknown, timestamp: number) => ({
  messageType: 'dataReport',
  ...{ deviceId, payload, timestamp, tenantId: '10000000', productId: '10000001', protocol: 'lwm2m', topic: 'v1/up/ad19', upPacketSN: '' },
})

/** A platform by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, deviceId, values = '{"volumeL":1200,"battery":90}', every], io) {
    if (!url || !URL.canParse(url) || !deviceId) throw new Error(`usage: ${usage}`)
    while (!io.signal.aborted) {
      const body = JSON.stringify(pushOf(deviceId, JSON.parse(values), io.clock.now()))
      const headers = { 'content-type': 'application/json' }
      const answer = await askWeb({ method: 'POST', url, headers, body, signal: io.signal })
      io.print(`${answer.status} ${answer.body.toString('utf8')}`)
      if (every === undefined) return
      await io.clock.sleep(Number(every) * 1000, io.signal).catch(() => undefined)
    }
  },
}
