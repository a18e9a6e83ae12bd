import type Koa from 'koa'
import { capabilities } from './capabilities/all.ts'
import { partnerByKey } from './capabilities/api/partners.ts'
import { createWorker, type Worker } from './kernel/background/worker.ts'
import type { Capability } from './kernel/capability.ts'
import { authenticatePartner } from './kernel/http/partner.ts'
import type { Authenticator } from './kernel/http/pipeline.ts'
import { buildRegistry, type Registry } from './kernel/http/registry.ts'
import { createHttpApp, type Mount, sessionCookie } from './kernel/http/server.ts'
import { createAuthenticator } from './kernel/identity/authenticate.ts'
import type { Kernel } from './kernel/kernel.ts'
import { createLive, type Live } from './kernel/live/create.ts'

export interface House {
  readonly app: Koa
  readonly worker: Worker
  readonly registry: Registry
  readonly capabilities: readonly Capability[]
  readonly live: Live
}

/** Puts the capabilities onto the kernel; a process that only works in the background answers none of them. */
export function createHouse(kernel: Kernel, mounts: readonly Mount[] = [], serves = true): House {
  const made = capabilities.map((create) => create(kernel))
  kernel.surface.mount(made)
  const registry = buildRegistry(made)
  const people = createAuthenticator(kernel)
  const authenticator: Authenticator = {
    authenticate(koa) {
      const partner = authenticatePartner(kernel, koa, (keyId) => partnerByKey(kernel, keyId))
      return partner ? partner.then((principal) => ({ principal, expired: false })) : people.authenticate(koa)
    },
  }
  return {
    app: createHttpApp(kernel, serves ? registry : new Map(), authenticator, mounts),
    live: createLive(kernel, people.live, sessionCookie),
    worker: createWorker(kernel, made),
    registry,
    capabilities: made,
  }
}
