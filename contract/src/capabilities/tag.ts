import { sourceCodes, typedSourceCodes } from '../archive/source.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const tagErrors = {
  'tag.known': { status: 409, text: text('档案已有此标签', 'The file carries this tag already') },
  'tag.absent': { status: 409, text: text('档案没有此标签，请刷新', 'The file does not carry this tag: reload') },
  'tag.file-retired': { status: 409, text: text('档案已注销，请先恢复', 'This file is retired: restore it first') },
} as const

/** Files that one action may tag at once. */
export const mostTagged = 100

const archiveName = () => z.string().check(z.regex(/^[a-z][a-z-]{0,23}$/))
const code = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const byArchive = z.object({ archive: archiveName() })
const byFile = z.object({ archive: archiveName(), id: idSchema() })
const who = () => z.nullable(z.string())

/** A tag as a file carries it, or did. Nothing of it is ever erased. */
export const fileTagSchema = L2(
  z.object({
    id: idSchema(),
    tag: z.string(),
    text: textSchema,
    /** Only those who may know of it are shown it. */
    isGuarded: z.boolean(),
    source: z.enum(sourceCodes),
    taggedAt: instantSchema(),
    taggedBy: who(),
    removedAt: z.nullable(instantSchema()),
    removedBy: who(),
    removeReason: z.nullable(z.string()),
  }),
)
export type FileTag = z.infer<typeof fileTagSchema>

export const tagCountSchema = L2(
  z.object({ tag: z.string(), text: textSchema, isGuarded: z.boolean(), isRetired: z.boolean(), files: z.number() }),
)
export type TagCount = z.infer<typeof tagCountSchema>

const read = { permission: 'tag.read', scope: 'place' } as const
const write = { permission: 'tag.write', scope: 'place', idempotent: 'natural', rate: 'write', errors: tagErrors } as const

/** Words on files, each with its source and day, added and taken off again; under the permissions of the archive too. */
export const tag = capability({
  name: 'tag',
  text: text('标签', 'Tags'),
  permissions: [
    permission('tag.read', '查看档案标签', 'See tags on records', ['admin', 'staff', 'grid']),
    permission('tag.write', '添加与移除标签', 'Add and remove tags', ['admin', 'staff', 'grid']),
  ],
  events: ['tag.changed'],
  endpoints: {
    counts: endpoint({
      id: 'tag.counts',
      method: 'GET',
      path: '/api/tags/:archive',
      summary: text('各标签的档案数', 'How many files carry each tag'),
      ...read,
      params: byArchive,
      query: z.object({ placeId: z.optional(idSchema()) }),
      response: z.object({ items: z.array(tagCountSchema) }),
      rate: 'search',
    }),
    change: endpoint({
      id: 'tag.change',
      method: 'POST',
      path: '/api/tags/:archive',
      summary: text('批量添加或移除标签', 'Tag many files at once'),
      ...write,
      params: byArchive,
      body: z.object({
        ids: z.array(idSchema()).check(z.minLength(1), z.maxLength(mostTagged)),
        add: z.array(code()).check(z.maxLength(10)),
        remove: z.array(code()).check(z.maxLength(10)),
        source: z.enum(sourceCodes),
        reason: z.optional(reason()),
      }),
      response: L2(
        z.object({
          /** Files that carry other tags now; those that had it so already are not among them. */
          changed: z.array(idSchema()),
          unchanged: z.array(idSchema()),
          /** Not within reach, not there, or retired. */
          refused: z.array(idSchema()),
        }),
      ),
      audit: 'tag.changed',
    }),
    list: endpoint({
      id: 'tag.list',
      method: 'GET',
      path: '/api/tags/:archive/:id',
      summary: text('档案的标签及其历史', 'Tags of a file, those of the past too'),
      ...read,
      params: byFile,
      query: z.object(pageQuery),
      response: pageOf(fileTagSchema),
      rate: 'read',
    }),
    add: endpoint({
      id: 'tag.add',
      method: 'POST',
      path: '/api/tags/:archive/:id',
      summary: text('添加标签', 'Put a tag on a file'),
      ...write,
      params: byFile,
      body: z.object({ tag: code(), source: z.enum(typedSourceCodes) }),
      response: fileTagSchema,
      status: 201,
      audit: 'tag.added',
    }),
    remove: endpoint({
      id: 'tag.remove',
      method: 'POST',
      path: '/api/tags/:archive/:id/remove',
      summary: text('移除标签', 'Take a tag off a file'),
      ...write,
      params: byFile,
      body: z.object({ tag: code(), reason: reason() }),
      response: fileTagSchema,
      audit: 'tag.removed',
    }),
  },
})
