import { type AnyEndpoint, fieldMeta, z } from '@liren/contract'
import { childrenOf } from '@liren/contract/kernel/leaves'

type Schema = z.core.$ZodType
export type Json = Record<string, unknown>

interface Usage {
  readonly name: string
  times: number
}

const typeOf = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def.type

/** `repair.create.answer.items[].place` → a name that a reader of the document can guess the origin of. */
const componentName = (path: string) =>
  path
    .replaceAll('[]', '')
    .replaceAll('{}', '')
    .replace(/[^\w.-]/g, '')

/** Objects that several places share become components of their own; the first place in order names them. */
function sharedObjects(roots: readonly { name: string; schema: Schema }[]): Map<Schema, string> {
  const usages = new Map<Schema, Usage>()
  const visit = (schema: Schema, path: string): void => {
    const seen = usages.get(schema)
    if (seen) {
      seen.times++
      return
    }
    usages.set(schema, { name: componentName(path), times: 1 })
    for (const child of childrenOf(schema)) visit(child.schema, path + child.step)
  }
  for (const root of roots) visit(root.schema, root.name)
  const named = new Map<Schema, string>(roots.map((root) => [root.schema, usages.get(root.schema)?.name ?? root.name]))
  for (const [schema, usage] of usages) if (usage.times > 1 && typeOf(schema) === 'object') named.set(schema, usage.name)
  return named
}

/** JSON Schemas of all bodies (as sent) or answers (as received), and where each endpoint's own one stands. */
export function componentsOf(endpoints: readonly AnyEndpoint[], side: 'body' | 'response'): { schemas: Json; refs: Map<string, Json> } {
  const suffix = side === 'body' ? 'request' : 'answer'
  const roots = endpoints.flatMap((endpoint) => {
    const schema = endpoint[side]
    return schema ? [{ name: `${endpoint.id}.${suffix}`, id: endpoint.id, schema }] : []
  })
  const named = sharedObjects(roots)
  const registry = z.registry<{ id: string }>()
  for (const [schema, id] of named) registry.add(schema as Parameters<typeof registry.add>[0], { id })
  const io = side === 'body' ? 'input' : 'output'
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}`, ...(side === 'body' ? sent : common) })
  const refs = new Map(roots.map((root) => [root.id, { $ref: `#/components/schemas/${named.get(root.schema)}` }]))
  return { schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutHead(schema as Json)])), refs }
}

/** One schema by itself: parameters, which share nothing. */
export const inlineSchema = (schema: Schema): Json => withoutHead(z.toJSONSchema(schema, { io: 'input', ...sent }) as Json)

const withoutHead = ({ $schema: _schema, $id: _id, ...rest }: Json): Json => rest

const common = {
  target: 'draft-2020-12' as const,
  unrepresentable: 'any' as const,
  override: ({ zodSchema, jsonSchema }: { zodSchema: Schema; jsonSchema: Json }): void => {
    // the formats say it; the patterns behind them are a screenful each
    if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') delete jsonSchema.pattern
    const meta = fieldMeta.get(zodSchema as Parameters<typeof fieldMeta.get>[0])
    if (!meta) return
    jsonSchema['x-level'] = meta.level
    if (meta.mask) jsonSchema['x-mask'] = meta.mask
    if (meta.key) jsonSchema['x-field'] = meta.key
    if (meta.label) Object.assign(jsonSchema, { title: meta.label.zh, description: meta.label.en })
  },
}

/** What is sent may hold nothing else: the schema step refuses it. */
const sent = {
  ...common,
  override: (written: { zodSchema: Schema; jsonSchema: Json }): void => {
    common.override(written)
    const { def } = (written.zodSchema as z.core.$ZodTypes)._zod
    if (def.type === 'object' && def.catchall === undefined) written.jsonSchema.additionalProperties = false
  },
}
