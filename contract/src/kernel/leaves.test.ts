import { describe, expect, it } from 'vitest'
import { leavesOf } from './leaves.ts'
import { field, L1, L2, L3 } from './level.ts'
import { z } from './zod.ts'

const levels = (schema: Parameters<typeof leavesOf>[0]) => Object.fromEntries(leavesOf(schema).map((leaf) => [leaf.path, leaf.level]))

describe('leaves of a schema', () => {
  it('take the level of the object around them unless they have their own', () => {
    const schema = L2(z.object({ name: z.string(), phone: L3(z.string()), tags: z.array(z.object({ word: z.string() })) }))
    expect(levels(schema)).toEqual({ name: 'L2', phone: 'L3', 'tags[].word': 'L2' })
  })

  it('have no level where nobody gave one', () => {
    expect(levels(z.object({ id: L1(z.string()), secret: z.string() }))).toEqual({ id: 'L1', secret: undefined })
  })

  it('are found behind optional, nullable, default, union, record, tuple, pipe and lazy', () => {
    const schema = z.object({
      a: L1(z.optional(z.nullable(z.string()))),
      b: z.nullable(L2(z.object({ c: z.string() }))),
      d: z.union([L1(z.string()), L2(z.number())]),
      e: z.record(z.string(), L3(z.string())),
      f: z.tuple([L1(z.string())]),
      g: L1(
        z.pipe(
          z.string(),
          z.transform((text) => text.length),
        ),
      ),
      h: z.lazy(() => L2(z.string())),
    })
    const found = leavesOf(schema).map((leaf) => `${leaf.path} ${leaf.level}`)
    expect(found).toEqual(['a L1', 'b.c L2', 'd L1', 'd L2', 'e{} L3', 'f[0] L1', 'g L1', 'h L2'])
  })

  it('end in a schema that holds itself', () => {
    const tree: z.core.$ZodType = z.object({ name: L1(z.string()), children: z.array(z.lazy(() => tree)) })
    expect(levels(tree)).toEqual({ name: 'L1' })
  })

  it('carry the mask of the field', () => {
    const phone = field(z.string(), { level: 'L3', mask: 'phone', key: 'x.phone' })
    expect(leavesOf(z.object({ phone: z.nullable(phone) }))[0]?.meta?.mask).toBe('phone')
  })
})
