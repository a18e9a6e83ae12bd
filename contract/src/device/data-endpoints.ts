import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { thingModelSchema } from '../thing/model.ts'
import { deviceErrors } from './shapes.ts'

const byId = z.object({ id: idSchema() })
const scalar = z.union([z.number(), z.boolean(), z.string().check(z.maxLength(500))])
const held = z.object({ v: scalar, at: instantSchema() })
const propertyName = () => z.string().check(z.regex(/^[a-z][a-zA-Z0-9]*(\.[a-zA-Z0-9-]+)*$/), z.maxLength(80))

const shadow = () =>
  z.object({
    reported: z.record(z.string(), held),
    reportedVersion: z.number(),
    desired: z.record(z.string(), held),
    desiredVersion: z.number(),
  })
export const shadowSchema = L2(shadow())
const curve = () =>
  z.object({
    /** Seconds that one point stands for. */
    step: z.number(),
    items: z.array(z.object({ at: instantSchema(), average: z.number(), least: z.number(), most: z.number(), count: z.number() })),
  })
export type ShadowView = z.infer<typeof shadowSchema>

const deviceEvent = L2(
  z.object({
    id: idSchema(),
    sequence: z.number(),
    type: z.string(),
    at: instantSchema(),
    heardAt: instantSchema(),
    values: z.record(z.string(), z.unknown()),
    /** Why the device's model did not take it; such an event changed nothing. */
    fault: z.nullable(z.string()),
  }),
)

export const dataEndpoints = {
  events: endpoint({
    id: 'device.events',
    method: 'GET',
    path: '/api/devices/:id/events',
    summary: text('设备事件', 'What a device said, newest first'),
    permission: 'device.read',
    scope: 'place',
    params: byId,
    query: z.object({ ...pageQuery }),
    response: pageOf(deviceEvent),
    rate: 'read',
  }),
  shadow: endpoint({
    id: 'device.shadow',
    method: 'GET',
    path: '/api/devices/:id/shadow',
    summary: text('设备影子与物模型', 'What a device last reported, what it is wanted to be, and its model'),
    permission: 'device.read',
    scope: 'place',
    params: byId,
    response: z.object({ shadow: shadowSchema, model: z.nullable(L2(thingModelSchema)) }),
    rate: 'read',
  }),
  desire: endpoint({
    id: 'device.desire',
    method: 'PUT',
    path: '/api/devices/:id/shadow/desired',
    summary: text('设置期望值，并下发给设备', 'Say what a device is to be, and tell it'),
    permission: 'device.command',
    scope: 'place',
    params: byId,
    body: z.object({
      values: z
        .record(propertyName(), z.nullable(scalar))
        .check(z.refine((all) => Object.keys(all).length <= 50, { error: '最多 50 项 | At most 50' })),
      /** The desired version that was seen; 0 where there is none yet. */
      version: versionSchema(),
    }),
    response: z.object({ shadow: shadowSchema, commands: L2(z.array(idSchema())) }),
    idempotent: 'natural',
    rate: 'write',
    audit: 'device.desired',
    errors: deviceErrors,
  }),
  points: endpoint({
    id: 'device.points',
    method: 'GET',
    path: '/api/devices/:id/points',
    summary: text('属性的原始数据', 'The values of one property as they came, newest first'),
    permission: 'device.read',
    scope: 'place',
    params: byId,
    query: z.object({ ...pageQuery, property: propertyName() }),
    response: pageOf(L2(z.object({ at: instantSchema(), value: z.number() }))),
    rate: 'read',
    errors: deviceErrors,
  }),
  series: endpoint({
    id: 'device.series',
    method: 'GET',
    path: '/api/devices/:id/series',
    summary: text('属性的历史曲线', 'One property over time, in no more points than asked for'),
    permission: 'device.read',
    scope: 'place',
    params: byId,
    query: z.object({
      property: propertyName(),
      from: instantSchema(),
      to: instantSchema(),
      points: z.optional(z.coerce.number().check(z.int(), z.minimum(2), z.maximum(1000))),
    }),
    response: L2(curve()),
    rate: 'read',
    errors: deviceErrors,
  }),
  revealReadings: endpoint({
    id: 'device.reveal-readings',
    method: 'POST',
    path: '/api/devices/:id/readings/reveal',
    summary: text('查看一户计量表的读数', 'What the meter of one home reads, and one curve of it, for a reason'),
    permission: 'device.household',
    scope: 'place',
    params: byId,
    body: z.object({
      property: z.optional(propertyName()),
      days: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(31))),
      reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)),
    }),
    response: L3(z.object({ shadow: shadow(), curve: z.nullable(curve()) })),
    idempotent: 'natural',
    rate: 'write',
    audit: 'device.readings-revealed',
    errors: deviceErrors,
  }),
} as const
