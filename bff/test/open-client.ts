/** As much of an OpenAPI document as a client needs. */
export interface Operation {
  operationId: string
  readonly parameters?: { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly required?: boolean }[]
  readonly requestBody?: { readonly required?: boolean }
  readonly responses: Readonly<Record<string, unknown>>
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

export interface OpenApi {
  readonly openapi: string
  readonly paths: Record<string, Partial<Record<Method, Operation>>>
  readonly components: { readonly schemas: Record<string, unknown> }
}

export interface Call {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface Request {
  readonly method: string
  readonly target: string
  readonly body: unknown
  /** What the document says may be answered. */
  readonly answers: readonly number[]
}

export type Client = (operation: string, input?: Call) => Request

const operationsOf = ({ paths }: OpenApi) =>
  Object.entries(paths).flatMap(([path, item]) =>
    (Object.entries(item) as [Method, Operation][]).map(([method, operation]) => ({ path, method, operation })),
  )

/** A client made of a document and nothing else: what it does not describe cannot be asked. */
export function clientOf(document: OpenApi): Client {
  const known = new Map(operationsOf(document).map((one) => [one.operation.operationId, one]))
  return (name, { params = {}, query = {}, body } = {}) => {
    const one = known.get(name)
    if (!one) throw new Error(`the document has no ${name}`)
    const { parameters = [], requestBody, responses } = one.operation
    for (const { name: parameter, in: where, required } of parameters)
      if (required && where !== 'header' && !(parameter in (where === 'path' ? params : query)))
        throw new Error(`${name} needs ${parameter}`)
    for (const given of Object.keys(query))
      if (!parameters.some((parameter) => parameter.in === 'query' && parameter.name === given)) throw new Error(`${name} has no ${given}`)
    if (body === undefined && requestBody?.required) throw new Error(`${name} needs a body`)
    if (body !== undefined && !requestBody) throw new Error(`${name} takes no body`)
    const path = one.path.replace(/\{(\w+)\}/g, (_, parameter: string) => encodeURIComponent(params[parameter] ?? ''))
    const search = new URLSearchParams(query).toString()
    return {
      method: one.method.toUpperCase(),
      target: search ? `${path}?${search}` : path,
      body,
      answers: Object.keys(responses).map(Number),
    }
  }
}

/** What would keep a generator of clients from its work. */
export function flawsOf(document: OpenApi): string[] {
  const flaws: string[] = []
  if (!/^3\.1\.\d+$/.test(document.openapi)) flaws.push(`version ${document.openapi}`)
  const seen = new Set<string>()
  for (const { path, operation } of operationsOf(document)) {
    const { operationId, parameters = [], responses } = operation
    if (seen.has(operationId)) flaws.push(`${operationId} is there twice`)
    seen.add(operationId)
    const said = new Set(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name))
    for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g))
      if (!said.delete(name)) flaws.push(`${operationId} says nothing about {${name}}`)
    for (const name of said) flaws.push(`${operationId} has no place for ${name}`)
    if (!Object.keys(responses).some((status) => /^[23]\d\d$/.test(status))) flaws.push(`${operationId} never succeeds`)
  }
  const walk = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    const { $ref } = node as { $ref?: unknown }
    if (typeof $ref === 'string') {
      const target = $ref
        .replace('#/', '')
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], document)
      if (target === undefined) flaws.push(`nothing at ${$ref}`)
    }
    for (const value of Object.values(node)) walk(value)
  }
  walk(document)
  return flaws
}
