import { isPort } from '../play-gateway.ts'
import type { Simulation } from '../protocol.ts'
import { playTerminal } from './play.ts'

const usage = `<port> <password>
  a terminal on loopback (user admin) that takes orders for its door and its barrier, and lets somebody in by face every minute`

/** A terminal by hand. */
export const simulation: Simulation = {
  usage,
  async run([portText, password], io) {
    const port = Number(portText)
    if (!isPort(port) || !password) throw new Error(`usage: ${usage}`)
    const terminal = await playTerminal({ port, password, saw: io.print })
    io.print(`listens at ${terminal.url}`)
    for (let serialNo = 1; !io.signal.aborted; serialNo++) {
      const event = { majorEventType: 5, subEventType: 75, doorNo: 1, employeeNoString: '1001', serialNo, frontSerialNo: serialNo - 1 }
      const head = { dateTime: new Date(io.clock.now()).toISOString(), eventType: 'AccessControllerEvent', eventState: 'active' }
      terminal.tell(JSON.stringify({ ...head, AccessControllerEvent: event }), 'application/json')
      await io.clock.sleep(60_000, io.signal).catch(() => undefined)
    }
    await terminal.close()
  },
}
