import type { Server } from 'node:http'
import type { Kernel } from '../kernel.ts'
import { createHub } from './hub.ts'
import type { LiveIdentity } from './identity.ts'
import { attachLive } from './server.ts'

/** Opens the live channel on a server that listens already. Stopping tells everybody to come back elsewhere. */
export async function startLive(
  kernel: Kernel,
  server: Server,
  identity: LiveIdentity,
  cookie: string,
): Promise<{ stop(): Promise<void> }> {
  const { store, bus, clock, log, metrics, config } = kernel
  const hub = createHub({ store, bus, clock, log, identity })
  await hub.start()
  const attached = attachLive(server, {
    hub,
    identity,
    clock,
    log,
    metrics,
    cookie,
    publicUrl: config.LIREN_PUBLIC_URL || undefined,
    hops: config.LIREN_TRUST_PROXY ? 1 : 0,
  })
  return {
    async stop() {
      await hub.stop()
      attached.stop()
    },
  }
}
