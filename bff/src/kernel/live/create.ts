import type { Server } from 'node:http'
import type { Kernel } from '../kernel.ts'
import { createHub } from './hub.ts'
import type { LiveIdentity } from './identity.ts'
import { attachLive } from './server.ts'

export interface Live {
  /** Answers upgrades on this server from now on. */
  attach(server: Server): void
  /** Tells everybody to come back, here or elsewhere, and resume. */
  close(): Promise<void>
}

/** The live channel of this process. */
export function createLive(kernel: Kernel, identity: LiveIdentity, cookie: string): Live {
  const { store, bus, clock, log, metrics, config } = kernel
  const hub = createHub({ store, bus, clock, log, identity })
  const attached: { stop(): void }[] = []
  return {
    attach(server) {
      hub.start()
      const publicUrl = config.LIREN_PUBLIC_URL || undefined
      const hops = config.LIREN_TRUST_PROXY ? 1 : 0
      attached.push(attachLive(server, { hub, identity, clock, log, metrics, cookie, publicUrl, hops }))
    },
    async close() {
      await hub.stop()
      for (const one of attached) one.stop()
    },
  }
}
