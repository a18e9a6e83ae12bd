import type { Context } from 'koa'
import { signatureHeaders, verifySignedRequest } from '../crypto/signed-request.ts'
import { refuse } from '../errors.ts'
import { nobody } from '../identity/principal.ts'
import type { Kernel } from '../kernel.ts'
import type { Grant, Principal } from './route.ts'

/** What the kernel has to know of a partner system; the interface management keeps it. */
export interface PartnerKey {
  readonly id: string
  readonly name: string
  readonly publicKey: string
  readonly groups: readonly string[]
  readonly placePath: string
  readonly perSecond: number
}

export type FindPartner = (keyId: string) => Promise<PartnerKey | undefined>

/**
 * A signed request of a partner, or undefined for everybody else. A signature that is missing a part, wrong, old
 * or used before is refused here and written down: it never falls back to being a guest.
 */
export function authenticatePartner(kernel: Kernel, koa: Context, findPartner: FindPartner): Promise<Principal> | undefined {
  return koa.get(signatureHeaders.keyId) ? verified(kernel, koa, findPartner) : undefined
}

async function verified(kernel: Kernel, koa: Context, findPartner: FindPartner): Promise<Principal> {
  const given = Object.fromEntries(Object.entries(signatureHeaders).map(([part, header]) => [part, koa.get(header)]))
  const partner = await findPartner(given.keyId ?? '')
  const body = (koa.state.rawBody as Buffer | undefined) ?? Buffer.alloc(0)
  const fault = await verifySignedRequest(
    { crypto: kernel.crypto, store: kernel.store, now: kernel.clock.now(), publicKeyOf: async () => partner?.publicKey },
    { method: koa.method, target: koa.originalUrl, body },
    given,
  )
  if (fault !== undefined || partner === undefined) {
    await kernel.audit.write({
      actorId: partner?.id ?? null,
      actorKind: 'app',
      action: 'api.signature-refused',
      subject: 'partner',
      subjectId: partner?.id ?? null,
      placePath: null,
      result: 'refused',
      ip: koa.ip,
      requestId: koa.state.requestId as string,
      reason: fault ?? 'unknown-key',
    })
    throw refuse(fault === 'replayed' ? 'request.replayed' : 'identity.missing', { details: { signature: fault ?? 'unknown-key' } })
  }
  const rate = await kernel.limiter.take(`partner|${partner.id}`, partner.perSecond, 1)
  if (!rate.allowed) {
    // what is turned away is counted as this partner's, not as a guest's
    koa.state.principal = { ...nobody, kind: 'app', id: partner.id, name: partner.name } satisfies Principal
    throw refuse('rate.limited', { retryAfter: rate.retryAfter })
  }
  return principalOf(kernel, partner)
}

/** A partner holds what its groups of interfaces ask for, at its place, and nothing outside these groups. */
async function principalOf(kernel: Kernel, partner: PartnerKey): Promise<Principal> {
  const endpoints = kernel.surface.capabilities.flatMap((capability) => capability.routes.map((route) => route.endpoint))
  const denied = new Set<string>()
  const permissions = new Set<string>()
  const reserved = new Set(
    kernel.surface.capabilities.flatMap((capability) =>
      capability.contract.permissions.filter((one) => one.reserved).map((one) => one.code),
    ),
  )
  for (const endpoint of endpoints) {
    if (!partner.groups.includes(await kernel.traffic.group(endpoint))) denied.add(endpoint.id)
    else if (endpoint.permission !== 'public' && endpoint.permission !== 'signed-in' && !reserved.has(endpoint.permission))
      permissions.add(endpoint.permission)
  }
  const grants: Grant[] = [...permissions].map((permission) => ({ permission, range: 'place', placePath: partner.placePath }))
  return { ...nobody, kind: 'app', id: partner.id, name: partner.name, end: 'admin', grants, permissions, deniedEndpoints: denied }
}
