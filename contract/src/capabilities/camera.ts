import { facadeSchema } from '../camera/facade.ts'
import { cameraReasonNames, clipStateNames, coverKindNames, sourceKindNames } from '../camera/kinds.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export * from '../camera/facade.ts'
export * from '../camera/kinds.ts'

const coverSchema = z.object({
  kind: z.enum(coverKindNames),
  place: z.object({ id: idSchema(), path: z.string(), label: z.string() }),
  /** The lift in whose car it hangs. */
  device: z.nullable(z.object({ id: idSchema(), name: z.string() })),
  facade: z.nullable(facadeSchema),
})
export type CameraCover = z.infer<typeof coverSchema>

export const cameraSchema = L2(
  z.object({
    /** That of its device. */
    id: idSchema(),
    code: z.string(),
    name: z.string(),
    product: z.string(),
    place: z.object({ path: z.string(), label: z.string() }),
    presence: z.string(),
    stage: z.string(),
    /** When it last said anything. */
    heardAt: z.nullable(instantSchema()),
    source: z.enum(sourceKindNames),
    /** The last time a picture came, and why none comes. */
    pictureAt: z.nullable(instantSchema()),
    fault: z.nullable(z.string()),
    covers: z.array(coverSchema),
    zones: z.array(z.object({ id: idSchema(), name: z.string() })),
    /** Shows people: a reason is asked of whoever looks. */
    hasPeople: z.boolean(),
    /** Keeps the seconds before an alarm. */
    isBuffered: z.boolean(),
    siren: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    version: z.number(),
    can: z.array(z.enum(['view', 'manage'])),
  }),
)
export type Camera = z.infer<typeof cameraSchema>

/** Where pictures come from, for whoever sets it up. The password never comes back. */
const setupSchema = z.object({ url: z.string(), user: z.string(), hasPassword: z.boolean() })
export const cameraSetupSchema = L2(z.object({ camera: cameraSchema, setup: z.nullable(setupSchema) }))

export const clipSchema = L2(
  z.object({
    id: idSchema(),
    camera: z.object({ id: idSchema(), name: z.string() }),
    kind: z.enum(['still', 'clip']),
    state: z.enum(clipStateNames),
    at: instantSchema(),
    /** What was really recorded; narrower than asked where the camera or the house was away. */
    from: z.nullable(instantSchema()),
    to: z.nullable(instantSchema()),
    frames: z.number(),
    isWhole: z.boolean(),
    /** Evidence of an alarm stays beyond the usual days. */
    isEvidence: z.boolean(),
    expiresAt: z.nullable(instantSchema()),
    alarmId: z.nullable(idSchema()),
    by: z.nullable(z.string()),
    fault: z.nullable(z.string()),
  }),
)
export type CameraClip = z.infer<typeof clipSchema>

/** A look through a camera: its picture changes at every request, until the time is over. */
export const viewingSchema = L2(z.object({ url: z.string(), until: instantSchema(), watermark: z.string() }))
export type CameraViewing = z.infer<typeof viewingSchema>

export const playingSchema = L2(
  z.object({
    clip: clipSchema,
    frames: z.array(z.object({ at: instantSchema(), url: z.string() })),
    until: instantSchema(),
    watermark: z.string(),
  }),
)
export type ClipPlaying = z.infer<typeof playingSchema>

export const cameraErrors = {
  'camera.reason-needed': {
    status: 422,
    text: text('画面可能拍到人，请写明查看原因', 'It may show people: say why you look'),
  },
  'camera.no-picture': { status: 503, text: text('摄像机没有传来画面', 'The camera gives no picture') },
  'camera.not-connected': { status: 409, text: text('这台摄像机还没有接入画面', 'This camera has no source of pictures yet') },
  'camera.ticket-invalid': { status: 403, text: text('查看时间已到，请重新打开', 'The time to look is over, please open it again') },
  'camera.clip-not-kept': { status: 409, text: text('录像尚未保存或未能保存', 'The clip is not kept yet, or could not be') },
  'camera.place-unfit': { status: 422, text: text('覆盖位置须在摄像机所在小区内', 'What it covers lies in its own estate') },
  'camera.lift-unfit': { status: 422, text: text('请选择本小区的电梯', 'Choose a lift of this estate') },
  'camera.facade-unfit': {
    status: 422,
    text: text(
      '立面须绑定楼栋，四角不能交叉，顶层高于底层',
      'A facade is of a building; its corners do not cross and its top is above its bottom',
    ),
  },
  'camera.siren-unfit': { status: 422, text: text('请选择本小区的声光报警器', 'Choose a sound-light alarm of this estate') },
  'camera.address-unfit': {
    status: 422,
    text: text('画面地址须以 http 或 https 开头', 'The address of its picture begins with http or https'),
  },
} as const
const errors = cameraErrors
const idParams = z.object({ id: idSchema() })
const reason = z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const ticket = {
  exp: z.coerce.number().check(z.int(), z.minimum(0)),
  sig: z.string().check(z.regex(/^[A-Za-z0-9_.-]{20,120}$/)),
}
/** For an alarm that the camera belongs to no other reason is asked. */
const look = z.object({ reason: z.optional(reason), alarmId: z.optional(idSchema()) })

export const cameraEndpoints = {
  list: endpoint({
    id: 'camera.list',
    method: 'GET',
    path: '/api/cameras',
    summary: text('摄像机列表', 'List cameras'),
    permission: 'camera.read',
    scope: 'place',
    query: z.object({
      ...pageQuery,
      placeId: z.optional(idSchema()),
      cover: z.optional(z.enum(coverKindNames)),
      presence: z.optional(z.enum(['online', 'offline', 'unknown'])),
      name: z.optional(z.string().check(z.maxLength(60))),
    }),
    response: pageOf(cameraSchema),
    rate: 'read',
  }),
  read: endpoint({
    id: 'camera.read',
    method: 'GET',
    path: '/api/cameras/:id',
    summary: text('摄像机详情', 'Read a camera'),
    permission: 'camera.read',
    scope: 'place',
    params: idParams,
    response: cameraSetupSchema,
    rate: 'read',
  }),
  save: endpoint({
    id: 'camera.save',
    method: 'PUT',
    path: '/api/cameras/:id',
    summary: text('设置摄像机的画面与覆盖', 'Set up pictures and cover of a camera'),
    permission: 'camera.manage',
    scope: 'place',
    params: idParams,
    body: z.object({
      source: z.enum(sourceKindNames),
      url: z.string().check(z.trim(), z.maxLength(400)),
      user: z.string().check(z.trim(), z.maxLength(60)),
      /** Left out it stays as it is; empty takes it away. */
      password: z.optional(z.string().check(z.maxLength(100))),
      hasPeople: z.boolean(),
      isBuffered: z.boolean(),
      sirenId: z.nullable(idSchema()),
      covers: z
        .array(
          z.object({
            kind: z.enum(coverKindNames),
            placeId: idSchema(),
            deviceId: z.nullable(idSchema()),
            facade: z.nullable(facadeSchema),
          }),
        )
        .check(z.maxLength(20)),
      /** 0 for a camera that was never set up. */
      version: z.number().check(z.int(), z.minimum(0)),
    }),
    response: cameraSetupSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'camera.saved',
    errors,
  }),
  view: endpoint({
    id: 'camera.look',
    method: 'POST',
    path: '/api/cameras/:id/viewings',
    summary: text('打开实时画面', 'Look through a camera'),
    permission: 'camera.view',
    scope: 'place',
    params: idParams,
    body: look,
    response: viewingSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'camera.viewed',
    vital: true,
    errors,
  }),
  picture: endpoint({
    id: 'camera.picture',
    method: 'GET',
    path: '/api/cameras/:id/picture',
    summary: text('此刻的画面', 'The picture now'),
    permission: 'camera.view',
    scope: 'place',
    params: idParams,
    query: z.object(ticket),
    rate: 'content',
    raw: true,
    vital: true,
    errors,
  }),
  record: endpoint({
    id: 'camera.record',
    method: 'POST',
    path: '/api/cameras/:id/clips',
    summary: text('截取前后录像', 'Keep a clip of now'),
    permission: 'camera.view',
    scope: 'place',
    params: idParams,
    body: z.object({ reason }),
    response: clipSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'camera.recorded',
    errors,
  }),
  clips: endpoint({
    id: 'camera.clips',
    method: 'GET',
    path: '/api/camera-clips',
    summary: text('录像与截图列表', 'List clips and stills'),
    permission: 'camera.read',
    scope: 'place',
    query: z.object({ ...pageQuery, cameraId: z.optional(idSchema()), alarmId: z.optional(idSchema()) }),
    response: pageOf(clipSchema),
    rate: 'read',
  }),
  play: endpoint({
    id: 'camera.play',
    method: 'POST',
    path: '/api/camera-clips/:id/viewings',
    summary: text('播放录像', 'Play a clip'),
    permission: 'camera.view',
    scope: 'place',
    params: idParams,
    body: look,
    response: playingSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'camera.played',
    errors,
  }),
  frame: endpoint({
    id: 'camera.frame',
    method: 'GET',
    path: '/api/camera-clips/:id/frames/:number',
    summary: text('录像中的一帧', 'One frame of a clip'),
    permission: 'camera.view',
    scope: 'place',
    params: z.object({ id: idSchema(), number: z.coerce.number().check(z.int(), z.minimum(0), z.maximum(999)) }),
    query: z.object(ticket),
    rate: 'content',
    raw: true,
    errors,
  }),
  ofAlarm: endpoint({
    id: 'camera.of-alarm',
    method: 'GET',
    path: '/api/alarms/:id/cameras',
    summary: text('告警关联的摄像机', 'Cameras of an alarm'),
    permission: 'camera.read',
    scope: 'place',
    params: idParams,
    response: L2(
      z.object({ items: z.array(z.object({ camera: cameraSchema, why: z.enum(cameraReasonNames), clips: z.array(clipSchema) })) }),
    ),
    rate: 'read',
    vital: true,
  }),
} as const

export const camera = capability({
  name: 'camera',
  text: text('摄像机', 'Cameras'),
  endpoints: cameraEndpoints,
  permissions: [
    permission('camera.read', '查看摄像机列表与录像目录', 'See cameras and the list of clips', ['admin', 'staff']),
    permission('camera.view', '查看实时画面与录像', 'Look through cameras and play clips', ['staff', 'admin']),
    permission('camera.manage', '设置摄像机', 'Set up cameras', ['admin']),
  ],
  events: ['camera.changed', 'camera.linked', 'camera.kept'],
})
