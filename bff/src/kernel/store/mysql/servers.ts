import { StoreError } from '../store-error.ts'

export interface Server {
  readonly host: string
  readonly port: number
}

/** `mysql://user@db1:3306/liren?standby=db2:3306`: the server of the address, and the one that may take its place. */
export function serversOf(url: URL): readonly [Server, ...Server[]] {
  const first = { host: decodeURIComponent(url.hostname), port: Number(url.port || 3306) }
  const named = url.searchParams.get('standby')
  if (named === null) return [first]
  const [, host, port] = /^([^:]+|\[[^\]]+\])(?::(\d+))?$/.exec(named) ?? []
  if (host === undefined) throw new StoreError('bad-url', { detail: 'standby=host:port' })
  return [first, { host, port: Number(port ?? 3306) }]
}

/**
 * The server that takes writes. A standby, and a primary that came back, are read-only until somebody promotes them.
 * Asked for every new connection; the one that took writes last is asked first.
 */
export function writable(servers: readonly Server[], takesWrites: (server: Server) => Promise<boolean>): () => Promise<Server> {
  let order = servers
  return async () => {
    for (const server of order)
      if (await takesWrites(server).catch(() => false)) {
        order = [server, ...order.filter((other) => other !== server)]
        return server
      }
    throw new StoreError('unreachable', { detail: `none of ${servers.map(({ host, port }) => `${host}:${port}`).join(', ')} takes writes` })
  }
}
