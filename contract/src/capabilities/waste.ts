import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, versionSchema } from '../kernel/id.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import {
  binSchema,
  boardSchema,
  cardSchema,
  daysSchema,
  guideItemSchema,
  guideSchema,
  kindSchema,
  ownSchema,
  taskSchema,
  tripSchema,
} from '../waste/answers.ts'

export type {
  ClearingTask,
  GuideItem,
  OwnWaste,
  WasteBin,
  WasteBoard,
  WasteCard,
  WasteDays,
  WasteGuide,
  WasteTrip,
} from '../waste/answers.ts'
export * from '../waste/words.ts'

export const wasteErrors = {
  'waste.proof': { status: 422, text: text('请拍摄清空后的照片', 'Please take a photo of the empty bin') },
  'waste.photo-unknown': { status: 422, text: text('有照片没有上传成功，请重新上传', 'A photo is missing, please upload it again') },
  'waste.cleared': { status: 409, text: text('这项清运已完成，请刷新', 'This clearing is done already, please refresh') },
  'waste.range': { status: 422, text: text('时间范围过大或前后颠倒', 'This stretch of time is too long, or ends before it begins') },
  'waste.item-known': { status: 409, text: text('指南里已有同名物品', 'The guide has an item of this name already') },
  'waste.not-bin': { status: 422, text: text('只有垃圾桶能设置投放类别', 'Only bins take kinds of waste') },
} as const
const errors = wasteErrors

const byId = z.object({ id: idSchema() })
const reading = { permission: 'waste.read', scope: 'place', errors, rate: 'read' } as const
const managing = { permission: 'waste.manage', scope: 'place', errors, rate: 'write' } as const

export const wasteEndpoints = {
  board: endpoint({
    id: 'waste.board',
    method: 'GET',
    path: '/api/waste/board',
    summary: text('垃圾与排污实时看板', 'Bins, what was thrown away and what flowed off today'),
    ...reading,
    query: z.object({ placeId: z.optional(idSchema()) }),
    response: boardSchema,
  }),
  days: endpoint({
    id: 'waste.days',
    method: 'GET',
    path: '/api/waste/days',
    summary: text('投放与清运日报', 'Drops against collections day by day, and how well it was sorted'),
    ...reading,
    query: z.object({ from: daySchema(), to: daySchema(), placeId: z.optional(idSchema()) }),
    response: daysSchema,
  }),
  trips: endpoint({
    id: 'waste.trips',
    method: 'GET',
    path: '/api/waste/trips',
    summary: text('清运车次', 'Collections with weight and vehicle'),
    ...reading,
    query: z.object({ ...pageQuery, day: z.optional(daySchema()) }),
    response: pageOf(tripSchema),
  }),
  tasks: endpoint({
    id: 'waste.tasks',
    method: 'GET',
    path: '/api/waste/tasks',
    summary: text('清运任务', 'Clearing of full bins'),
    permission: 'waste.clear',
    scope: 'place',
    query: z.object({ ...pageQuery, state: z.optional(z.enum(['open', 'done'])) }),
    response: pageOf(taskSchema),
    rate: 'read',
  }),
  clear: endpoint({
    id: 'waste.clear',
    method: 'POST',
    path: '/api/waste/tasks/:id/actions/clear',
    summary: text('完成清运', 'The bin is empty; the photo shows it'),
    permission: 'waste.clear',
    scope: 'place',
    params: byId,
    body: z.object({ version: versionSchema(), photos: z.array(idSchema()).check(z.maxLength(9)) }),
    response: taskSchema,
    idempotent: 'key',
    rate: 'write',
    audit: 'waste.cleared',
    errors,
  }),
  saveBin: endpoint({
    id: 'waste.save-bin',
    method: 'PUT',
    path: '/api/waste/bins/:id',
    summary: text('设置垃圾桶收哪几类', 'Say which kinds a bin takes; version 0 where nothing was said before'),
    ...managing,
    params: byId,
    body: z.object({ kinds: z.array(kindSchema()).check(z.minLength(1), z.maxLength(5)), version: versionSchema() }),
    response: binSchema,
    idempotent: 'natural',
    audit: 'waste.bin-saved',
  }),
  guide: endpoint({
    id: 'waste.guide',
    method: 'GET',
    path: '/api/waste/guide',
    summary: text('分类指南', 'Of which kind a thing is, and where it is dropped'),
    permission: 'waste.own',
    scope: 'related',
    query: z.object({ q: z.optional(z.string().check(z.trim(), z.maxLength(30))) }),
    response: guideSchema,
    rate: 'read',
  }),
  guideItems: endpoint({
    id: 'waste.guide-items',
    method: 'GET',
    path: '/api/waste/guide/items',
    summary: text('指南条目', 'Items of the guide'),
    ...managing,
    rate: 'read',
    query: z.object({ ...pageQuery, q: z.optional(z.string().check(z.trim(), z.maxLength(30))) }),
    response: pageOf(guideItemSchema),
  }),
  saveItem: endpoint({
    id: 'waste.save-item',
    method: 'PUT',
    path: '/api/waste/guide/items',
    summary: text('保存指南条目', 'Add an item to the guide or change one'),
    ...managing,
    body: z.object({
      id: z.optional(idSchema()),
      name: z.string().check(z.trim(), z.minLength(1), z.maxLength(30)),
      kind: kindSchema(),
      hint: z.string().check(z.trim(), z.maxLength(120)),
      isShown: z.boolean(),
      version: versionSchema(),
    }),
    response: guideItemSchema,
    idempotent: 'natural',
    audit: 'waste.item-saved',
  }),
  own: endpoint({
    id: 'waste.own',
    method: 'GET',
    path: '/api/waste/own',
    summary: text('本户投放', 'What one’s own household threw away, and how it was recognised'),
    permission: 'waste.own',
    scope: 'related',
    query: z.object({}),
    response: ownSchema,
    rate: 'read',
  }),
  card: endpoint({
    id: 'waste.card',
    method: 'POST',
    path: '/api/waste/card',
    summary: text('取本户投放码', 'The code by which bins know one’s household'),
    permission: 'waste.own',
    scope: 'related',
    errors,
    body: z.object({ houseId: idSchema() }),
    response: cardSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'waste.card-made',
  }),
} as const

export const waste = capability({
  name: 'waste',
  text: text('垃圾分类', 'Waste'),
  endpoints: wasteEndpoints,
  permissions: [
    permission('waste.read', '查看垃圾分类数据', 'See what is thrown away and collected', ['admin', 'staff']),
    permission('waste.clear', '清运满溢垃圾桶', 'Clear full bins', ['staff', 'admin']),
    permission('waste.manage', '管理投放点与分类指南', 'Keep bins and the guide', ['admin']),
    permission('waste.own', '分类指南与本户投放', 'The guide, and what one’s own household threw away', ['resident']),
  ],
  events: ['waste.task-opened', 'waste.task-done', 'waste.dropped'],
})
