import { type AnyEndpoint, type CapabilityContract, errorSchema, groupOf, type z } from '@liren/contract'
import { byStatus, errorsOf } from './errors.ts'
import { firstOwnerOf } from './owners.ts'
import { revisionsOf } from './revision.ts'
import { componentsOf, inlineSchema, type Json } from './schemas.ts'

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: Json
  readonly servers: readonly Json[]
  readonly tags: readonly { name: string; description: string }[]
  readonly paths: Readonly<Record<string, Record<string, Operation>>>
  readonly components: { readonly schemas: Json; readonly securitySchemes: Json }
}

export interface Operation extends Json {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description: string
}

/** The public description of everything that can be asked, made from the contracts and from nothing else. */
export function openApiDocument(capabilities: readonly CapabilityContract[], version: string): OpenApiDocument {
  const contracts = [...capabilities].sort((a, b) => (a.name < b.name ? -1 : 1))
  const endpoints = contracts.flatMap((contract) => Object.values(contract.endpoints)).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  const requests = componentsOf(endpoints, 'body')
  const answers = componentsOf(endpoints, 'response')
  const owners = new Map(contracts.flatMap(({ name, endpoints: own }) => Object.values(own).map(({ id }) => [id, name] as const)))
  const schemas = sorted({ Error: inlineSchema(errorSchema), ...requests.schemas, ...answers.schemas })
  const revisionOf = revisionsOf(schemas)
  const paths: Record<string, Record<string, Operation>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    const told = operation(endpoint, requests.refs.get(endpoint.id), answers.refs.get(endpoint.id))
    paths[path][endpoint.method.toLowerCase()] = {
      ...told,
      'x-version': revisionOf(told),
      'x-owner': firstOwnerOf(owners.get(endpoint.id) ?? ''),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '里仁 Liren',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        '智慧社区开放接口。每个字段标有数据级别 L1–L4（x-level）；所有错误同一形状，一次给出全部问题。\n\n' +
        'Open interface of the community platform. Every field carries its data level L1–L4 (x-level); every error has one shape and tells all faults at once.',
    },
    servers: [{ url: '/' }],
    tags: contracts.map(({ name, text }) => ({ name, description: `${text.zh} · ${text.en}` })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: '登录后取得 · Given at sign-in' },
        session: { type: 'apiKey', in: 'cookie', name: 'liren_session', description: '后台浏览器会话 · Back office session' },
      },
    },
  }
}

const sortKey = (endpoint: AnyEndpoint) => `${endpoint.path} ${endpoint.method}`

const sorted = (record: Json): Json => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

function operation(endpoint: AnyEndpoint, request: Json | undefined, answer: Json | undefined): Operation {
  const { id, summary, permission, scope, rate, audit, cache, stepUp, idempotent } = endpoint
  return {
    operationId: id,
    tags: [id.slice(0, id.indexOf('.'))],
    summary: summary.zh,
    description: summary.en,
    ...(permission === 'public' ? { security: [] } : { security: [{ token: [] }, { session: [] }] }),
    parameters: parameters(endpoint),
    ...(request ? { requestBody: { required: true, content: { 'application/json': { schema: request } } } } : {}),
    ...(endpoint.upload ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: { type: 'object' } } } } } : {}),
    responses: responses(endpoint, answer),
    'x-permission': permission,
    'x-scope': scope,
    'x-rate': rate,
    'x-group': groupOf(endpoint),
    ...(idempotent ? { 'x-idempotent': idempotent } : {}),
    ...(audit ? { 'x-audit': audit } : {}),
    ...(stepUp ? { 'x-step-up': true } : {}),
    ...(cache ? { 'x-cache': cache } : {}),
  }
}

function parameters(endpoint: AnyEndpoint): Json[] {
  const list: Json[] = []
  const add = (place: 'path' | 'query', schema: z.core.$ZodType | undefined): void => {
    if (!schema) return
    const { properties = {}, required = [] } = inlineSchema(schema) as { properties?: Record<string, Json>; required?: string[] }
    for (const [name, property] of Object.entries(properties))
      list.push({ name, in: place, required: place === 'path' || required.includes(name), schema: property })
  }
  add('path', endpoint.params)
  add('query', endpoint.query)
  if (endpoint.idempotent === 'key')
    list.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: '同一次提交重试时保持不变 · The same for every retry of one submission',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,80}$' },
    })
  return list
}

function responses(endpoint: AnyEndpoint, answer: Json | undefined): Json {
  const status = String(endpoint.status ?? 200)
  const good: Json = { description: endpoint.summary.zh }
  if (answer && !endpoint.raw) good.content = { 'application/json': { schema: answer } }
  if (endpoint.raw) good.content = { '*/*': {} }
  const out: Json = { [status]: good }
  for (const [code, errors] of byStatus(errorsOf(endpoint)))
    out[String(code)] = {
      description: errors.map(({ zh, en }) => `${zh} · ${en}`).join('\n'),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      'x-codes': errors.map((error) => error.code),
    }
  return out
}
