import { grades } from '../catalogue/domains.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { fileErrors } from './file.ts'

/** What comes in, by its content: rows of a table, a message, a picture, a document. */
export const intakeKinds = ['table', 'message', 'image', 'document'] as const
export type IntakeKind = (typeof intakeKinds)[number]
export const intakeKindTexts = {
  table: text('表格', 'Table'),
  message: text('JSON 消息', 'JSON message'),
  image: text('图片', 'Picture'),
  document: text('文档', 'Document'),
} as const satisfies Record<IntakeKind, Text>

export const intakeErrors = {
  ...fileErrors,
  'intake.unreadable': { status: 422, text: text('表格无法读取，已拒收', 'The table cannot be read and was refused') },
  'intake.not-json': { status: 422, text: text('消息不是有效的 JSON 对象或数组', 'The message is no JSON object or array') },
  'intake.cleared': {
    status: 410,
    text: text('内容已按保存期限清除，仅留目录', 'The content went after its time; the catalogue still knows of it'),
  },
  'intake.grade-high': { status: 403, text: text('您无权归集此级别的数据', 'You may not bring in data of this grade') },
} as const

const words = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most))
const about = { title: words(2, 60), source: words(2, 60), grade: z.enum(grades), placeId: idSchema() }

export const intakeItemSchema = L2(
  z.object({
    id: idSchema(),
    title: z.string(),
    /** Who it comes from, as whoever brought it says. */
    source: z.string(),
    kind: z.enum(intakeKinds),
    type: z.string(),
    bytes: z.number(),
    /** SM3 of what is kept. */
    digest: z.string(),
    grade: z.enum(grades),
    place: z.object({ id: idSchema(), name: z.string() }),
    /** Of a table: its head, and how many rows stand under it. */
    columns: z.array(z.string()),
    rows: z.nullable(z.number()),
    /** False once the content went after its time. */
    isHere: z.boolean(),
    broughtBy: z.nullable(z.string()),
    at: instantSchema(),
  }),
)
export type IntakeItem = z.infer<typeof intakeItemSchema>

const read = { permission: 'intake.read', scope: 'place', rate: 'read' } as const
const send = { permission: 'intake.send', scope: 'place', rate: 'upload', errors: intakeErrors, group: 'intake-sending' } as const
const byId = z.object({ id: idSchema() })

export const intakeEndpoints = {
  list: endpoint({
    id: 'intake.list',
    method: 'GET',
    path: '/api/intake',
    summary: text('已归集的数据', 'What was brought in'),
    ...read,
    query: z.object({
      ...pageQuery,
      kind: z.optional(z.enum(intakeKinds)),
      /** What its title begins with. */
      q: z.optional(words(1, 40)),
    }),
    response: pageOf(intakeItemSchema),
  }),
  get: endpoint({
    id: 'intake.get',
    method: 'GET',
    path: '/api/intake/:id',
    summary: text('一份归集数据的目录信息', 'What is known of one piece'),
    ...read,
    params: byId,
    response: intakeItemSchema,
  }),
  content: endpoint({
    id: 'intake.content',
    method: 'GET',
    path: '/api/intake/:id/content',
    summary: text('打开一份归集数据', 'Open one piece'),
    ...read,
    rate: 'content',
    params: byId,
    errors: intakeErrors,
    raw: true,
    audit: 'intake.opened',
  }),
  upload: endpoint({
    id: 'intake.upload',
    method: 'POST',
    path: '/api/intake',
    summary: text('归集一个文件：表格、JSON、图片或文档', 'Bring in a file: a table, JSON, a picture or a document'),
    ...send,
    query: z.object(about),
    response: intakeItemSchema,
    status: 201,
    idempotent: 'key',
    upload: true,
    audit: 'intake.brought',
  }),
  send: endpoint({
    id: 'intake.send',
    method: 'POST',
    path: '/api/intake/messages',
    summary: text('归集一条 JSON 消息', 'Bring in a JSON message'),
    ...send,
    body: z.object({ ...about, message: z.string().check(z.minLength(2), z.maxLength(100_000)) }),
    response: intakeItemSchema,
    status: 201,
    idempotent: 'key',
    audit: 'intake.brought',
  }),
} as const

/** One door for data of others, with and without a structure: looked at, catalogued, sealed, opened by whoever may. */
export const intake = capability({
  name: 'intake',
  text: text('数据归集', 'Intake'),
  permissions: [
    permission('intake.read', '查看归集的数据', 'See what was brought in', ['admin']),
    permission('intake.send', '归集数据', 'Bring data in', ['admin']),
    permission('intake.sensitive', '归集与查看 L3、L4 级数据', 'Bring in and see data from L3 on', ['admin']),
  ],
  events: ['intake.brought'],
  endpoints: intakeEndpoints,
})
