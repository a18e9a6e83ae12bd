import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { byId, packageErrors, words } from './packages.ts'
import { rolloutStates, targetCauses, targetStates } from './states.ts'

export const mostTargets = 5000

export const rolloutErrors = {
  ...packageErrors,
  'firmware.protocol': {
    status: 422,
    text: text('该产品的协议没有固件升级指令', 'The protocol of this product has no word for an update'),
  },
  'firmware.nobody': { status: 422, text: text('没有可升级的设备', 'There is no device to update') },
  'firmware.too-many': { status: 422, text: text('一次最多升级 5000 台，请缩小范围', 'At most 5000 devices at a time; choose fewer') },
  'firmware.place-unknown': { status: 422, text: text('没有这个地点或分组', 'There is no such place or group') },
  'firmware.rollout-state': { status: 409, text: text('任务当前状态不能这样操作', 'Not in this state of the roll-out') },
} as const

export const rolloutActions = ['pause', 'resume', 'stop'] as const

/** How many run which version; devices that never said one are counted under null. */
const runningSchema = L2(
  z.object({
    items: z.array(
      z.object({
        product: z.object({ id: idSchema(), code: z.string(), name: z.string() }),
        devices: z.number(),
        /** The newest version that was released and not withdrawn. */
        newest: z.nullable(z.string()),
        /** Devices that report another one, or none. */
        behind: z.number(),
        versions: z.array(z.object({ release: z.nullable(z.string()), devices: z.number() })),
      }),
    ),
  }),
)
export type FirmwareRunning = z.infer<typeof runningSchema>

const choice = {
  packageId: idSchema(),
  placeId: z.optional(idSchema()),
  groupId: z.optional(idSchema()),
  /** Only devices that report this version. */
  from: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
}
/** What would be told: those that run it already, and those that nobody can tell, are counted apart. */
const previewSchema = L2(z.object({ devices: z.number(), same: z.number(), unreachable: z.number() }))

const count = (least: number, most: number) => z.number().check(z.int(), z.minimum(least), z.maximum(most))

export const rolloutSchema = L2(
  z.object({
    id: idSchema(),
    package: z.object({ id: idSchema(), release: z.string(), isWithdrawn: z.boolean() }),
    product: z.object({ id: idSchema(), name: z.string() }),
    place: z.object({ id: idSchema(), name: z.string() }),
    reason: z.string(),
    state: z.enum(rolloutStates),
    /** In the words of whoever did it; null where it follows from the figures. */
    stateReason: z.nullable(z.string()),
    first: z.number(),
    perStep: z.number(),
    mostFailures: z.number(),
    holdsAfterFirst: z.boolean(),
    patienceMinutes: z.number(),
    /** The step that runs, and how many there are. */
    step: z.number(),
    steps: z.number(),
    total: z.number(),
    done: z.number(),
    failed: z.number(),
    silent: z.number(),
    skipped: z.number(),
    startedAt: instantSchema(),
    startedBy: z.string(),
    endedAt: z.nullable(instantSchema()),
    can: z.array(z.enum(rolloutActions)),
    version: versionSchema(),
  }),
)
export type Rollout = z.infer<typeof rolloutSchema>

export const rolloutTargetSchema = L2(
  z.object({
    device: z.object({ id: idSchema(), code: z.string(), name: z.string() }),
    step: z.number(),
    state: z.enum(targetStates),
    cause: z.nullable(z.enum(targetCauses)),
    /** What the device or its bridge said. */
    detail: z.nullable(z.string()),
    before: z.nullable(z.string()),
    /** What the device itself reports. */
    reported: z.nullable(z.string()),
    commandId: z.nullable(idSchema()),
    toldAt: z.nullable(instantSchema()),
    changedAt: instantSchema(),
    dueAt: z.nullable(instantSchema()),
  }),
)
export type RolloutTarget = z.infer<typeof rolloutTargetSchema>

const reading = { permission: 'firmware.read', scope: 'place', rate: 'read' } as const
const rolling = { permission: 'firmware.roll', scope: 'place', rate: 'write', errors: rolloutErrors } as const
const move = {
  ...rolling,
  method: 'POST',
  params: byId,
  body: z.object({ reason: words(2, 200), version: versionSchema() }),
  response: rolloutSchema,
  idempotent: 'natural',
} as const

export const rolloutEndpoints = {
  running: endpoint({
    id: 'firmware.running',
    method: 'GET',
    path: '/api/firmware/running',
    summary: text('版本分布', 'Which versions run where'),
    ...reading,
    query: z.object({ placeId: z.optional(idSchema()) }),
    response: runningSchema,
  }),
  preview: endpoint({
    id: 'firmware.preview',
    method: 'GET',
    path: '/api/firmware/preview',
    summary: text('试算升级范围', 'How many devices a roll-out would reach'),
    permission: 'firmware.roll',
    scope: 'place',
    rate: 'read',
    query: z.object(choice),
    response: previewSchema,
    errors: rolloutErrors,
  }),
  rollouts: endpoint({
    id: 'firmware.rollouts',
    method: 'GET',
    path: '/api/firmware/rollouts',
    summary: text('升级任务', 'Roll-outs, newest first'),
    ...reading,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(rolloutStates)) }),
    response: pageOf(rolloutSchema),
  }),
  rollout: endpoint({
    id: 'firmware.rollout',
    method: 'GET',
    path: '/api/firmware/rollouts/:id',
    summary: text('一个升级任务', 'One roll-out'),
    ...reading,
    params: byId,
    response: rolloutSchema,
  }),
  targets: endpoint({
    id: 'firmware.targets',
    method: 'GET',
    path: '/api/firmware/rollouts/:id/targets',
    summary: text('升级任务中的设备', 'The devices of a roll-out'),
    ...reading,
    params: byId,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(targetStates)) }),
    response: pageOf(rolloutTargetSchema),
  }),
  start: endpoint({
    id: 'firmware.start',
    method: 'POST',
    path: '/api/firmware/rollouts',
    summary: text('开始升级', 'Begin a roll-out'),
    ...rolling,
    body: z.object({
      ...choice,
      /** So many first; the rest follow in steps once these have ended. */
      first: count(1, 500),
      perStep: count(1, 500),
      /** Failed and silent devices that are borne; one more and it stops by itself. */
      mostFailures: count(0, 500),
      /** Waits for a person after the first step. */
      holdsAfterFirst: z.boolean(),
      patienceMinutes: count(5, 1380),
      reason: words(2, 200),
    }),
    response: rolloutSchema,
    status: 201,
    idempotent: 'key',
    audit: 'firmware.rollout-started',
  }),
  pause: endpoint({
    ...move,
    id: 'firmware.pause',
    path: '/api/firmware/rollouts/:id/pause',
    summary: text('暂停：已下达的照常结束', 'Pause: what was told comes to its end'),
    audit: 'firmware.rollout-paused',
  }),
  resume: endpoint({
    ...move,
    id: 'firmware.resume',
    path: '/api/firmware/rollouts/:id/resume',
    summary: text('继续：失败数从此重新计', 'Go on: failures are counted anew from here'),
    audit: 'firmware.rollout-resumed',
  }),
  stop: endpoint({
    ...move,
    id: 'firmware.stop',
    path: '/api/firmware/rollouts/:id/stop',
    summary: text('终止：未下达的不再下达', 'Stop: whoever was not told is told nothing'),
    audit: 'firmware.rollout-stopped',
  }),
} as const
