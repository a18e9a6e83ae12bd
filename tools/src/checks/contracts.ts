import { type AnyEndpoint, type CapabilityContract, kernelErrors, type Text, z } from '@liren/contract'
import { leavesOf } from '@liren/contract/kernel/leaves'

const chinese = /[\u3400-\u9fff]/

/** What is wrong with the contracts of all capabilities together, one sentence each. */
export function contractFaults(capabilities: readonly CapabilityContract[]): string[] {
  const permissions = capabilities.flatMap((capability) => capability.permissions.map((entry) => entry.code))
  const endpoints = capabilities.flatMap((capability) => Object.values(capability.endpoints))
  return [
    ...repeated(
      'capability name',
      capabilities.map((capability) => capability.name),
    ),
    ...repeated('permission code', permissions),
    ...repeated(
      'endpoint id',
      endpoints.map((endpoint) => endpoint.id),
    ),
    ...repeated(
      'surface',
      endpoints.map((endpoint) => `${endpoint.method} ${endpoint.path.replace(/:\w+/g, ':')}`),
    ),
    ...unused(permissions, endpoints),
    ...capabilities.flatMap((capability) => [
      ...textFaults(`capability ${capability.name}`, capability.text),
      ...capability.permissions.flatMap((entry) => textFaults(`permission ${entry.code}`, entry.text)),
      ...capability.permissions
        .filter((entry) => !entry.code.startsWith(`${capability.name}.`))
        .map((entry) => `permission ${entry.code} is declared by ${capability.name}: a code begins with the name of its capability`),
      ...Object.values(capability.endpoints).flatMap((endpoint) => endpointFaults(endpoint, capabilities)),
    ]),
  ]
}

const repeated = (what: string, names: readonly string[]) =>
  names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${what} ${name} is used twice`)

const unused = (permissions: readonly string[], endpoints: readonly AnyEndpoint[]) =>
  permissions
    .filter((code) => !endpoints.some((endpoint) => endpoint.permission === code))
    .filter((code) => !fieldPermissions.test(code))
    .map((code) => `permission ${code} opens nothing: no endpoint asks for it`)

/** Permissions that a policy or a field rule asks for, beside those that endpoints ask for. */
const fieldPermissions = /\.(reveal|any|watch|sensitive)$/

const namesCapability = (code: string, names: readonly string[]) => names.some((name) => code.startsWith(`${name}.`))

function textFaults(what: string, text: Text): string[] {
  const faults: string[] = []
  if (!chinese.test(text.zh)) faults.push(`${what} has no Chinese name`)
  if (text.en.trim() === '' || chinese.test(text.en)) faults.push(`${what} has no English name`)
  return faults
}

export function endpointFaults(endpoint: AnyEndpoint, capabilities: readonly CapabilityContract[]): string[] {
  const names = capabilities.map((capability) => capability.name)
  const permissions = capabilities.flatMap((capability) => capability.permissions.map((entry) => entry.code))
  const faults = textFaults(endpoint.id, endpoint.summary)
  const say = (sentence: string) => faults.push(`${endpoint.id}: ${sentence}`)
  const writes = endpoint.method !== 'GET'

  if (!namesCapability(endpoint.id, names)) say('an id begins with the name of its capability')
  if (!endpoint.path.startsWith('/api/')) say('every path lies under /api/')
  const named = ['public', 'signed-in'].includes(endpoint.permission)
  if (!named && !permissions.includes(endpoint.permission)) say(`permission ${endpoint.permission} is declared nowhere`)
  if (endpoint.permission === 'public' && !['none', 'self'].includes(endpoint.scope)) say('a public route has no rows of its own')
  if (endpoint.method === 'POST' && !endpoint.idempotent) say('a POST says whether it needs an Idempotency-Key or repeats naturally')
  if (!writes && endpoint.body) say('a GET has no body')
  if (writes && endpoint.rate !== 'device' && !endpoint.audit) say('a write has a word for the audit trail')

  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1])
  const inSchema = endpoint.params ? Object.keys((endpoint.params as z.core.$ZodObject)._zod.def.shape) : []
  if ([...inPath].sort().join() !== [...inSchema].sort().join())
    say(`path names ${inPath.join() || 'nothing'}, params ${inSchema.join() || 'nothing'}`)

  if (endpoint.response) {
    const leaves = leavesOf(endpoint.response)
    for (const leaf of leaves.filter((leaf) => leaf.level === undefined)) say(`answers ${leaf.path || 'a value'} without a level`)
    const plain = leaves.filter((leaf) => (leaf.level === 'L3' || leaf.level === 'L4') && !leaf.meta?.mask)
    if (plain.length > 0 && !endpoint.audit && endpoint.scope !== 'self')
      say(`shows ${plain.map((leaf) => leaf.path).join(', ')} in plain and has no word for the audit trail`)
  } else if (!endpoint.raw && endpoint.status !== 204) say('says neither what it answers nor that it answers nothing (204)')

  for (const [code, kind] of Object.entries(endpoint.errors ?? {})) {
    faults.push(...textFaults(`error ${code}`, kind.text))
    if (!namesCapability(code, names) && !(code in kernelErrors)) say(`error ${code} does not begin with the name of a capability`)
    if (kind.status < 400 || kind.status > 599) say(`error ${code} has status ${kind.status}`)
  }
  for (const place of ['params', 'query', 'body'] as const) {
    const schema = endpoint[place]
    if (schema) for (const path of unbounded(schema)) say(`takes ${place}${path ? `.${path}` : ''} of any length`)
  }
  return faults
}

/** Strings and lists without an upper bound: an attacker's favourite input. */
export function unbounded(schema: z.core.$ZodType): string[] {
  return leavesOf(schema)
    .filter(({ schema: leaf }) => (leaf as z.core.$ZodTypes)._zod.def.type === 'string' && !isBounded(leaf))
    .map(({ path }) => path)
}

function isBounded(leaf: z.core.$ZodType): boolean {
  const json = z.toJSONSchema(leaf, { unrepresentable: 'any', io: 'input' }) as { maxLength?: number; pattern?: string; format?: string }
  if (json.maxLength !== undefined || json.format !== undefined) return true
  return json.pattern !== undefined && !/[*+](?!\?=)|\{\d+,\}/.test(json.pattern.replace(/\\./g, '').replace(/\[[^\]]*\]/g, 'x'))
}
