import { askPaths, signedAskSchema } from '../device-asks.ts'
import { commandsAnswerSchema } from '../device-commands.ts'
import { devicesAnswerSchema } from '../device-register.ts'
import { signedRulesAnswerSchema } from '../device-rules.ts'
import { jobsAnswerSchema, requestAnswerSchema } from '../edge/asks.ts'
import { edgeEndpoints } from '../edge/endpoints.ts'
import { lockEndpoints } from '../edge/lock-endpoints.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

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
  'bridge.ask-old': { status: 401, text: text('请求已过期或已使用过', 'The question is too old, or was asked before') },
  'bridge.in-use': { status: 409, text: text('仍有设备经它接入，请先迁移', 'Devices still speak through it: move them first') },
  'bridge.move-unfit': {
    status: 422,
    text: text('目标节点不存在、已停用或就是它自己', 'There is no such node, it is switched off, or it is the same'),
  },
  'bridge.key': { status: 422, text: text('公钥无法识别', 'The public key is not understood') },
} as const

const bridgeSchema = L2(
  z.object({
    code: z.string(),
    name: z.string(),
    batches: z.number(),
    /** So many devices speak through it. */
    devices: z.number(),
    lastSeenAt: z.nullable(instantSchema()),
    isEnabled: z.boolean(),
    /** It may ask the house to look something up or to reckon it. */
    mayAsk: z.boolean(),
    version: versionSchema(),
  }),
)

export const bridge = capability({
  name: 'bridge',
  text: text('设备网桥', 'Device bridge'),
  permissions: [
    permission('bridge.manage', '登记设备网桥', 'Register bridges', ['admin'], 'system'),
    permission('bridge.locks', '查看锁定的设备身份', 'See locked identities of devices', ['admin']),
    permission('bridge.unlock', '解除设备身份锁定', 'Unlock identities of devices', ['admin']),
  ],
  events: ['bridge.changed', 'bridge.lock-changed'],
  endpoints: {
    ...edgeEndpoints,
    ...lockEndpoints,
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
        z.object({
          number: z.number(),
          digest: z.string(),
          applied: z.number(),
          repeated: z.number(),
          quarantined: z.number(),
          refused: z.number(),
        }),
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
    moveDevices: endpoint({
      id: 'bridge.move-devices',
      method: 'POST',
      path: '/api/bridge/bridges/:code/moves',
      summary: text('将设备迁移到另一边缘节点', 'Move the devices of a node to another one, at most two hundred at once'),
      permission: 'bridge.manage',
      scope: 'none',
      params: z.object({ code: code() }),
      body: z.object({ to: code() }),
      response: L2(
        z.object({
          moved: z.number(),
          /** Those that are still to be moved: ask again. */
          left: z.number(),
          /** Codes of devices whose protocol uses the secret itself: they need a new one. */
          needSecret: z.array(z.string()),
        }),
      ),
      idempotent: 'natural',
      rate: 'write',
      audit: 'bridge.devices-moved',
      errors: bridgeErrors,
    }),
    removeBridge: endpoint({
      id: 'bridge.remove-bridge',
      method: 'DELETE',
      path: '/api/bridge/bridges/:code',
      summary: text('撤下边缘节点', 'Take a node away through which no device speaks any more; its code is spent'),
      permission: 'bridge.manage',
      scope: 'none',
      params: z.object({ code: code() }),
      query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'bridge.removed',
      errors: bridgeErrors,
    }),
    nextCommands: endpoint({
      id: 'bridge.next-commands',
      method: 'POST',
      path: askPaths.commands,
      summary: text('网桥取指令（签名，长轮询）', 'A bridge asks for its commands; held open while there are none'),
      permission: 'public',
      scope: 'none',
      body: signedAskSchema,
      response: L2(commandsAnswerSchema),
      idempotent: 'natural',
      rate: 'device',
      vital: true,
      errors: bridgeErrors,
    }),
    nextDevices: endpoint({
      id: 'bridge.next-devices',
      method: 'POST',
      path: askPaths.devices,
      summary: text('网桥取设备清单（签名）', 'A bridge asks for what changed among its devices'),
      permission: 'public',
      scope: 'none',
      body: signedAskSchema,
      response: L2(devicesAnswerSchema),
      idempotent: 'natural',
      rate: 'device',
      vital: true,
      errors: bridgeErrors,
    }),
    nextRules: endpoint({
      id: 'bridge.next-rules',
      method: 'POST',
      path: askPaths.rules,
      summary: text('网桥取联动规则（签名）', 'A bridge asks for the rules that it runs by itself'),
      permission: 'public',
      scope: 'none',
      body: signedAskSchema,
      response: L2(signedRulesAnswerSchema),
      idempotent: 'natural',
      rate: 'device',
      vital: true,
      errors: bridgeErrors,
    }),
    nextJobs: endpoint({
      id: 'bridge.next-jobs',
      method: 'POST',
      path: askPaths.jobs,
      summary: text('网桥取计算任务（签名，长轮询）', 'A bridge asks for its jobs; held open while there are none'),
      permission: 'public',
      scope: 'none',
      body: signedAskSchema,
      response: L2(jobsAnswerSchema),
      idempotent: 'natural',
      rate: 'device',
      vital: true,
      errors: bridgeErrors,
    }),
    request: endpoint({
      id: 'bridge.request',
      method: 'POST',
      path: askPaths.request,
      summary: text('网桥请求平台查询或计算（签名）', 'A bridge asks the house to look something up or to reckon it'),
      permission: 'public',
      scope: 'none',
      body: signedAskSchema,
      response: L2(requestAnswerSchema),
      idempotent: 'natural',
      rate: 'device',
      vital: true,
      errors: bridgeErrors,
    }),
  },
})
