import { alarmGroupNames, alarmKindNames, levelNumbers } from '../alarm/kinds.ts'
import { alarmActionNames, alarmHappeningNames, alarmStateNames } from '../alarm/machine.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export * from '../alarm/kinds.ts'
export * from '../alarm/machine.ts'

const kindSchema = z.enum(alarmKindNames)
const levelSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
const note = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(1000))
const photos = () => z.array(idSchema()).check(z.maxLength(9))

const summary = {
  id: idSchema(),
  number: z.string(),
  kind: kindSchema,
  level: levelSchema,
  state: z.enum(alarmStateNames),
  title: textSchema,
  /** Which of the device's doors, loops, connectors; empty where it is the device itself. */
  part: z.string(),
  device: z.nullable(z.object({ id: idSchema(), code: z.string(), name: z.string() })),
  place: z.object({ path: z.string(), label: z.string() }),
  firstAt: instantSchema(),
  lastAt: instantSchema(),
  /** How often it was told while it stood open; 1 is once. */
  times: z.number(),
  /** The values are back within their limits; somebody still has to look. */
  overAt: z.nullable(instantSchema()),
  dueAt: z.nullable(instantSchema()),
  overdue: z.boolean(),
  escalation: z.number(),
  shelvedUntil: z.nullable(instantSchema()),
  rootId: z.nullable(idSchema()),
  handler: z.nullable(z.object({ id: idSchema(), name: z.string() })),
  result: z.nullable(z.enum(['real', 'false', 'test'])),
  version: versionSchema(),
  can: z.array(z.enum(alarmActionNames)),
}
export const alarmSummarySchema = L2(z.object(summary))
export type AlarmSummary = z.infer<typeof alarmSummarySchema>

export const alarmEntrySchema = z.object({
  id: z.string(),
  at: instantSchema(),
  action: z.enum([...alarmActionNames, ...alarmHappeningNames]),
  state: z.enum(alarmStateNames),
  actor: z.nullable(z.string()),
  note: z.nullable(z.string()),
  photos: z.array(z.object({ id: z.string(), url: z.string(), thumb: z.string() })),
})

export const alarmSchema = L2(
  z.object({
    ...summary,
    /** What the device said, first and last, in its own words. */
    values: z.record(z.string(), z.unknown()),
    /** `device.event` type or the rule that raised it. */
    source: z.object({ kind: z.enum(['event', 'rule']), name: z.string() }),
    acceptedAt: z.nullable(instantSchema()),
    handledAt: z.nullable(instantSchema()),
    closedAt: z.nullable(instantSchema()),
    previousId: z.nullable(idSchema()),
    merged: z.array(z.object({ id: idSchema(), number: z.string(), title: textSchema })),
    timeline: z.array(alarmEntrySchema),
  }),
)
export type Alarm = z.infer<typeof alarmSchema>

const errors = {
  'alarm.action-not-allowed': { status: 409, text: text('当前状态下不能这样操作，请刷新查看', 'This cannot be done in the current state') },
  'alarm.file-unknown': { status: 422, text: text('有照片没有上传成功，请重新上传', 'A photo is missing, please upload it again') },
  'alarm.root-unfit': {
    status: 422,
    text: text(
      '只能并入同一小区内另一条未关闭、且自身未被并入的告警',
      'The root must be another open alarm of the same estate that is not merged itself',
    ),
  },
  'alarm.shelve-time': { status: 422, text: text('暂缓时间须在一分钟到七天之间', 'It can be shelved for between a minute and seven days') },
} as const
export const alarmErrors = errors

const idParams = z.object({ id: idSchema() })
const known = { version: versionSchema() }

/** An action is a route of its own; its answer is the alarm as it now stands for this caller. */
const action = <const N extends string, const B extends z.core.$ZodType>(
  name: N,
  zh: string,
  en: string,
  access: 'alarm.handle' | 'alarm.manage',
  body: B,
) =>
  endpoint({
    id: `alarm.${name}`,
    method: 'POST',
    path: `/api/alarms/:id/actions/${name}`,
    summary: text(zh, en),
    permission: access,
    scope: 'place',
    params: idParams,
    body,
    response: alarmSchema,
    idempotent: 'key',
    rate: 'write',
    audit: `alarm.${name}`,
    vital: true,
    errors,
  })

export const alarmEndpoints = {
  list: endpoint({
    id: 'alarm.list',
    method: 'GET',
    path: '/api/alarms',
    summary: text('告警列表', 'List alarms'),
    permission: 'alarm.read',
    scope: 'place',
    query: z.object({
      ...pageQuery,
      phase: z.optional(z.enum(['open', 'active', 'done', 'unclosed'])),
      state: z.optional(z.enum(alarmStateNames)),
      level: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(4))),
      group: z.optional(z.enum(alarmGroupNames)),
      kind: z.optional(kindSchema),
      deviceId: z.optional(idSchema()),
      placeId: z.optional(idSchema()),
      number: z.optional(z.string().check(z.maxLength(30))),
      shelved: z.optional(z.enum(['1', '0'])),
      from: z.optional(daySchema()),
      to: z.optional(daySchema()),
      /** The duty desk reads the gravest first; everybody else the newest. */
      sort: z.optional(z.enum(['newest', 'gravest'])),
    }),
    response: pageOf(alarmSummarySchema),
    rate: 'read',
    vital: true,
  }),
  overview: endpoint({
    id: 'alarm.overview',
    method: 'GET',
    path: '/api/alarms/overview',
    summary: text('未关闭告警的等级分布', 'Unclosed alarms by level'),
    permission: 'alarm.read',
    scope: 'place',
    response: L2(
      z.object({ levels: z.array(z.object({ level: levelSchema, raised: z.number(), active: z.number() })), overdue: z.number() }),
    ),
    rate: 'read',
  }),
  read: endpoint({
    id: 'alarm.read',
    method: 'GET',
    path: '/api/alarms/:id',
    summary: text('告警详情', 'Read an alarm'),
    permission: 'alarm.read',
    scope: 'place',
    params: idParams,
    response: alarmSchema,
    rate: 'read',
    vital: true,
  }),
  accept: action('accept', '受理告警', 'Accept an alarm', 'alarm.handle', z.object(known)),
  handle: action(
    'handle',
    '反馈告警处置结果',
    'Report what was done about an alarm',
    'alarm.handle',
    z.object({ ...known, result: z.enum(['real', 'false', 'test']), note: note(), photos: z.optional(photos()) }),
  ),
  close: action('close', '核查并关闭告警', 'Check and close an alarm', 'alarm.manage', z.object({ ...known, note: z.optional(note()) })),
  return: action('return', '退回处置', 'Send an alarm back to its handler', 'alarm.manage', z.object({ ...known, note: note() })),
  shelve: action(
    'shelve',
    '暂缓提醒',
    'Shelve an alarm for a while',
    'alarm.handle',
    z.object({ ...known, until: instantSchema(), note: note() }),
  ),
  wake: action('wake', '恢复提醒', 'Wake a shelved alarm', 'alarm.handle', z.object(known)),
  merge: action(
    'merge',
    '并入根因告警',
    'Merge into the alarm of its root cause',
    'alarm.manage',
    z.object({ ...known, rootId: idSchema() }),
  ),
  split: action('split', '移出根因告警', 'Take out of its root cause', 'alarm.manage', z.object(known)),
  note: action('note', '补充说明', 'Add a note to an alarm', 'alarm.handle', z.object({ note: note(), photos: z.optional(photos()) })),
} as const

export const alarm = capability({
  name: 'alarm',
  text: text('告警', 'Alarms'),
  endpoints: alarmEndpoints,
  permissions: [
    permission('alarm.read', '查看告警', 'See alarms', ['admin', 'staff', 'grid']),
    permission('alarm.handle', '受理与处置告警', 'Accept and handle alarms', ['staff', 'admin']),
    permission('alarm.manage', '核查、关闭与合并告警', 'Verify, close and merge alarms', ['admin', 'staff']),
  ],
  events: ['alarm.raised', 'alarm.repeated', 'alarm.over', 'alarm.moved', 'alarm.escalated'],
})

export const alarmLevelNumbers = levelNumbers
