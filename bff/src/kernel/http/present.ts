import { type FieldMeta, fieldMeta, type z } from '@liren/contract'
import { mask } from '../crypto/mask.ts'
import type { FieldRule } from './route.ts'

type Schema = z.core.$ZodType
type Rules = ReadonlyMap<string, FieldRule>
type Presenter = (value: unknown, rules: Rules) => unknown

/**
 * Builds, once per endpoint, the function that lets out only what the contract declares and what the
 * caller's roles allow. Undeclared properties cannot leave, however careless a handler is.
 */
export function compilePresenter(schema: Schema): Presenter {
  const present = compile(schema)
  const meta = fieldMeta.get(schema)
  return meta?.key ? guarded(present, meta) : present
}

function compile(schema: Schema): Presenter {
  const def = (schema as z.core.$ZodTypes)._zod.def
  switch (def.type) {
    case 'object':
      return objectPresenter(def)
    case 'array': {
      const element = compilePresenter(def.element)
      return element === asItIs ? asItIs : (value, rules) => (Array.isArray(value) ? presentAll(value, element, rules) : value)
    }
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly': {
      const inner = compilePresenter(def.innerType)
      if (inner === asItIs) return asItIs
      return (value, rules) => (value === undefined || value === null ? value : inner(value, rules))
    }
    case 'record': {
      const inner = compilePresenter(def.valueType)
      return (value, rules) =>
        Object.fromEntries(Object.entries(value as Record<string, unknown>).map(([key, item]) => [key, inner(item, rules)]))
    }
    default:
      // leaves, and unions, whose members the handler has chosen between
      return asItIs
  }
}

const asItIs: Presenter = (value) => value

function hasOnly(source: object, declared: ReadonlySet<string>): boolean {
  for (const key in source) if (!declared.has(key)) return false
  return true
}

function presentAll(items: readonly unknown[], element: Presenter, rules: Rules): readonly unknown[] {
  let out: unknown[] | undefined
  for (let i = 0; i < items.length; i++) {
    const shown = element(items[i], rules)
    if (shown !== items[i]) out ??= items.slice()
    if (out) out[i] = shown
  }
  return out ?? items
}

/** What holds nothing undeclared and nothing to hide leaves as it is; it is copied from the first thing that must differ. */
function objectPresenter(def: z.core.$ZodObjectDef): Presenter {
  const fields = Object.entries(def.shape).map(([key, schema]) => ({ key, present: compilePresenter(schema) }))
  const declared = new Set(Object.keys(def.shape))
  const inner = fields.filter(({ present }) => present !== asItIs)
  return (value, rules) => {
    const source = value as Record<string, unknown>
    let out: Record<string, unknown> | undefined = hasOnly(source, declared) ? undefined : declaredOf(source, fields)
    for (const { key, present } of inner) {
      const item = source[key]
      if (item === undefined) continue
      const shown = present(item, rules)
      if (shown !== item) out ??= { ...source }
      if (out) out[key] = shown
    }
    return out ?? source
  }
}

function declaredOf(source: Record<string, unknown>, fields: readonly { readonly key: string }[]): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const { key } of fields) if (source[key] !== undefined) out[key] = source[key]
  return out
}

function guarded(present: Presenter, meta: FieldMeta): Presenter {
  const key = meta.key as string
  return (value, rules) => {
    const rule = rules.size === 0 ? undefined : rules.get(key)
    if (rule === 'hidden') return typeof value === 'string' ? mask('all', value) : null
    if (rule === 'masked' && typeof value === 'string') return mask(meta.mask ?? 'all', value)
    return present(value, rules)
  }
}

/** Named fields of a request body, so that a role without the right to write one is told which. */
export function compileWritableCheck(schema: Schema | undefined): (body: unknown, rules: Rules) => string[] {
  const keyed: { path: string[]; key: string }[] = []
  if (schema) collect(schema, [], keyed)
  if (keyed.length === 0) return () => []
  return (body, rules) => {
    if (rules.size === 0) return []
    return keyed
      .filter(({ key, path }) => {
        const rule = rules.get(key)
        return rule !== undefined && rule !== 'write' && at(body, path) !== undefined
      })
      .map(({ path }) => ['body', ...path].join('.'))
  }
}

function collect(schema: Schema, path: string[], into: { path: string[]; key: string }[]): void {
  const meta = fieldMeta.get(schema)
  if (meta?.key) into.push({ path, key: meta.key })
  const def = (schema as z.core.$ZodTypes)._zod.def
  if (def.type === 'object') for (const [key, inner] of Object.entries(def.shape)) collect(inner, [...path, key], into)
  else if (def.type === 'optional' || def.type === 'nullable' || def.type === 'default') collect(def.innerType, path, into)
}

function at(value: unknown, path: readonly string[]): unknown {
  let here = value
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined
    here = (here as Record<string, unknown>)[key]
  }
  return here
}
