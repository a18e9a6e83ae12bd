import { expect, it } from 'vitest'
import { onlyDeclared, unknownIn } from './unknown.ts'
import { z } from './zod.ts'

const paths = (schema: z.core.$ZodType, value: unknown) => unknownIn(schema, value).map((path) => path.join('.'))

it('names everything that a schema does not declare, however deep, and nothing else', () => {
  const schema = z.object({
    name: z.string(),
    list: z.optional(z.array(z.object({ a: z.number() }))),
    byKey: z.optional(z.record(z.string(), z.object({ b: z.string() }))),
    free: z.optional(z.record(z.string(), z.string())),
    pair: z.optional(z.tuple([z.object({ c: z.string() }), z.number()])),
  })
  const clean = { name: 'x', list: [{ a: 1 }], byKey: { k: { b: '' } }, free: { any: 'thing' }, pair: [{ c: '' }, 1] }
  expect(paths(schema, clean)).toEqual([])
  const strange = { ...clean, more: 1, list: [{ a: 1 }, { a: 2, z: 3 }], byKey: { k: { b: '', q: 1 } }, pair: [{ c: '', d: 1 }, 1] }
  expect(paths(schema, strange)).toEqual(['list.1.z', 'byKey.k.q', 'pair.0.d', 'more'])
  expect(onlyDeclared(schema, strange)).toEqual({ ...clean, list: [{ a: 1 }, { a: 2 }] })
  expect(onlyDeclared(schema, clean)).toBe(clean)
})

it('looks at the shape that a value has where there are several, and at schemas inside themselves', () => {
  const chosen = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), one: z.string() }),
    z.object({ kind: z.literal('b'), two: z.string() }),
  ])
  expect(paths(chosen, { kind: 'a', one: '', two: '' })).toEqual(['two'])
  expect(paths(chosen, { kind: 'c', one: '', three: '' })).toEqual(['three'])
  const tried = z.union([z.string(), z.object({ one: z.string() }), z.object({ one: z.string(), two: z.string() })])
  expect(paths(tried, { one: '', two: '' })).toEqual([])
  expect(paths(tried, { one: '', two: '', three: '' })).toEqual(['three'])
  const both = z.intersection(z.object({ one: z.string() }), z.object({ two: z.string() }))
  expect(paths(both, { one: '', two: '', three: '' })).toEqual(['three'])
  interface Tree {
    below?: Tree[] | undefined
  }
  const tree: z.ZodMiniType<Tree> = z.lazy(() => z.object({ below: z.optional(z.array(tree)) })) as never
  expect(paths(tree, { below: [{ below: [{ x: 1 }] }] })).toEqual(['below.0.below.0.x'])
})

it('leaves to schemas that say so themselves what becomes of the rest', () => {
  expect(paths(z.looseObject({ a: z.string() }), { a: '', b: '' })).toEqual([])
  expect(paths(z.strictObject({ a: z.string() }), { a: '', b: '' })).toEqual([])
})
