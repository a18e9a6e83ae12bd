import { askWeb } from '../../transport/http-client.ts'
import type { Simulation } from '../protocol.ts'

const usage = `<http://host:port/qr/device/secret> <code>
  a reader that posts one code three times, as one that is held before it`

/** A reader by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, code], io) {
    if (!url || !URL.canParse(url) || !code) throw new Error(`usage: ${usage}`)
    for (let i = 0; i < 3 && !io.signal.aborted; i++) {
      const headers = { 'content-type': 'application/json' }
      const answer = await askWeb({ method: 'POST', url, headers, body: JSON.stringify({ code }), signal: io.signal })
      io.print(`${answer.status} ${answer.body.toString('utf8')}`)
    }
  },
}
