import { deviceCode, slug } from '../device-events/base.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { edgeAnswerSchema, edgeRefusals, edgeRequestSchema } from './asks.ts'
import { edgeCauses, edgeLimitsSchema, edgeOrderSchema, edgeResultSchema, edgeSettings, edgeStates, mostEdgeDevices } from './jobs.ts'

export const edgeErrors = {
  'bridge.job-device': { status: 422, text: text('所选设备不经此节点接入', 'A device that was chosen does not speak through this node') },
  'bridge.job-measure': {
    status: 422,
    text: text('所选设备没有这个数值，或由多个部位上报', 'None of the devices tells this number, or they tell it of several parts'),
  },
  'bridge.job-limits': { status: 422, text: text('请填写至少一个判定条件', 'Say at least one limit to hold the readings against') },
  'bridge.job-busy': { status: 409, text: text('该节点还有十个任务未结束', 'This node has ten jobs that are not at their end') },
  'bridge.job-over': { status: 409, text: text('任务已结束', 'The job is at its end') },
} as const

const params = z.object({ code: deviceCode() })
const devices = z.optional(z.array(idSchema()).check(z.minLength(1), z.maxLength(mostEdgeDevices)))

/** As a person asks for it: devices by their files, a number by its name in the model. No devices means all of the node. */
export const edgeWishSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('window.summary'), deviceIds: devices, property: slug(), ...edgeSettings.window }),
  z.object({ kind: z.literal('devices.answer'), deviceIds: devices, ...edgeSettings.answer }),
  z.object({ kind: z.literal('lines.count'), deviceIds: devices, ...edgeSettings.lines }),
  z.object({ kind: z.literal('readings.detect'), deviceIds: devices, property: slug(), ...edgeSettings.detect }),
])
export type EdgeWish = z.infer<typeof edgeWishSchema>

export const edgeJobSummarySchema = L2(
  z.object({
    id: idSchema(),
    kind: z.string(),
    devices: z.number(),
    state: z.enum(edgeStates),
    /** Somebody wants it ended, and the node has not said yet that it is. */
    isCancelling: z.boolean(),
    cause: z.nullable(z.enum(edgeCauses)),
    askedBy: z.string(),
    issuedAt: instantSchema(),
    expiresAt: instantSchema(),
    endedAt: z.nullable(instantSchema()),
  }),
)
export type EdgeJobSummary = z.infer<typeof edgeJobSummarySchema>

/** What a number is called by the model of the things that tell it. */
const numberName = { zh: z.string(), en: z.string(), unit: z.nullable(z.string()) }

const detailSchema = L2(
  z.object({
    job: edgeJobSummarySchema,
    property: z.nullable(z.string()),
    /** Its name; null where no model of these devices has it any more. */
    number: z.nullable(z.object(numberName)),
    order: edgeOrderSchema,
    limits: edgeLimitsSchema,
    result: z.nullable(edgeResultSchema),
    steps: z.array(z.object({ state: z.enum(edgeStates), at: instantSchema() })),
    /** Names of the devices by their codes. */
    names: z.record(z.string(), z.string()),
  }),
)
export type EdgeJobDetail = z.infer<typeof detailSchema>

const requestSchema = L2(
  z.object({
    id: idSchema(),
    request: edgeRequestSchema,
    answer: z.nullable(edgeAnswerSchema),
    refusal: z.nullable(z.enum(edgeRefusals)),
    askedAt: instantSchema(),
  }),
)
export type EdgeRequestView = z.infer<typeof requestSchema>

const managed = { permission: 'bridge.manage', scope: 'none' } as const
/** A node serves several communities: of its devices each sees their own. */
const placed = { permission: 'bridge.manage', scope: 'place' } as const

export const edgeEndpoints = {
  reach: endpoint({
    ...{ id: 'bridge.reach', method: 'GET', path: '/api/bridge/bridges/:code/devices', ...placed, rate: 'read' },
    summary: text('节点的设备及可计算的数值', 'Devices of a node and the numbers that they tell'),
    params,
    query: z.object({ ...pageQuery, q: z.optional(z.string().check(z.maxLength(60))) }),
    response: pageOf(
      L2(
        z.object({
          id: idSchema(),
          code: z.string(),
          name: z.string(),
          numbers: z.array(z.object({ property: z.string(), ...numberName })),
        }),
      ),
    ),
  }),
  jobs: endpoint({
    ...{ id: 'bridge.jobs', method: 'GET', path: '/api/bridge/bridges/:code/jobs', ...placed, rate: 'read' },
    summary: text('边缘计算任务列表', 'Jobs of an edge node'),
    params,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(edgeStates)) }),
    response: pageOf(edgeJobSummarySchema),
  }),
  startJob: endpoint({
    ...{ id: 'bridge.start-job', method: 'POST', path: '/api/bridge/bridges/:code/jobs', ...placed, rate: 'write' },
    summary: text('向边缘节点下发计算任务', 'Give an edge node a job'),
    params,
    body: z.object({
      wish: edgeWishSchema,
      /** How long it may wait to be begun. */
      ttlSeconds: z.optional(z.number().check(z.int(), z.minimum(10), z.maximum(86_400))),
      limits: z.optional(edgeLimitsSchema),
    }),
    response: edgeJobSummarySchema,
    status: 201,
    idempotent: 'key',
    audit: 'bridge.job-started',
    errors: edgeErrors,
  }),
  job: endpoint({
    ...{ id: 'bridge.job', method: 'GET', path: '/api/bridge/jobs/:id', ...placed, rate: 'read' },
    summary: text('边缘计算任务详情与结果', 'A job of an edge node, and what came out'),
    params: z.object({ id: idSchema() }),
    response: detailSchema,
  }),
  cancelJob: endpoint({
    ...{ id: 'bridge.cancel-job', method: 'POST', path: '/api/bridge/jobs/:id/cancel', ...placed, rate: 'write' },
    summary: text('取消边缘计算任务', 'Cancel a job of an edge node'),
    params: z.object({ id: idSchema() }),
    response: edgeJobSummarySchema,
    idempotent: 'natural',
    audit: 'bridge.job-cancelled',
    errors: edgeErrors,
  }),
  requests: endpoint({
    ...{ id: 'bridge.requests', method: 'GET', path: '/api/bridge/bridges/:code/requests', ...placed, rate: 'read' },
    summary: text('边缘节点向平台的请求', 'What an edge node asked of the house'),
    params,
    query: z.object(pageQuery),
    response: pageOf(requestSchema),
  }),
  allowRequests: endpoint({
    ...{ id: 'bridge.allow-requests', method: 'PUT', path: '/api/bridge/bridges/:code/asking', ...managed, rate: 'write' },
    summary: text('允许或禁止节点向平台请求计算', 'Let an edge node ask the house, or not'),
    params,
    body: z.object({ mayAsk: z.boolean(), version: versionSchema() }),
    status: 204,
    idempotent: 'natural',
    audit: 'bridge.asking-changed',
  }),
} as const
