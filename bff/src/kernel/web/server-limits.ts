import type { Server } from 'node:http'

/** Slow or endless senders are cut off; idle connections stay longer than a load balancer keeps them. */
export function limitServer(server: Server): void {
  server.headersTimeout = 15_000
  server.requestTimeout = 120_000
  server.keepAliveTimeout = 75_000
  server.maxHeadersCount = 100
  server.maxRequestsPerSocket = 10_000
}
