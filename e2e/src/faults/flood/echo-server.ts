/** A bare socket echo in a process of its own: what the machine can do when nobody understands, keeps or checks anything. */
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  socket.pipe(socket)
})
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1')
