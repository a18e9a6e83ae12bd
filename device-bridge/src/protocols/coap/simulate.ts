import type { Parcel } from '../../families/sensors/mailbox.ts'
import { isPort } from '../play-gateway.ts'
import type { Simulation } from '../protocol.ts'
import { codeText } from './codec.ts'
import { dialCoap } from './dial.ts'

const usage = `<host:port> <device> <secret> [<values as JSON> [<sleeps for so many seconds>]]
  wakes, greets the bridge by DTLS, posts the values, fetches its commands and answers each, says goodbye and sleeps again`

/** A sensor by hand. */
export const simulation: Simulation = {
  usage,
  async run([where = '', code, secret, values = '{"alarm":false,"battery":90}', every], io) {
    const [host = '', portText] = where.split(/:(?=\d+$)/)
    const port = Number(portText)
    if (!host || !isPort(port) || !code || !secret) throw new Error(`usage: ${usage}`)
    for (let i = 1; !io.signal.aborted; i++) {
      const device = await dialCoap({ host, port, code, secret, clock: io.clock, chance: io.chance })
      const message = { id: `${io.clock.now().toString(36)}-${i}`, ts: io.clock.now(), values: JSON.parse(values) as object }
      const told = await device.ask('post', 'messages', JSON.stringify(message))
      io.print(`${device.suite}: ${codeText(told.code)} ${told.body}`)
      for (;;) {
        const { commands } = JSON.parse((await device.ask('get', 'commands')).body) as { commands: Parcel[] }
        for (const command of commands) {
          io.print(`command ${JSON.stringify(command)}`)
          await device.ask('post', `commands/${command.id}`, '{"code":0}')
        }
        if (commands.length === 0) break
      }
      await device.close()
      if (every === undefined) return
      await io.clock.sleep(Number(every) * 1000, io.signal).catch(() => undefined)
    }
  },
}
