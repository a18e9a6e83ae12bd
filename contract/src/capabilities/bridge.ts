import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const presenceStates = ['unknown', 'online', 'offline'] as const

const code = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
const name = () => z.string().check(z.trim(), z.minLength(1), z.maxLength(60))

export const bridgeErrors = {
  'bridge.unknown': { status: 401, text: text('未登记的设备网桥', 'This bridge is not registered') },
  'bridge.disabled': { status: 403, text: text('设备网桥已停用', 'This bridge is switched off') },
  'bridge.signature': { status: 401, text: text('批次签名不正确', 'The signature of the batch is not right') },
  'bridge.out-of-step': {
    status: 409,
    text: text('批次不连续，请按答复中的序号继续', 'The batch does not follow the last one; go on from the number in the details'),
  },
  'bridge.key': { status: 422, text: text('公钥无法识别', 'The public key is not understood') },
} as const

const bridgeSchema = L2(
  z.object({
    code: z.string(),
    name: z.string(),
    batches: z.number(),
    lastSeenAt: z.nullable(instantSchema()),
    isEnabled: z.boolean(),
    version: versionSchema(),
  }),
)

export const deviceSchema = L2(
  z.object({
    id: idSchema(),
    code: z.string(),
    name: z.string(),
    kind: z.string(),
    placeId: z.nullable(idSchema()),
    presence: z.enum(presenceStates),
    presenceAt: z.nullable(instantSchema()),
    /** The last values that each kind of event brought. */
    state: z.record(z.string(), z.unknown()),
    /** Numbers that were skipped: something a device said did not arrive. */
    gaps: z.number(),
    /** Nobody has said yet where it belongs. */
    isQuarantined: z.boolean(),
    version: versionSchema(),
  }),
)
export type Device = z.infer<typeof deviceSchema>

const deviceEvent = L2(
  z.object({
    id: idSchema(),
    sequence: z.number(),
    type: z.string(),
    at: instantSchema(),
    heardAt: instantSchema(),
    values: z.record(z.string(), z.unknown()),
  }),
)

export const bridge = capability({
  name: 'bridge',
  text: text('设备网桥', 'Device bridge'),
  permissions: [
    permission('bridge.read', '查看设备', 'See devices', ['admin', 'staff', 'grid']),
    permission('bridge.manage', '登记设备与网桥', 'Register devices and bridges', ['admin'], 'system'),
  ],
  events: ['device.changed'],
  endpoints: {
    receive: endpoint({
      id: 'bridge.receive',
      method: 'POST',
      path: '/api/bridge/batches',
      summary: text('接收网桥批次（以 SM2 签名为凭）', 'Take in a batch of a bridge; its SM2 signature is what admits it'),
      permission: 'public',
      scope: 'none',
      body: z.object({
        /** The exact characters that were signed: a `DeviceBatch` as JSON. */
        payload: z.string().check(z.minLength(2), z.maxLength(200_000)),
        /** DER, base64. */
        signature: z.string().check(z.regex(/^[A-Za-z0-9+/]{80,120}={0,2}$/)),
      }),
      response: L1(
        z.object({ number: z.number(), digest: z.string(), applied: z.number(), repeated: z.number(), quarantined: z.number() }),
      ),
      idempotent: 'natural',
      rate: 'device',
      errors: bridgeErrors,
    }),
    bridges: endpoint({
      id: 'bridge.bridges',
      method: 'GET',
      path: '/api/bridge/bridges',
      summary: text('设备网桥列表', 'Bridges'),
      permission: 'bridge.manage',
      scope: 'none',
      response: z.object({ items: z.array(bridgeSchema) }),
      rate: 'read',
    }),
    saveBridge: endpoint({
      id: 'bridge.save-bridge',
      method: 'PUT',
      path: '/api/bridge/bridges/:code',
      summary: text('登记或更新网桥', 'Register a bridge, or change its key or name'),
      permission: 'bridge.manage',
      scope: 'none',
      params: z.object({ code: code() }),
      body: z.object({
        name: name(),
        /** PEM, SubjectPublicKeyInfo on the SM2 curve. */
        publicKey: z.string().check(z.minLength(60), z.maxLength(1000)),
        isEnabled: z.boolean(),
        version: z.optional(versionSchema()),
      }),
      response: bridgeSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'bridge.saved',
      errors: bridgeErrors,
    }),
    devices: endpoint({
      id: 'bridge.devices',
      method: 'GET',
      path: '/api/devices',
      summary: text('设备列表', 'Devices'),
      permission: 'bridge.read',
      scope: 'place',
      query: z.object({ ...pageQuery, presence: z.optional(z.enum(presenceStates)), kind: z.optional(code()) }),
      response: pageOf(deviceSchema),
      rate: 'read',
    }),
    quarantine: endpoint({
      id: 'bridge.quarantine',
      method: 'GET',
      path: '/api/bridge/quarantine',
      summary: text('待确认的设备', 'Devices that spoke and that nobody has placed yet'),
      permission: 'bridge.manage',
      scope: 'none',
      query: z.object({ ...pageQuery }),
      response: pageOf(deviceSchema),
      rate: 'read',
    }),
    events: endpoint({
      id: 'bridge.events',
      method: 'GET',
      path: '/api/devices/:id/events',
      summary: text('设备事件', 'What a device said, newest first'),
      permission: 'bridge.read',
      scope: 'place',
      params: z.object({ id: idSchema() }),
      query: z.object({ ...pageQuery }),
      response: pageOf(deviceEvent),
      rate: 'read',
    }),
    placeDevice: endpoint({
      id: 'bridge.place-device',
      method: 'PUT',
      path: '/api/devices/:id/place',
      summary: text('指定设备的名称、种类与位置', 'Say what a device is and where it belongs'),
      permission: 'bridge.manage',
      scope: 'place',
      params: z.object({ id: idSchema() }),
      body: z.object({ name: name(), kind: code(), placeId: idSchema(), version: versionSchema() }),
      response: deviceSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'device.placed',
    }),
  },
})
