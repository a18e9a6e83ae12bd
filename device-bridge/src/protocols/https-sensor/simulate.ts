import { readFile } from 'node:fs/promises'
import type { Parcel } from '../../families/sensors/mailbox.ts'
import type { Simulation } from '../protocol.ts'
import { createHttpsDevice } from './client.ts'

const usage = `https://host:port <device> <secret> [<authority.pem> [<values as JSON> [<every seconds>]]]
  posts the values signed, polls for commands, prints each and answers that it is done`

/** A sensor by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, code, secret, authority, values = '{"percent":42,"battery":90}', every], io) {
    if (!url || !URL.canParse(url) || !code || !secret) throw new Error(`usage: ${usage}`)
    const { signal } = io
    const ca = authority === undefined ? {} : { ca: await readFile(authority, 'utf8') }
    const device = createHttpsDevice({ url: url.replace(/\/+$/, ''), code, secret, ...ca, now: () => io.clock.now(), signal })
    for (let i = 1; !signal.aborted; i++) {
      const message = { id: `${io.clock.now().toString(36)}-${i}`, ts: io.clock.now(), values: JSON.parse(values) as object }
      const told = await device.ask('POST', '/messages', JSON.stringify(message))
      io.print(`${told.status} ${JSON.stringify(told.value)}`)
      const { value } = await device.ask('GET', '/commands')
      for (const command of (value.commands ?? []) as Parcel[]) {
        io.print(`command ${JSON.stringify(command)}`)
        await device.ask('POST', `/commands/${command.id}`, JSON.stringify({ code: 0 }))
      }
      if (every === undefined) return
      await io.clock.sleep(Number(every) * 1000, signal).catch(() => undefined)
    }
  },
}
