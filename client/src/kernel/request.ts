import type { AnyEndpoint, Infer, InferInput, z } from '@liren/contract'
import { onlyDeclared } from '@liren/contract/kernel/unknown'

type Schema = z.core.$ZodType
/** Undefined where the endpoint declares no such part; the optional mark of the property is taken off. */
type Declared<S> = [Exclude<S, undefined>] extends [never] ? undefined : Exclude<S, undefined>
/** A part is asked for when the endpoint declares it, and may be left out when all of it is optional. */
type Part<K extends string, S> = S extends Schema
  ? Record<string, never> extends InferInput<S>
    ? { readonly [key in K]?: InferInput<S> }
    : { readonly [key in K]: InferInput<S> }
  : { readonly [key in K]?: undefined }

export type Input<E extends AnyEndpoint> = Part<'params', Declared<E['params']>> &
  Part<'query', Declared<E['query']>> &
  Part<'body', Declared<E['body']>>
export type Answer<E extends AnyEndpoint> = Infer<Declared<E['response']>>

export interface LooseInput {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
}

/** Put the parameters into the path; a missing one is a mistake of ours and says so. */
export function fillPath(path: string, params: unknown): string {
  const values = (params ?? {}) as Record<string, unknown>
  return path.replace(/:([A-Za-z]+)/g, (_all, name: string) => {
    const value = values[name]
    if (value === undefined || value === null || value === '') throw new TypeError(`path ${path} needs ${name}`)
    return encodeURIComponent(String(value))
  })
}

/** `?a=1&b=2&b=3`, leaving out what is undefined, so that equal queries give equal addresses. */
export function queryString(query: unknown): string {
  const pairs: string[] = []
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`)
    }
  }
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** The address of a call without its origin; also its name in caches. */
export const addressOf = (spec: AnyEndpoint, input: LooseInput): string => fillPath(spec.path, input.params) + queryString(input.query)

/** What the contract declares of a call: a form may hold more than it sends, and the server refuses the rest. */
export const declaredOf = (spec: AnyEndpoint, input: LooseInput): LooseInput => ({
  ...(input.params === undefined ? {} : { params: input.params }),
  ...(input.query === undefined ? {} : { query: spec.query ? onlyDeclared(spec.query, input.query) : input.query }),
  ...(input.body === undefined ? {} : { body: spec.body ? onlyDeclared(spec.body, input.body) : input.body }),
})
