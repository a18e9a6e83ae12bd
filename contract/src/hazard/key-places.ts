import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import {
  doneAtSchema,
  findingBody,
  findingSchema,
  itemsSchema,
  keySummarySchema,
  keyViewNames,
  openFindingSchema,
  photoSchema,
  photosSchema,
  recheckBody,
} from './key-findings.ts'

/** What a key place or facility is; each kind brings what is usually looked at there. */
export const keyKinds = {
  'fire-control': text('消防控制室', 'Fire control room'),
  'pump-room': text('水泵房', 'Pump room'),
  'power-room': text('配电房', 'Power room'),
  lift: text('电梯', 'Lift'),
  garage: text('地下车库', 'Garage'),
  charging: text('充电场所', 'Charging area'),
  evacuation: text('疏散通道', 'Way out'),
  other: text('其他重点部位', 'Other key place'),
} as const satisfies Record<string, Text>
export type KeyKind = keyof typeof keyKinds
export const keyKindNames = Object.keys(keyKinds) as [KeyKind, ...KeyKind[]]

/** A first list of what to look at; whoever keeps the place changes it. */
export const usualItems: Readonly<Record<KeyKind, readonly string[]>> = {
  'fire-control': ['值守人员在岗', '报警主机无故障显示', '消防电话畅通', '无杂物堆放'],
  'pump-room': ['水泵启停正常', '阀门在正常位置', '无渗漏积水', '门禁完好'],
  'power-room': ['仪表读数正常', '无异味过热', '挡鼠板与封堵完好', '灭火器在有效期内'],
  lift: ['轿厢报警电话畅通', '使用标志在有效期内', '门区无障碍物', '运行无异响'],
  garage: ['消防通道畅通', '照明与指示完好', '排水设施正常', '卷帘下无停车'],
  charging: ['充电设备外观完好', '无私拉电线', '灭火器在有效期内', '监控画面正常'],
  evacuation: ['通道无堆物', '疏散指示完好', '防火门关闭良好', '应急照明正常'],
  other: ['现场无安全隐患', '标识完好'],
}

/** How safe it is, the worst first. */
export const keyStates = {
  danger: text('险情未除', 'Danger'),
  faulty: text('有隐患', 'Faults'),
  due: text('待巡查', 'Inspection due'),
  safe: text('正常', 'Safe'),
} as const satisfies Record<string, Text>
export type KeyState = keyof typeof keyStates
export const keyStateNames = Object.keys(keyStates) as [KeyState, ...KeyState[]]

const inspectionSchema = z.object({
  id: idSchema(),
  at: instantSchema(),
  by: z.string(),
  isPassed: z.boolean(),
  /** Somebody only looked again at what had been found. */
  isRecheck: z.boolean(),
  findings: z.array(findingSchema),
  note: z.string(),
  photos: z.array(photoSchema),
})
export type Inspection = z.infer<typeof inspectionSchema>

const keyPlace = {
  id: idSchema(),
  kind: z.enum(keyKindNames),
  name: z.string(),
  place: z.object({ id: idSchema(), path: z.string(), label: z.string() }),
  device: z.nullable(z.object({ id: idSchema(), name: z.string() })),
  items: z.array(z.string()),
  everyDays: z.number(),
  /** The day until which it is to be inspected again. */
  nextOn: daySchema(),
  last: z.nullable(z.object({ at: instantSchema(), by: z.string(), isPassed: z.boolean() })),
  /** Hazards that are not closed, and what the last inspection found wrong. */
  openHazards: z.number(),
  openFindings: z.number(),
  open: z.array(openFindingSchema),
  state: z.enum(keyStateNames),
  version: versionSchema(),
}
export const keyPlaceSchema = L2(z.object(keyPlace))
export type KeyPlace = z.infer<typeof keyPlaceSchema>

/** The five kinds of records of safety that belong to a place, the newest of each. */
export const recordKinds = {
  device: text('设备信息', 'Devices'),
  security: text('安防事件', 'Security events'),
  fire: text('消防治理', 'Fire safety'),
  result: text('治理成效', 'Results'),
  picture: text('视频图片', 'Pictures'),
} as const satisfies Record<string, Text>
export type RecordKind = keyof typeof recordKinds
export const recordKindNames = Object.keys(recordKinds) as [RecordKind, ...RecordKind[]]
const recordSchema = z.object({
  kind: z.enum(recordKindNames),
  id: idSchema(),
  title: z.string(),
  place: z.string(),
  at: z.nullable(instantSchema()),
})
export type SafetyRecord = z.infer<typeof recordSchema>

export const wholeKeyPlaceSchema = L2(z.object({ ...keyPlace, inspections: z.array(inspectionSchema), records: z.array(recordSchema) }))
export type WholeKeyPlace = z.infer<typeof wholeKeyPlaceSchema>

export const keyErrors = {
  'hazard.device-unfit': { status: 422, text: text('请选择该位置所在小区的设备', 'Choose a device of the estate it lies in') },
  'hazard.items-unfit': { status: 422, text: text('请对每个巡查项目给出结果', 'Say for each item how it is') },
  'hazard.note-needed': { status: 422, text: text('不合格的项目请写明情况', 'Say what is wrong with what is not in order') },
  'hazard.finding-unknown': {
    status: 422,
    text: text('有问题已不在待复查之列，请刷新后重试', 'A finding is no longer open; reload and try again'),
  },
  'hazard.photo-unknown': { status: 422, text: text('有照片没有上传成功，请重新上传', 'A photo is missing, please upload it again') },
} as const

const idParams = z.object({ id: idSchema() })
const kept = {
  kind: z.enum(keyKindNames),
  name: z.string().check(z.trim(), z.minLength(2), z.maxLength(60)),
  deviceId: z.nullable(idSchema()),
  items: itemsSchema,
  everyDays: z.number().check(z.int(), z.minimum(1), z.maximum(366)),
}

export const keyEndpoints = {
  keyPlaces: endpoint({
    id: 'hazard.key-places',
    method: 'GET',
    path: '/api/key-places',
    summary: text('重点部位与设施', 'Key places and facilities'),
    permission: 'hazard.read',
    scope: 'place',
    query: z.object({
      ...pageQuery,
      kind: z.optional(z.enum(keyKindNames)),
      placeId: z.optional(idSchema()),
      /** Only those whose inspection is due. */
      due: z.optional(z.enum(['1'])),
      /** Whose day is today, whose day is past, or where something is to be looked at again; the earliest day first. */
      view: z.optional(z.enum(keyViewNames)),
    }),
    response: pageOf(keyPlaceSchema),
    rate: 'read',
  }),
  keySummary: endpoint({
    id: 'hazard.key-summary',
    method: 'GET',
    path: '/api/key-places/summary',
    summary: text('重点部位待巡查汇总', 'How many key places are due'),
    permission: 'hazard.read',
    scope: 'place',
    response: keySummarySchema,
    rate: 'read',
  }),
  keyPlace: endpoint({
    id: 'hazard.key-place',
    method: 'GET',
    path: '/api/key-places/:id',
    summary: text('重点部位详情', 'A key place with its inspections and records'),
    permission: 'hazard.read',
    scope: 'place',
    params: idParams,
    response: wholeKeyPlaceSchema,
    rate: 'read',
  }),
  createKeyPlace: endpoint({
    id: 'hazard.create-key-place',
    method: 'POST',
    path: '/api/key-places',
    summary: text('新增重点部位', 'Add a key place'),
    permission: 'hazard.manage',
    scope: 'place',
    body: z.object({ ...kept, placeId: idSchema() }),
    response: keyPlaceSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'hazard.key-place-created',
    errors: keyErrors,
  }),
  saveKeyPlace: endpoint({
    id: 'hazard.save-key-place',
    method: 'PUT',
    path: '/api/key-places/:id',
    summary: text('修改重点部位', 'Change a key place'),
    permission: 'hazard.manage',
    scope: 'place',
    params: idParams,
    body: z.object({ ...kept, version: versionSchema() }),
    response: keyPlaceSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'hazard.key-place-saved',
    errors: keyErrors,
  }),
  inspect: endpoint({
    id: 'hazard.inspect',
    method: 'POST',
    path: '/api/key-places/:id/inspections',
    summary: text('登记巡查结果', 'Write down an inspection'),
    permission: 'hazard.inspect',
    scope: 'place',
    params: idParams,
    body: z.object({
      /** The place as it was seen; it may have been inspected or changed since. */
      version: versionSchema(),
      at: doneAtSchema(),
      findings: z.array(findingBody).check(z.minLength(1), z.maxLength(20)),
      note: z.string().check(z.trim(), z.maxLength(500)),
      photos: photosSchema(),
    }),
    response: keyPlaceSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'hazard.inspected',
    errors: keyErrors,
  }),
  recheck: endpoint({
    id: 'hazard.recheck',
    method: 'POST',
    path: '/api/key-places/:id/rechecks',
    summary: text('登记复查结果', 'Write down what became of findings'),
    permission: 'hazard.inspect',
    scope: 'place',
    params: idParams,
    body: z.object({
      version: versionSchema(),
      at: doneAtSchema(),
      findings: z.array(recheckBody).check(z.minLength(1), z.maxLength(20)),
      photos: photosSchema(),
    }),
    response: keyPlaceSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'hazard.rechecked',
    errors: keyErrors,
  }),
} as const
