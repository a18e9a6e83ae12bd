import { createServer, type Socket } from 'node:net'
import type { Simulation } from '../protocol.ts'
import { createTcpReader, encodeTcp } from './frame.ts'

const usage = `[port] [unit]
  answers functions 3 and 4 on loopback with a growing total, as the product meter-1p lays its registers out`

/** A meter by hand. */
export const simulation: Simulation = {
  usage,
  async run([portText = '0', unitText = '1'], io) {
    const [port, unit] = [Number(portText), Number(unitText)]
    if (!Number.isInteger(port) || port < 0 || port > 65_535 || !Number.isInteger(unit) || unit < 0 || unit > 255)
      throw new Error(`usage: ${usage}`)
    const began = io.clock.now()
    const registers = (): Buffer => {
      const bytes = Buffer.alloc(8)
      bytes.writeUInt16BE(2300 + Math.round(io.chance() * 20), 0)
      bytes.writeInt16BE(1200, 2)
      bytes.writeUInt32BE(100_000 + Math.floor((io.clock.now() - began) / 30_000), 4)
      return bytes
    }
    const answer = (pdu: Buffer): Buffer => {
      const fn = pdu.readUInt8(0)
      if ((fn !== 3 && fn !== 4) || pdu.length !== 5) return Buffer.from([fn | 0x80, 1])
      const [start, count] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3)]
      if (count < 1 || count > 125) return Buffer.from([fn | 0x80, 3])
      if (start + count > 4) return Buffer.from([fn | 0x80, 2])
      return Buffer.concat([Buffer.from([fn, count * 2]), registers().subarray(start * 2, (start + count) * 2)])
    }
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => undefined)
      const reader = createTcpReader()
      socket.on('data', (chunk) => {
        for (const frame of reader.push(chunk)) {
          if (frame.unit !== unit) continue
          const reply = answer(frame.pdu)
          io.print(`asked ${frame.pdu.toString('hex')} answered ${reply.toString('hex')}`)
          socket.write(encodeTcp({ ...frame, pdu: reply }))
        }
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    const address = server.address()
    io.print(`a meter, unit ${unit}, on 127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`)
    await new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }))
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  },
}
