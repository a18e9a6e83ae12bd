import {
  analysisSchema,
  baselineSchema,
  carrierSchema,
  equipmentSchema,
  feedSchema,
  homesSchema,
  liveEnergySchema,
  meterSchema,
  monthSchema,
  overviewSchema,
  ownEnergySchema,
  useSchema,
} from '../energy/answers.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, versionSchema } from '../kernel/id.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export type {
  EnergyAnalysis,
  EnergyBaseline,
  EnergyEquipment,
  EnergyFeed,
  EnergyMeter,
  EnergyOverview,
  HomesEnergy,
  LiveEnergy,
  OwnEnergy,
} from '../energy/answers.ts'
export * from '../energy/words.ts'

export const energyErrors = {
  'energy.range': { status: 422, text: text('时间范围过大或前后颠倒', 'This stretch of time is too long, or ends before it begins') },
  'energy.meter-known': { status: 409, text: text('这个表号已经登记', 'A meter of this number is registered already') },
  'energy.place-unfit': { status: 422, text: text('该位置不适合这种用途', 'This place does not fit this use') },
  'energy.baseline-known': { status: 409, text: text('这项基准已存在，请刷新', 'This baseline is there already, please refresh') },
  'energy.not-equipment': {
    status: 422,
    text: text('只有水泵、风机、照明等运行设备按时长维护', 'Only pumps, fans and lamps are maintained by hours'),
  },
  'energy.feed-address': { status: 422, text: text('只能填公网 https 地址', 'Only public https addresses are asked') },
  'energy.feed-known': { status: 409, text: text('这里已有同一能源的接口', 'This place has a feed of this carrier already') },
} as const
const errors = energyErrors

const byId = z.object({ id: idSchema() })
const reading = { permission: 'energy.read', scope: 'place', errors } as const
const keeping = { permission: 'energy.manage', scope: 'place', errors } as const
const number = () => z.string().check(z.trim(), z.minLength(3), z.maxLength(40))

export const energyEndpoints = {
  meters: endpoint({
    id: 'energy.meters',
    method: 'GET',
    path: '/api/energy/meters',
    summary: text('计量表', 'Meters with the house or facility that they count for'),
    ...reading,
    query: z.object({
      ...pageQuery,
      carrier: z.optional(carrierSchema()),
      use: z.optional(useSchema()),
      placeId: z.optional(idSchema()),
      number: z.optional(number()),
    }),
    response: pageOf(meterSchema),
    rate: 'read',
  }),
  addMeter: endpoint({
    id: 'energy.add-meter',
    method: 'POST',
    path: '/api/energy/meters',
    summary: text('登记由公用事业抄表的表', 'Register a meter that a utility reads'),
    ...keeping,
    body: z.object({ number: number(), carrier: carrierSchema(), use: useSchema(), placeId: idSchema() }),
    response: meterSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'energy.meter-added',
  }),
  saveMeter: endpoint({
    id: 'energy.save-meter',
    method: 'PUT',
    path: '/api/energy/meters/:id',
    summary: text('设置表号与用途', 'Say what a meter is called and what it counts for'),
    ...keeping,
    params: byId,
    body: z.object({ number: number(), use: useSchema(), version: versionSchema() }),
    response: meterSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'energy.meter-saved',
  }),
  overview: endpoint({
    id: 'energy.overview',
    method: 'GET',
    path: '/api/energy/overview',
    summary: text('能耗总览', 'What was used, by carrier, day, use and building, beside as many days before'),
    ...reading,
    query: z.object({ from: daySchema(), to: daySchema(), placeId: z.optional(idSchema()) }),
    response: overviewSchema,
    rate: 'read',
  }),
  analysis: endpoint({
    id: 'energy.analysis',
    method: 'GET',
    path: '/api/energy/analysis',
    summary: text('分项用能分析', 'Use by facility kind, building and area, hour by hour or day by day'),
    ...reading,
    query: z.object({
      from: daySchema(),
      to: daySchema(),
      carrier: carrierSchema(),
      step: z.enum(['hour', 'day']),
      placeId: z.optional(idSchema()),
    }),
    response: analysisSchema,
    rate: 'read',
  }),
  live: endpoint({
    id: 'energy.live',
    method: 'GET',
    path: '/api/energy/live',
    summary: text('实时用能与节能量', 'Use now, and what was saved against the baseline'),
    ...reading,
    query: z.object({ placeId: z.optional(idSchema()) }),
    response: liveEnergySchema,
    rate: 'read',
  }),
  baselines: endpoint({
    id: 'energy.baselines',
    method: 'GET',
    path: '/api/energy/baselines',
    summary: text('用能基准', 'Baselines'),
    ...reading,
    response: z.object({ items: z.array(baselineSchema) }),
    rate: 'read',
  }),
  saveBaseline: endpoint({
    id: 'energy.save-baseline',
    method: 'PUT',
    path: '/api/energy/baselines',
    summary: text('设置用能基准', 'Set a baseline; version 0 makes a new one'),
    ...keeping,
    body: z.object({
      placeId: idSchema(),
      carrier: carrierSchema(),
      use: useSchema(),
      perDay: z.number().check(z.minimum(0.001), z.maximum(1e9)),
      version: versionSchema(),
    }),
    response: baselineSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'energy.baseline-saved',
  }),
  homes: endpoint({
    id: 'energy.homes',
    method: 'GET',
    path: '/api/energy/homes',
    summary: text('住户月用量', 'What homes used in a month, added up; single homes only where they agreed'),
    ...reading,
    query: z.object({ month: monthSchema(), carrier: carrierSchema(), placeId: z.optional(idSchema()) }),
    response: homesSchema,
    rate: 'read',
    audit: 'energy.homes-read',
  }),
  own: endpoint({
    id: 'energy.own',
    method: 'GET',
    path: '/api/energy/own',
    summary: text('本户用能', 'What one’s own household used, by day and month'),
    permission: 'energy.own',
    scope: 'related',
    errors,
    query: z.object({ month: monthSchema() }),
    response: ownEnergySchema,
    rate: 'read',
  }),
  equipment: endpoint({
    id: 'energy.equipment',
    method: 'GET',
    path: '/api/energy/equipment',
    summary: text('按运行时长维护的设备', 'Equipment that is maintained by the hours it ran'),
    ...reading,
    query: z.object({ ...pageQuery, placeId: z.optional(idSchema()) }),
    response: pageOf(equipmentSchema),
    rate: 'read',
  }),
  saveEquipment: endpoint({
    id: 'energy.save-equipment',
    method: 'PUT',
    path: '/api/energy/equipment/:id',
    summary: text(
      '设置维护间隔时长',
      'Set after how many hours a device is maintained; its hours since are counted from today where it is new',
    ),
    ...keeping,
    params: byId,
    body: z.object({ everyHours: z.number().check(z.int(), z.minimum(1), z.maximum(100_000)), version: versionSchema() }),
    response: equipmentSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'energy.equipment-saved',
  }),
  feeds: endpoint({
    id: 'energy.feeds',
    method: 'GET',
    path: '/api/energy/feeds',
    summary: text('公用事业数据接口', 'Feeds of utilities'),
    permission: 'energy.manage',
    scope: 'place',
    response: z.object({ items: z.array(feedSchema) }),
    rate: 'read',
  }),
  saveFeed: endpoint({
    id: 'energy.save-feed',
    method: 'PUT',
    path: '/api/energy/feeds',
    summary: text('设置公用事业数据接口', 'Set the feed of a place and carrier; version 0 makes a new one'),
    ...keeping,
    body: z.object({
      name: z.string().check(z.trim(), z.minLength(2), z.maxLength(60)),
      carrier: carrierSchema(),
      placeId: idSchema(),
      url: z.string().check(z.trim(), z.minLength(8), z.maxLength(300)),
      /** Sent as a bearer token; left out it stays as it is. */
      key: z.optional(z.string().check(z.minLength(8), z.maxLength(200))),
      isOn: z.boolean(),
      version: versionSchema(),
    }),
    response: feedSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'energy.feed-saved',
  }),
} as const

export const energy = capability({
  name: 'energy',
  text: text('能源', 'Energy'),
  endpoints: energyEndpoints,
  permissions: [
    permission('energy.read', '查看能耗', 'See energy use', ['admin', 'staff']),
    permission('energy.manage', '管理计量与基准', 'Keep meters, baselines and feeds', ['admin']),
    permission('energy.own', '查看本户用能', 'See what one’s own household uses', ['resident']),
  ],
  events: ['energy.maintenance-due'],
})
