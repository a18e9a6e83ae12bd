import { isPort } from '../play-gateway.ts'
import type { Simulation } from '../protocol.ts'
import { dialBridge } from './play.ts'

const usage = `<port> <box>
  a box with two ports (its number has eight hex digits) that dials the bridge on loopback, tells its card, registers, asks the
  time, beats every minute, and starts and stops as it is asked`

/** A box by hand. */
export const simulation: Simulation = {
  usage,
  async run([portText, box], io) {
    const port = Number(portText)
    if (!isPort(port) || port === 0 || !/^[0-9a-f]{8}$/.test(box ?? '')) throw new Error(`usage: ${usage}`)
    const played = await dialBridge({ port, box: box as string, iccid: '89860000000000000000', saw: io.print })
    io.signal.addEventListener('abort', () => played.close(), { once: true })
    let isOver = false
    void played.closed.then(() => {
      isOver = true
    })
    played.write(0x20, Buffer.from('800202000406', 'hex'))
    played.write(0x22, Buffer.alloc(0))
    while (!io.signal.aborted && !isOver) {
      played.write(0x21, Buffer.from('6b09020000155a', 'hex'))
      played.raw(Buffer.from('link'))
      await io.clock.sleep(60_000, io.signal).catch(() => undefined)
    }
  },
}
