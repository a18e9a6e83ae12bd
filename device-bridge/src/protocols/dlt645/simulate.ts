import { isPort, playGateway } from '../play-gateway.ts'
import type { Simulation } from '../protocol.ts'
import { createReader } from './frame.ts'
import { answerOf, type PlayedMeter } from './play.ts'

const usage = `[port] [meter] [password]
  a gateway on loopback with one single-phase meter (000000000161, password 02000000) whose total grows`

/** A gateway with a meter by hand. */
export const simulation: Simulation = {
  usage,
  async run([port = '0', meter = '000000000161', password = '02000000'], io) {
    if (!isPort(Number(port)) || !/^\d{12}$/.test(meter) || !/^[0-9a-f]{8}$/.test(password)) throw new Error(`usage: ${usage}`)
    const began = io.clock.now()
    const played: PlayedMeter = { meter, password, energy: 1234.56, isClosed: true }
    const answer = (frame: Buffer) => {
      played.energy = 1234.56 + (io.clock.now() - began) / 3_000_000
      return answerOf(frame, played)
    }
    await playGateway({ port: Number(port), reader: createReader, answer, hello: (at) => `meter ${meter} behind 127.0.0.1:${at}` }, io)
  },
}
