import { isPort, playGateway } from '../play-gateway.ts'
import type { Simulation } from '../protocol.ts'
import { createReader } from './frame.ts'
import { answerOf, type PlayedMeter } from './play.ts'

const usage = `[port] [meter]
  a gateway on loopback with one cold-water meter (00201510270588) whose total grows`

/** A gateway with a meter by hand. */
export const simulation: Simulation = {
  usage,
  async run([port = '0', meter = '00201510270588'], io) {
    if (!isPort(Number(port)) || !/^\d{14}$/.test(meter)) throw new Error(`usage: ${usage}`)
    const began = io.clock.now()
    const played: PlayedMeter = { meter, type: 0x10, volume: 123_450, valve: 'open' }
    const answer = (frame: Buffer) => {
      played.volume = 123_450 + (io.clock.now() - began) / 1000
      return answerOf(frame, played)
    }
    await playGateway({ port: Number(port), reader: createReader, answer, hello: (at) => `meter ${meter} behind 127.0.0.1:${at}` }, io)
  },
}
