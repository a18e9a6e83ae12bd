import { createServer, type Socket } from 'node:net'
import type { FrameReader } from '../transport/tcp-server.ts'
import type { SimulationIo } from './protocol.ts'

interface Played {
  readonly port: number
  readonly reader: () => FrameReader
  /** What the device answers, or undefined when it is not meant. */
  answer(frame: Buffer): Buffer | undefined
  /** Said once the port is known. */
  hello(port: number): string
}

export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535

/** A gateway on loopback with a device behind it, until the operator ends it. */
export async function playGateway(played: Played, io: SimulationIo): Promise<void> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    const reader = played.reader()
    socket.on('data', (chunk) => {
      for (const piece of reader.push(chunk)) {
        if ('bad' in piece) continue
        const answer = played.answer(piece.frame)
        io.print(`asked ${piece.frame.toString('hex')}${answer ? ` answered ${answer.toString('hex')}` : ', not meant'}`)
        if (answer) socket.write(answer)
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(played.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  io.print(played.hello(typeof address === 'object' && address !== null ? address.port : played.port))
  await new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }))
  for (const socket of sockets) socket.destroy()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
