import { field, z } from '@liren/contract'
import { expect, it } from 'vitest'
import { compileAnswer } from './present.ts'
import type { FieldRule } from './route.ts'

const none = new Map<string, FieldRule>()
const person = z.object({
  name: field(z.string(), { level: 'L3', key: 'person.name', mask: 'name', label: { zh: '姓名', en: 'Name' } }),
  age: z.optional(z.number()),
  tags: z.array(z.string()),
  extra: z.record(z.string(), z.nullable(z.string())),
  more: z.unknown(),
})
const answer = compileAnswer(z.object({ items: z.array(person), next: z.optional(z.string()) }))
const read = (value: unknown, rules: ReadonlyMap<string, FieldRule> = none) => JSON.parse(answer(value, rules).toString()) as unknown

it('lets nothing out that is not declared, however deep it lies', () => {
  const items = [{ name: '林晓岚', tags: [], extra: {}, phone: '10000000001', password: 'secret' }]
  expect(read({ items, total: 5 })).toEqual({ items: [{ name: '林晓岚', tags: [], extra: {} }] })
})

it('hides and shortens what the rules of the caller ask for, and nothing for others', () => {
  const items = [{ name: '林晓岚', tags: ['a'], extra: { b: null } }]
  expect(read({ items })).toEqual({ items })
  const text = (rule: FieldRule) => answer({ items }, new Map([['person.name', rule]])).toString()
  for (const rule of ['hidden', 'masked'] as const) {
    expect(text(rule)).not.toContain('晓岚')
    expect(JSON.parse(text(rule))).toMatchObject({ items: [{ tags: ['a'], extra: { b: null } }] })
  }
  expect(text('read')).toContain('林晓岚')
})

const strings = [
  '',
  'plain',
  '厨房水管漏水',
  'é¿ß',
  '"quoted" \\ and / slashed',
  'line\nfeed\ttab\r\b\f\u0000\u001f\u007f',
  '😀 pairs 𠮷 and more after them 里仁',
  'lone \ud800 and \udc00 ones',
  '\u2028\u2029',
  '长'.repeat(199),
  `${'长'.repeat(500)}"😀`,
  'x'.repeat(100_000),
]
const numbers = [0, -0, 1, 9, 10, -1, 0.1, 1e21, 1e-7, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, -1.5]

it('writes every text and number as JSON.stringify does', () => {
  for (const text of strings)
    for (const shape of [{ items: [{ name: text, tags: [text, text], extra: { [text]: text } }], next: text }])
      expect(answer(shape, none).toString()).toBe(JSON.stringify(shape))
  for (const age of numbers) {
    const shape = { items: [{ name: '', age, tags: [], extra: {} }] }
    expect(answer(shape, none).toString()).toBe(JSON.stringify(shape))
  }
})

it('leaves out what is not there, keeps null, and fills the gaps of a list', () => {
  const more = [undefined, null, true, new Date(0), { toJSON: () => 'told' }, [1, undefined], () => 1, Symbol('none')]
  for (const one of more) {
    const shape = { items: [{ name: 'x', more: one, tags: [undefined, 'b'], extra: { c: undefined, d: null } }], next: undefined }
    expect(answer(shape, none).toString()).toBe(JSON.stringify(shape))
  }
})

it('leaves nothing of an answer that could not be written in the next one', () => {
  const circular: Record<string, unknown> = {}
  circular.again = circular
  expect(() => answer({ items: [{ name: 'x', tags: [], extra: {}, more: circular }] }, none)).toThrow(TypeError)
  expect(answer({ items: [] }, none).toString()).toBe('{"items":[]}')
})

it('gives bytes that the next answer does not overwrite', () => {
  const first = answer({ items: [], next: 'first' }, none)
  answer({ items: [], next: 'other' }, none)
  expect(first.toString()).toBe('{"items":[],"next":"first"}')
})
