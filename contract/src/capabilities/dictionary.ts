import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { versionSchema } from '../kernel/id.ts'
import { L1 } from '../kernel/level.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

const codeSchema = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/))

export const dictionarySchema = L1(
  z.object({
    code: z.string(),
    text: textSchema,
    items: z.array(z.object({ code: z.string(), text: textSchema, sort: z.number(), retired: z.boolean() })),
    version: versionSchema(),
  }),
)
export type Dictionary = z.infer<typeof dictionarySchema>

const words = z.object({
  zh: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
  en: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
})

export const dictionary = capability({
  name: 'dictionary',
  text: text('字典', 'Dictionaries'),
  permissions: [permission('dictionary.manage', '维护字典', 'Edit dictionaries', ['admin'])],
  events: ['dictionary.saved'],
  endpoints: {
    list: endpoint({
      id: 'dictionary.list',
      method: 'GET',
      path: '/api/dictionaries',
      summary: text('全部字典', 'All dictionaries'),
      permission: 'public',
      scope: 'none',
      response: z.object({ items: z.array(dictionarySchema) }),
      rate: 'read',
      cache: { fresh: 60, stale: 86_400, vary: 'public' },
    }),
    save: endpoint({
      id: 'dictionary.save',
      method: 'PUT',
      path: '/api/dictionaries/:code',
      summary: text('保存字典', 'Save a dictionary'),
      permission: 'dictionary.manage',
      scope: 'none',
      params: z.object({ code: codeSchema() }),
      /** Items that are in use are retired, never dropped: leaving one out is refused. */
      body: z.object({
        text: words,
        items: z.array(z.object({ code: codeSchema(), text: words, retired: z.boolean() })).check(z.maxLength(500)),
        version: versionSchema(),
      }),
      response: dictionarySchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'dictionary.saved',
      errors: {
        'dictionary.item-dropped': { status: 422, text: text('已有条目只能停用，不能删除', 'Existing items can be retired, not dropped') },
        'dictionary.item-twice': { status: 422, text: text('条目编码重复', 'Two items have the same code') },
      },
    }),
  },
})
