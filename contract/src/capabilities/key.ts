import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** What keys are for: sealed fields, row MACs, blind indexes, audit MACs, tokens that come back, checkpoint signatures, what the house sends out. */
export const keyPurposes = ['seal', 'row', 'index', 'audit', 'token', 'witness', 'house'] as const

const purpose = () => z.enum(keyPurposes)

export const keySchema = L2(
  z.object({
    purpose: purpose(),
    text: textSchema,
    algorithm: z.string(),
    versions: z.array(
      z.object({
        version: z.number(),
        state: z.enum(['waiting', 'current', 'retired', 'destroyed']),
        /** PEM of the public half, where there is one. */
        publicKey: z.nullable(z.string()),
        createdAt: instantSchema(),
        usableAt: instantSchema(),
        destroyedAt: z.nullable(instantSchema()),
      }),
    ),
  }),
)

export const resealSchema = L2(
  z.object({
    table: z.string(),
    column: z.string(),
    /** Key versions that the walk works towards. */
    target: z.string(),
    state: z.enum(['waiting', 'running', 'done']),
    seen: z.number(),
    sealed: z.number(),
    /** Rows that would not open; they are left as they are and looked at again by the next walk. */
    failed: z.number(),
    startedAt: z.nullable(instantSchema()),
    finishedAt: z.nullable(instantSchema()),
  }),
)

/** One use of cryptography, as GB/T 39786 asks about it. */
export const inventoryItemSchema = L2(
  z.object({
    scenario: textSchema,
    algorithm: z.string(),
    standard: z.string(),
    keyPurpose: z.nullable(purpose()),
    keyBits: z.nullable(z.number()),
    module: z.string(),
    /** Clause of GB/T 39786 chapter 8 that it answers. */
    clause: z.string(),
    /** What stands behind it: `vectors` of the standard pass at start, or it is `outside` of this program. */
    evidence: z.enum(['vectors', 'outside']),
  }),
)

export const key = capability({
  name: 'key',
  text: text('密钥', 'Keys'),
  events: ['key.rotated', 'key.destroyed'],
  permissions: [
    permission('key.read', '查看密钥与密码应用', 'See keys and the use of cryptography', ['admin'], 'security'),
    permission('key.manage', '轮换与销毁密钥', 'Rotate and destroy keys', ['admin'], 'security'),
  ],
  endpoints: {
    list: endpoint({
      id: 'key.list',
      method: 'GET',
      path: '/api/keys',
      summary: text('密钥用途与版本', 'Keys by purpose and version'),
      permission: 'key.read',
      scope: 'none',
      response: z.object({ items: z.array(keySchema), provider: L2(z.object({ sm2: z.string(), keyFrom: z.string() })) }),
      rate: 'read',
    }),
    rotate: endpoint({
      id: 'key.rotate',
      method: 'POST',
      path: '/api/keys/:purpose/rotations',
      summary: text('轮换密钥', 'Rotate a key'),
      permission: 'key.manage',
      scope: 'none',
      params: z.object({ purpose: purpose() }),
      response: L2(z.object({ purpose: purpose(), version: z.number(), usableAt: instantSchema() })),
      status: 201,
      idempotent: 'key',
      rate: 'write',
      stepUp: true,
      audit: 'key.rotated',
      errors: { 'key.rotating': { status: 409, text: text('上一次轮换尚未生效，请稍候', 'The last rotation has not taken effect yet') } },
    }),
    destroy: endpoint({
      id: 'key.destroy',
      method: 'POST',
      path: '/api/keys/:purpose/versions/:version/destruction',
      summary: text('销毁一个密钥版本', 'Destroy a version of a key'),
      permission: 'key.manage',
      scope: 'none',
      params: z.object({ purpose: purpose(), version: z.coerce.number().check(z.int(), z.minimum(1)) }),
      body: z.object({ reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)) }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      stepUp: true,
      audit: 'key.destroyed',
      errors: {
        'key.current': { status: 409, text: text('该版本正在使用，请先轮换', 'This version is in use; rotate first') },
        'key.needed': {
          status: 409,
          text: text('仍有数据由该版本保护，请等待重新加密完成', 'Data is still protected by this version; wait for it to be sealed again'),
        },
        'key.kept': { status: 409, text: text('审计密钥须保留，以便校验历史记录', 'Audit keys are kept so that history can be verified') },
      },
    }),
    reseals: endpoint({
      id: 'key.reseals',
      method: 'GET',
      path: '/api/keys/reseals',
      summary: text('重新加密进度', 'Progress of sealing again'),
      permission: 'key.read',
      scope: 'none',
      response: z.object({ items: z.array(resealSchema) }),
      rate: 'read',
    }),
    inventory: endpoint({
      id: 'key.inventory',
      method: 'GET',
      path: '/api/keys/inventory',
      summary: text('密码应用清单', 'Inventory of cryptography'),
      permission: 'key.read',
      scope: 'none',
      response: z.object({ items: z.array(inventoryItemSchema) }),
      rate: 'read',
    }),
  },
})
