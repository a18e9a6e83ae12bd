import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { mostWindows, streamTakes } from '../rule/stream.ts'

export * from '../rule/stream.ts'

const name = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(60))
const lateness = () => z.number().check(z.int(), z.minimum(0), z.maximum(86_400))

const written = {
  name: name(),
  placeId: idSchema(),
  productId: idSchema(),
  property: z.string().check(z.minLength(1), z.maxLength(80)),
  /** Only devices of this group. */
  groupId: z.optional(idSchema()),
  take: z.enum(streamTakes),
  /** A figure for each device, or one for all of them together. */
  per: z.enum(['device', 'place']),
  lengthSeconds: z.number().check(z.int(), z.minimum(300), z.maximum(86_400)),
  stepSeconds: z.number().check(z.int(), z.minimum(60), z.maximum(86_400)),
  latenessSeconds: lateness(),
}
const pair = z.object({ id: z.string(), name: z.string() })

export const streamSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    place: z.object({ id: z.string(), path: z.string(), label: z.string() }),
    product: pair,
    property: z.object({ code: z.string(), text: textSchema, unit: z.nullable(z.string()) }),
    group: z.nullable(pair),
    take: z.enum(streamTakes),
    per: z.enum(['device', 'place']),
    lengthSeconds: z.number(),
    stepSeconds: z.number(),
    latenessSeconds: z.number(),
    isEnabled: z.boolean(),
    /** Rules in force that look at it. */
    rules: z.array(pair),
    /** What it reads is of single homes: figures of one home are withheld. */
    isOfHomes: z.boolean(),
    version: versionSchema(),
  }),
)
export type Stream = z.infer<typeof streamSchema>

export const streamResultSchema = L2(
  z.object({
    device: z.nullable(pair),
    from: instantSchema(),
    until: instantSchema(),
    /** Null where it is withheld, and where only messages that came too late are known. */
    value: z.nullable(z.number()),
    isWithheld: z.boolean(),
    points: z.number(),
    devices: z.number(),
    /** 1 when it was first written, one more for every correction. */
    revision: z.number(),
    late: z.number(),
    dropped: z.number(),
    writtenAt: instantSchema(),
    correctedAt: z.nullable(instantSchema()),
  }),
)
export type StreamResult = z.infer<typeof streamResultSchema>

export const streamSourceSchema = L2(
  z.object({
    device: pair,
    /** The latest moment that a message of this device told of: its own watermark. */
    reachedAt: z.nullable(instantSchema()),
    taken: z.number(),
    late: z.number(),
    dropped: z.number(),
    ahead: z.number(),
  }),
)
export type StreamSource = z.infer<typeof streamSourceSchema>

export const streamErrors = {
  'stream.unfit': { status: 422, text: text('滚动统计设置有误，请按提示修改', 'The window has faults; see the list') },
  'stream.used': { status: 409, text: text('有联动规则正在使用，请先停用规则', 'A rule in force looks at it; switch the rule off first') },
} as const

const idParams = z.object({ id: idSchema() })

export const streamEndpoints = {
  list: endpoint({
    id: 'stream.list',
    method: 'GET',
    path: '/api/streams',
    summary: text('滚动统计列表', 'List sliding windows'),
    permission: 'rule.read',
    scope: 'place',
    query: z.object({ ...pageQuery, enabled: z.optional(z.enum(['1', '0'])) }),
    response: pageOf(streamSchema),
    rate: 'read',
  }),
  choices: endpoint({
    id: 'stream.choices',
    method: 'GET',
    path: '/api/streams/choices',
    summary: text('可统计的产品、属性与设备组', 'Products, properties and groups that a window can look at'),
    permission: 'rule.read',
    scope: 'place',
    response: L2(
      z.object({
        products: z.array(
          z.object({
            ...{ id: z.string(), name: z.string(), isOfHomes: z.boolean() },
            properties: z.array(z.object({ code: z.string(), text: textSchema, unit: z.nullable(z.string()) })),
          }),
        ),
        groups: z.array(pair),
      }),
    ),
    rate: 'read',
  }),
  create: endpoint({
    id: 'stream.create',
    method: 'POST',
    path: '/api/streams',
    summary: text('新建滚动统计', 'Make a sliding window'),
    permission: 'rule.manage',
    scope: 'place',
    body: z.object(written),
    response: streamSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'stream.created',
    errors: streamErrors,
  }),
  read: endpoint({
    id: 'stream.read',
    method: 'GET',
    path: '/api/streams/:id',
    summary: text('滚动统计详情', 'Read a sliding window'),
    permission: 'rule.read',
    scope: 'place',
    params: idParams,
    response: streamSchema,
    rate: 'read',
  }),
  results: endpoint({
    id: 'stream.results',
    method: 'GET',
    path: '/api/streams/:id/results',
    summary: text('滚动统计结果', 'What windows came to, newest first, with corrections and what came too late'),
    permission: 'rule.read',
    scope: 'place',
    params: idParams,
    query: z.object({ ...pageQuery, deviceId: z.optional(idSchema()) }),
    response: pageOf(streamResultSchema),
    rate: 'read',
  }),
  sources: endpoint({
    id: 'stream.sources',
    method: 'GET',
    path: '/api/streams/:id/sources',
    summary: text('滚动统计的设备', 'Devices that a window hears, how far each has come, and what of theirs came late'),
    permission: 'rule.read',
    scope: 'place',
    params: idParams,
    query: z.object(pageQuery),
    response: pageOf(streamSourceSchema),
    rate: 'read',
  }),
  save: endpoint({
    id: 'stream.save',
    method: 'PUT',
    path: '/api/streams/:id',
    summary: text('修改滚动统计的名称与迟到时限', 'Change the name of a window and how late a message may be'),
    permission: 'rule.manage',
    scope: 'place',
    params: idParams,
    body: z.object({ name: name(), latenessSeconds: lateness(), version: versionSchema() }),
    response: streamSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'stream.saved',
    errors: streamErrors,
  }),
  turn: endpoint({
    id: 'stream.turn',
    method: 'POST',
    path: '/api/streams/:id/turn',
    summary: text('启用或停用滚动统计', 'Switch a sliding window on or off'),
    permission: 'rule.manage',
    scope: 'place',
    params: idParams,
    body: z.object({ isEnabled: z.boolean(), version: versionSchema() }),
    response: streamSchema,
    idempotent: 'key',
    rate: 'write',
    audit: 'stream.turned',
    errors: streamErrors,
  }),
  remove: endpoint({
    id: 'stream.remove',
    method: 'DELETE',
    path: '/api/streams/:id',
    summary: text('删除滚动统计及其结果', 'Delete a sliding window with its results'),
    permission: 'rule.manage',
    scope: 'place',
    params: idParams,
    query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'stream.removed',
    errors: streamErrors,
  }),
} as const

export const stream = capability({
  name: 'stream',
  text: text('滚动统计', 'Sliding windows'),
  endpoints: streamEndpoints,
  permissions: [],
  events: ['stream.changed', 'stream.closed'],
})

/** What is wrong with length and step; undefined where they go together. */
export function stepFault(lengthSeconds: number, stepSeconds: number) {
  if (lengthSeconds % stepSeconds !== 0 || lengthSeconds < stepSeconds)
    return text('时长须是步长的整数倍', 'The length has to be a multiple of the step')
  if (lengthSeconds / stepSeconds > mostWindows)
    return text(`时长最多为步长的 ${mostWindows} 倍`, `The length is at most ${mostWindows} steps`)
  return undefined
}
