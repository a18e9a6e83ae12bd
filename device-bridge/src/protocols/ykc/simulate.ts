import { isPort } from '../play-gateway.ts'
import type { Simulation } from '../protocol.ts'
import { dialPlatform } from './play.ts'

const usage = `<port> <pile>
  a pile with one gun (its number has fourteen digits) that dials the bridge on loopback, logs in, beats every ten seconds,
  tells its state every fifteen, and starts, stops and bills as it is asked`

/** A pile by hand. */
export const simulation: Simulation = {
  usage,
  async run([portText, pile], io) {
    const port = Number(portText)
    if (!isPort(port) || port === 0 || !/^\d{14}$/.test(pile ?? '')) throw new Error(`usage: ${usage}`)
    const own = pile as string
    const played = await dialPlatform({ port, pile: own, now: () => io.clock.now(), saw: io.print })
    io.signal.addEventListener('abort', () => played.close(), { once: true })
    let isOver = false
    void played.closed.then(() => {
      isOver = true
    })
    played.login()
    for (let beat = 0; !io.signal.aborted && !isOver; beat++) {
      played.write(0x03, { pile: own, gun: 1, isFaulty: false })
      if (beat === 0) played.write(0x05, { pile: own, model: '0' })
      await io.clock.sleep(10_000, io.signal).catch(() => undefined)
    }
  },
}
