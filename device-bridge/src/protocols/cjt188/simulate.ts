import { isPort, playGateway } from '../play-gateway.ts'
import type { Simulation } from '../protocol.ts'
import { createReader } from './frame.ts'
import { answerOf, type PlayedMeter } from './play.ts'

const usage = `[port] [meter] [type]
  a gateway on loopback with one meter (00201510270588) whose total grows; type 16 cold water, 32 heat, 48 gas`
const types = [0x10, 0x11, 0x20, 0x30]

/** A gateway with a meter by hand. */
export const simulation: Simulation = {
  usage,
  async run([port = '0', meter = '00201510270588', type = '16'], io) {
    if (!isPort(Number(port)) || !/^\d{14}$/.test(meter) || !types.includes(Number(type))) throw new Error(`usage: ${usage}`)
    const began = io.clock.now()
    const played: PlayedMeter = { meter, type: Number(type), volume: 123_450, valve: 'open' }
    const answer = (frame: Buffer) => {
      played.volume = 123_450 + (io.clock.now() - began) / 1000
      return answerOf(frame, played)
    }
    await playGateway({ port: Number(port), reader: createReader, answer, hello: (at) => `meter ${meter} behind 127.0.0.1:${at}` }, io)
  },
}
