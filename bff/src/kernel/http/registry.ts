import type { AnyEndpoint } from '@liren/contract'
import type { Capability } from '../capability.ts'
import type { Route } from './route.ts'

export class RegistryError extends Error {
  constructor(faults: readonly string[]) {
    super(`The surface registry is not complete:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.name = 'RegistryError'
  }
}

/** Every surface there is, by endpoint id. The router, the documents and the matrix are made from nothing else. */
export type Registry = ReadonlyMap<string, Route>

/** Collects what the capabilities mount and refuses to go on when an entry is missing, doubled or says too little. */
export function buildRegistry(capabilities: readonly Capability[]): Registry {
  const faults: string[] = []
  const registry = new Map<string, Route>()
  const paths = new Map<string, string>()
  const permissions = new Set(capabilities.flatMap((capability) => capability.contract.permissions.map((permission) => permission.code)))
  for (const capability of capabilities) {
    const declared = new Set(Object.values(capability.contract.endpoints).map((endpoint) => endpoint.id))
    for (const route of capability.routes) {
      const { id, method, path } = route.endpoint
      if (!declared.has(id)) faults.push(`${id} is mounted but not in the contract of ${capability.contract.name}`)
      if (registry.has(id)) faults.push(`${id} is mounted twice`)
      const shape = `${method} ${path.replace(/:[a-zA-Z]+/g, ':')}`
      const other = paths.get(shape)
      if (other !== undefined && other !== id) faults.push(`${id} and ${other} share ${shape}`)
      paths.set(shape, id)
      faults.push(...incomplete(route.endpoint, permissions))
      registry.set(id, route)
    }
    for (const id of declared) if (!registry.has(id)) faults.push(`${id} is in the contract but nothing answers it`)
  }
  if (faults.length > 0) throw new RegistryError(faults)
  return registry
}

function incomplete(endpoint: AnyEndpoint, permissions: ReadonlySet<string>): string[] {
  const faults: string[] = []
  const say = (fault: string) => faults.push(`${endpoint.id} ${fault}`)
  if (!endpoint.permission) say('names no permission')
  else if (endpoint.permission !== 'public' && endpoint.permission !== 'signed-in' && !permissions.has(endpoint.permission))
    say(`asks for ${endpoint.permission}, which no contract declares`)
  if (!endpoint.scope) say('names no scope')
  if (!endpoint.rate) say('names no rate class')
  if (!endpoint.summary?.zh || !endpoint.summary?.en) say('has no summary in both languages')
  if (endpoint.method === 'POST' && !endpoint.idempotent) say('does not say whether repeating it is harmless')
  // what devices say is its own record, signed and numbered
  if (endpoint.method !== 'GET' && endpoint.rate !== 'device' && !endpoint.audit) say('does not say what the audit trail calls it')
  if (endpoint.method === 'GET' && endpoint.body) say('has a body on GET')
  if (endpoint.cache && endpoint.method !== 'GET') say('caches a write')
  if (!endpoint.response && endpoint.status !== 204 && !endpoint.raw) say('answers something that no schema describes')
  return faults
}

/** Literal segments before parameters, so that `/repairs/nearby` is never taken for an id. */
export function inMountOrder(registry: Registry): Route[] {
  const key = (route: Route) =>
    route.endpoint.path
      .split('/')
      .map((segment) => (segment.startsWith(':') ? '~' : segment))
      .join('/')
  return [...registry.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
