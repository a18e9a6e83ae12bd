import { type FieldMeta, fieldMeta, type z } from '@liren/contract'
import { mask } from '../crypto/mask.ts'
import { JsonBytes } from './json-bytes.ts'
import type { FieldRule } from './route.ts'

type Schema = z.core.$ZodType
type Rules = ReadonlyMap<string, FieldRule>
/** Writes one value; false when there is nothing to write. */
type Writer = (value: unknown, rules: Rules, out: JsonBytes) => boolean

const bytes = new JsonBytes()

/**
 * Builds, once per endpoint, the function that writes an answer: only what the contract declares and what the
 * caller's roles allow. Undeclared properties cannot leave, however careless a handler is.
 */
export function compileAnswer(schema: Schema): (value: unknown, rules: Rules) => Buffer {
  const write = compileWriter(schema)
  return (value, rules) => {
    try {
      write(value, rules, bytes)
      return bytes.take()
    } catch (error) {
      // a value that cannot be written leaves nothing of itself to the next answer
      bytes.back(0)
      throw error
    }
  }
}

function compileWriter(schema: Schema): Writer {
  const write = compile(schema)
  const meta = fieldMeta.get(schema)
  return meta?.key ? guarded(write, meta) : write
}

function compile(schema: Schema): Writer {
  const def = (schema as z.core.$ZodTypes)._zod.def
  switch (def.type) {
    case 'object':
      return objectWriter(def)
    case 'array':
      return arrayWriter(compileWriter(def.element))
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly': {
      const inner = compileWriter(def.innerType)
      return (value, rules, out) => (value === undefined || value === null ? out.value(value) : inner(value, rules, out))
    }
    case 'record': {
      const inner = compileWriter(def.valueType)
      return (value, rules, out) => (isObject(value) ? recordWriter(value, inner, rules, out) : out.value(value))
    }
    default:
      // leaves, and unions, whose members the handler has chosen between
      return asItIs
  }
}

const asItIs: Writer = (value, _rules, out) => out.value(value)
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const sign = { open: 0x7b, close: 0x7d, first: 0x5b, last: 0x5d, comma: 0x2c } as const
const none = Buffer.from('null')
const nameOf = (key: string): Buffer => Buffer.from(`${JSON.stringify(key)}:`)

function objectWriter(def: z.core.$ZodObjectDef): Writer {
  const fields = new Map(Object.entries(def.shape).map(([key, schema]) => [key, { name: nameOf(key), write: compileWriter(schema) }]))
  return (value, rules, out) => {
    if (!isObject(value)) return out.value(value)
    out.sign(sign.open)
    const first = out.at
    for (const key in value) {
      const field = fields.get(key)
      const item = value[key]
      if (field === undefined || item === undefined) continue
      const before = out.at
      if (before !== first) out.sign(sign.comma)
      out.raw(field.name)
      if (!field.write(item, rules, out)) out.back(before)
    }
    out.sign(sign.close)
    return true
  }
}

function arrayWriter(element: Writer): Writer {
  return (value, rules, out) => {
    if (!Array.isArray(value)) return out.value(value)
    out.sign(sign.first)
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out.sign(sign.comma)
      if (!element(value[i], rules, out)) out.raw(none)
    }
    out.sign(sign.last)
    return true
  }
}

function recordWriter(value: Record<string, unknown>, inner: Writer, rules: Rules, out: JsonBytes): boolean {
  out.sign(sign.open)
  const first = out.at
  for (const [key, item] of Object.entries(value)) {
    const before = out.at
    if (before !== first) out.sign(sign.comma)
    out.raw(nameOf(key))
    if (!inner(item, rules, out)) out.back(before)
  }
  out.sign(sign.close)
  return true
}

function guarded(write: Writer, meta: FieldMeta): Writer {
  const key = meta.key as string
  return (value, rules, out) => {
    const rule = rules.size === 0 ? undefined : rules.get(key)
    if (rule === 'hidden') return out.value(typeof value === 'string' ? mask('all', value) : null)
    if (rule === 'masked' && typeof value === 'string') return out.value(mask(meta.mask ?? 'all', value))
    return write(value, rules, out)
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
