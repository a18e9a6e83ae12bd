import { connect, type Socket } from 'node:net'

export interface TcpConnection {
  write(bytes: Buffer): void
  close(): void
}

/** Opens a connection; `onEnd` is called once, whatever ended it. */
export function openTcp(
  host: string,
  port: number,
  handlers: { onOpen(): void; onBytes(bytes: Buffer): void; onEnd(reason: string): void },
): TcpConnection {
  const socket: Socket = connect({ host, port })
  socket.setNoDelay(true)
  let reason = 'closed'
  socket.once('connect', handlers.onOpen)
  socket.on('data', (bytes) => handlers.onBytes(bytes))
  socket.once('error', (error: NodeJS.ErrnoException) => {
    reason = error.code ?? error.message
  })
  socket.once('close', () => handlers.onEnd(reason))
  return { write: (bytes) => void socket.write(bytes), close: () => socket.destroy() }
}
