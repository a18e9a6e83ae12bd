import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

const groupCode = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/))
const endpointId = () => z.string().check(z.regex(/^[a-z][a-z0-9.-]{2,79}$/))
const words = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max))

/** One interface of the house: what the contract says of it, and what its keepers wrote beside. */
export const apiSchema = L2(
  z.object({
    id: z.string(),
    method: z.string(),
    path: z.string(),
    text: textSchema,
    capability: z.string(),
    group: z.string(),
    owner: z.string(),
    state: z.enum(['on', 'off']),
    permission: z.string(),
    rate: z.string(),
    /** Where its document stands: `/api/docs#repair.create`. */
    document: z.string(),
    /** Which version of the interface the document describes: its generation and a fingerprint of what it says. */
    revision: z.string(),
    version: versionSchema(),
  }),
)
export type Api = z.infer<typeof apiSchema>

export const apiGroupSchema = L2(
  z.object({ code: z.string(), text: textSchema, apis: z.number(), partners: z.number(), version: versionSchema() }),
)

/** Another system that may call us: signed, granted by group, limited. */
export const partnerSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    owner: z.string(),
    keyId: z.string(),
    publicKey: z.string(),
    groups: z.array(z.string()),
    /** With one, packages can be encrypted to it. */
    certificate: z.nullable(z.object({ serial: z.string(), until: instantSchema() })),
    placeId: z.nullable(idSchema()),
    perSecond: z.number(),
    state: z.enum(['on', 'off']),
    lastCallAt: z.nullable(instantSchema()),
    createdAt: instantSchema(),
    version: versionSchema(),
  }),
)
export type Partner = z.infer<typeof partnerSchema>

const partnerBody = {
  name: words(60),
  owner: words(60),
  /** PEM of an SM2 public key or of a certificate of one; the partner keeps the private half. */
  publicKey: z.string().check(z.minLength(100), z.maxLength(4000)),
  groups: z.array(groupCode()).check(z.maxLength(60)),
  placeId: z.optional(z.nullable(idSchema())),
  perSecond: z.number().check(z.int(), z.minimum(1), z.maximum(1000)),
}
const partnerErrors = {
  'api.key-unfit': { status: 422, text: text('不是有效的 SM2 公钥或证书', 'Not the PEM of an SM2 public key or certificate') },
  'api.group-unknown': { status: 422, text: text('接口分组不存在', 'There is no such group of interfaces') },
} as const

const byId = z.object({ id: idSchema() })
const figures = z.object({ calls: z.number(), errors: z.number(), errorRate: z.number(), averageMs: z.number(), p95Ms: z.number() })

export const api = capability({
  name: 'api',
  text: text('接口管理', 'Interface management'),
  permissions: [
    permission('api.read', '查看接口', 'See interfaces', ['admin']),
    permission('api.manage', '管理接口与授权', 'Manage interfaces and grants', ['admin']),
  ],
  events: ['api.changed', 'api.partner-changed'],
  endpoints: {
    list: endpoint({
      id: 'api.list',
      method: 'GET',
      path: '/api/apis',
      summary: text('接口清单', 'All interfaces'),
      permission: 'api.read',
      scope: 'none',
      query: z.object({
        q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
        group: z.optional(groupCode()),
        owner: z.optional(z.string().check(z.trim(), z.maxLength(60))),
        state: z.optional(z.enum(['on', 'off'])),
      }),
      response: z.object({ items: z.array(apiSchema) }),
      rate: 'read',
    }),
    update: endpoint({
      id: 'api.update',
      method: 'PATCH',
      path: '/api/apis/:id',
      summary: text('修改接口的分组、负责人与启停', 'Group, owner and state of an interface'),
      permission: 'api.manage',
      scope: 'none',
      params: z.object({ id: endpointId() }),
      body: z.object({
        group: z.optional(groupCode()),
        owner: z.optional(words(60)),
        state: z.optional(z.enum(['on', 'off'])),
        version: versionSchema(),
      }),
      response: apiSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'api.changed',
      errors: {
        'api.group-unknown': partnerErrors['api.group-unknown'],
        'api.vital': { status: 422, text: text('登录与体检接口不能停用', 'Sign-in and health cannot be switched off') },
      },
    }),
    groups: endpoint({
      id: 'api.groups',
      method: 'GET',
      path: '/api/api-groups',
      summary: text('接口分组', 'Groups of interfaces'),
      permission: 'api.read',
      scope: 'none',
      response: z.object({ items: z.array(apiGroupSchema) }),
      rate: 'read',
    }),
    saveGroup: endpoint({
      id: 'api.save-group',
      method: 'PUT',
      path: '/api/api-groups/:code',
      summary: text('保存接口分组', 'Save a group of interfaces'),
      permission: 'api.manage',
      scope: 'none',
      params: z.object({ code: groupCode() }),
      body: z.object({ text: z.object({ zh: words(30), en: words(60) }), version: versionSchema() }),
      response: apiGroupSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'api.group-saved',
    }),
    partners: endpoint({
      id: 'api.partners',
      method: 'GET',
      path: '/api/partners',
      summary: text('接入应用', 'Partner systems'),
      permission: 'api.read',
      scope: 'none',
      response: z.object({ items: z.array(partnerSchema) }),
      rate: 'read',
    }),
    createPartner: endpoint({
      id: 'api.create-partner',
      method: 'POST',
      path: '/api/partners',
      summary: text('登记接入应用', 'Register a partner system'),
      permission: 'api.manage',
      scope: 'none',
      body: z.object(partnerBody),
      response: partnerSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'api.partner-created',
      errors: partnerErrors,
    }),
    updatePartner: endpoint({
      id: 'api.update-partner',
      method: 'PATCH',
      path: '/api/partners/:id',
      summary: text('修改授权与限流', 'Grants and limits of a partner'),
      permission: 'api.manage',
      scope: 'none',
      params: byId,
      body: z.object({
        name: z.optional(partnerBody.name),
        owner: z.optional(partnerBody.owner),
        publicKey: z.optional(partnerBody.publicKey),
        groups: z.optional(partnerBody.groups),
        perSecond: z.optional(partnerBody.perSecond),
        state: z.optional(z.enum(['on', 'off'])),
        version: versionSchema(),
      }),
      response: partnerSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'api.partner-changed',
      errors: partnerErrors,
    }),
    statistics: endpoint({
      id: 'api.statistics',
      method: 'GET',
      path: '/api/apis/statistics',
      summary: text('调用统计', 'Calls, errors and times by interface or caller'),
      permission: 'api.read',
      scope: 'none',
      query: z.object({
        from: daySchema(),
        to: daySchema(),
        by: z.enum(['api', 'caller']),
        caller: z.optional(z.string().check(z.maxLength(64))),
        api: z.optional(endpointId()),
      }),
      response: z.object({ items: z.array(L2(z.object({ key: z.string(), label: z.string(), ...figures.shape }))), totals: L2(figures) }),
      rate: 'read',
    }),
  },
})
