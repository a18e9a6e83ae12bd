import { isPort, playGateway } from '../play-gateway.ts'
import type { Simulation } from '../protocol.ts'
import { writeWiegand } from '../wiegand.ts'
import { commands } from './codec.ts'
import { createReader, cutFrame, encodeFrame } from './frame.ts'

const usage = `[port] [address] [facility] [card] [every so many polls]
  a gateway on loopback with one reader, which sees a 26-bit card (61, 54412) at every twentieth poll`

/** What a reader with one card answers; a repeated question is answered in the same way. */
export function createPlayedReader(address: number, card: Buffer, count: number, every: number) {
  let polls = 0
  let last: { readonly question: string; readonly answer: Buffer } | undefined
  return (bytes: Buffer): Buffer | undefined => {
    const cut = cutFrame(bytes)
    if (!cut.ok || cut.frame.isReply || cut.frame.address !== address) return undefined
    const { sequence, check, code } = cut.frame
    const question = bytes.toString('hex')
    if (sequence !== 0 && last?.question === question) return last.answer
    const say = (reply: number, data: number[] | Buffer = []): Buffer =>
      encodeFrame({ address, isReply: true, sequence, check, code: reply, data: Buffer.from(data) })
    const raw = (): Buffer => Buffer.concat([Buffer.from([0, 1, count & 0xff, count >> 8]), card])
    let answer = say(0x41, [3])
    if (code === commands.id) answer = say(0x45, [0xca, 0x44, 0x6c, 1, 1, 0x78, 0x56, 0x34, 0x12, 1, 2, 3])
    else if (code === commands.poll) answer = ++polls % every === 0 ? say(0x50, raw()) : say(0x40)
    last = { question, answer }
    return answer
  }
}

/** A reader by hand. */
export const simulation: Simulation = {
  usage,
  async run([portText = '0', address = '0', facility = '61', card = '54412', every = '20'], io) {
    const port = Number(portText)
    if (!isPort(port) || !/^\d+$/.test(card)) throw new Error(`usage: ${usage}`)
    const answer = createPlayedReader(Number(address), writeWiegand(26, BigInt(card), Number(facility)), 26, Number(every))
    await playGateway({ port, reader: createReader, answer, hello: (at) => `a reader with address ${address} behind 127.0.0.1:${at}` }, io)
  },
}
