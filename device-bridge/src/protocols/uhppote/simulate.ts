import type { Simulation } from '../protocol.ts'
import { createController } from './play.ts'
import { serveController } from './serve.ts'

const usage = `[port] [serial] [seconds]
  a controller with four doors on loopback (60000, 423187757) at which somebody swipes card 8165537 every so many seconds (20)`

const card = 8165537

/** A door controller by hand. */
export const simulation: Simulation = {
  usage,
  async run([portText = '60000', serialText = '423187757', secondsText = '20'], io) {
    const [port, serial, seconds] = [Number(portText), Number(serialText), Number(secondsText)]
    const isSane =
      Number.isInteger(port) && port >= 0 && port <= 65_535 && Number.isInteger(serial) && serial > 0 && serial <= 0xffffffff && seconds > 0
    if (!isSane) throw new Error(`usage: ${usage}`)
    const controller = createController(serial, () => io.clock.now())
    const served = await serveController(controller, port, (line) => io.print(line))
    io.print(`controller ${serial} on 127.0.0.1:${served.port}`)
    while (!io.signal.aborted) {
      await io.clock.sleep(seconds * 1000, io.signal).catch(() => undefined)
      if (!io.signal.aborted) io.print(`card ${card} at door 1: ${controller.swipe(1, card) ? 'granted' : 'denied'}`)
    }
    await served.close()
  },
}
