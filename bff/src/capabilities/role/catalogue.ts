import { type FieldMeta, fieldMeta, type Text, type z } from '@liren/contract'
import type { Surface } from '../../kernel/surface.ts'

export interface CatalogueField {
  readonly key: string
  readonly label: Text
  readonly level: string
}

/** Everything that can be granted, by capability. */
export function catalogueOf(surface: Surface) {
  const groups = surface.capabilities.map(({ contract }) => ({
    name: contract.name,
    text: contract.text,
    permissions: contract.permissions.map(({ code, text, ends, reserved }) => ({
      code,
      text,
      ends: [...ends],
      reserved: reserved ?? null,
    })),
    endpoints: Object.values(contract.endpoints).map(({ id, method, path, summary, permission }) => ({
      id,
      method,
      path,
      summary,
      permission,
    })),
    fields: fieldsOf(Object.values(contract.endpoints).flatMap(({ body, response }) => [body, response])),
  }))
  return { groups: groups.filter(({ permissions, endpoints, fields }) => permissions.length + endpoints.length + fields.length > 0) }
}

/** What a role may name, for checking one. */
export function knownNames(surface: Surface): { permissions: Set<string>; endpoints: Set<string>; fields: Set<string> } {
  const { groups } = catalogueOf(surface)
  return {
    permissions: new Set(groups.flatMap((group) => group.permissions.map(({ code }) => code))),
    endpoints: new Set(groups.flatMap((group) => group.endpoints.map(({ id }) => id))),
    fields: new Set(groups.flatMap((group) => group.fields.map(({ key }) => key))),
  }
}

type Schema = z.core.$ZodType

/** Fields with a key of their own, wherever they hide in requests and answers. */
function fieldsOf(schemas: readonly (Schema | undefined)[]): CatalogueField[] {
  const found = new Map<string, FieldMeta>()
  const seen = new Set<Schema>()
  const walk = (schema: Schema): void => {
    if (seen.has(schema)) return
    seen.add(schema)
    const meta = fieldMeta.get(schema)
    if (meta?.key) found.set(meta.key, meta)
    for (const inner of partsOf(schema)) walk(inner)
  }
  for (const schema of schemas) if (schema) walk(schema)
  return [...found.entries()]
    .map(([key, meta]) => ({ key, label: meta.label ?? { zh: key, en: key }, level: meta.level }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

function partsOf(schema: Schema): Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return Object.values(def.shape)
    case 'array':
      return [def.element]
    case 'record':
      return [def.valueType]
    case 'union':
      return [...def.options]
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return [def.innerType]
    default:
      return []
  }
}
