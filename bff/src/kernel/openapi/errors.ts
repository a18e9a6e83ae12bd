import { type AnyEndpoint, type ErrorKind, kernelErrors } from '@liren/contract'

type Codes = Record<string, ErrorKind>

/** Which refusals of the kernel an endpoint can answer with, from what it declares. */
export function errorsOf(endpoint: AnyEndpoint): Codes {
  const open = endpoint.permission === 'public'
  const named = !open && endpoint.permission !== 'signed-in'
  const writes = endpoint.method !== 'GET'
  const applies: Partial<Record<keyof typeof kernelErrors, boolean>> = {
    'request.invalid': Boolean(endpoint.params || endpoint.query || endpoint.body || endpoint.idempotent === 'key'),
    'request.malformed': writes,
    'request.too-large': writes,
    'request.unsupported-type': Boolean(endpoint.body) || endpoint.upload === true,
    'request.key-missing': endpoint.idempotent === 'key',
    'request.key-reused': endpoint.idempotent === 'key',
    'request.in-flight': endpoint.idempotent === 'key',
    'request.origin': writes,
    'identity.missing': !open,
    'identity.expired': !open,
    'identity.password-change-required': !open && !endpoint.beforeReady,
    'identity.second-factor-required': !open && !endpoint.beforeReady,
    'identity.step-up-required': endpoint.stepUp === true,
    'permission.denied': named,
    'permission.field': Boolean(endpoint.body) && !open,
    'not-found': Boolean(endpoint.params),
    stale: writes && Boolean(endpoint.params),
    conflict: writes,
    'rate.limited': true,
    internal: true,
    unavailable: true,
    'storage.full': writes,
  }
  const codes: Codes = {}
  for (const [code, yes] of Object.entries(applies)) if (yes) codes[code] = kernelErrors[code as keyof typeof kernelErrors]
  return { ...codes, ...endpoint.errors }
}

/** The same codes by the status they come with. */
export function byStatus(codes: Codes): Map<number, { code: string; zh: string; en: string }[]> {
  const statuses = new Map<number, { code: string; zh: string; en: string }[]>()
  for (const [code, { status, text }] of Object.entries(codes))
    statuses.set(status, [...(statuses.get(status) ?? []), { code, zh: text.zh, en: text.en }])
  return new Map([...statuses].sort(([a], [b]) => a - b))
}
