import { createSocket } from 'node:dgram'
import type { PlayedController } from './play.ts'

/** Puts a played controller on a UDP port of loopback. */
export async function serveController(controller: PlayedController, port: number, saw: (line: string) => void = () => {}) {
  const socket = createSocket('udp4')
  socket.on('message', (bytes, peer) => {
    const answer = controller.answer(bytes)
    saw(`asked ${bytes.subarray(0, 24).toString('hex')}… by ${peer.address}:${peer.port}${answer ? '' : ', not answered'}`)
    if (answer) socket.send(answer, peer.port, peer.address)
  })
  socket.on('error', () => undefined)
  controller.onEvent((datagram, to) => socket.send(datagram, to.port, to.address))
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, '127.0.0.1', resolve)
  })
  return { port: socket.address().port, close: () => new Promise<void>((resolve) => socket.close(() => resolve())) }
}
