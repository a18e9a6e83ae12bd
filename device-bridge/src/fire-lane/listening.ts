import type { Server } from 'node:net'

/** Opens a listener; closing it ends its connections too. */
export async function listening(server: Server, port: number, host: string, endAll: () => void) {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const close = (resolve: () => void): void => {
    server.close(() => resolve())
    endAll()
  }
  return { port: (server.address() as { port: number }).port, close: () => new Promise<void>(close) }
}
