import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { phoneSchema } from './user.ts'

export const relations = ['owner', 'family', 'tenant', 'other'] as const
export type Relation = (typeof relations)[number]

export const relationTexts: Readonly<Record<Relation, { zh: string; en: string }>> = {
  owner: text('业主', 'Owner'),
  family: text('家属', 'Family'),
  tenant: text('租客', 'Tenant'),
  other: text('其他', 'Other'),
}

export const claimStates = ['waiting', 'approved', 'rejected', 'withdrawn', 'expired'] as const

const nameField = () => field(z.string(), { level: 'L3', key: 'household.name', label: text('住户姓名', 'Name'), mask: 'name' })
const phoneField = () =>
  field(z.nullable(z.string()), { level: 'L3', key: 'household.phone', label: text('住户手机号', 'Phone'), mask: 'phone' })

const houseSchema = L2(
  z.object({
    id: idSchema(),
    /** 3幢1单元1201 */
    name: z.string(),
    /** 枫林雅苑 */
    estate: z.string(),
    estateId: idSchema(),
    path: z.string(),
  }),
)

const memberSchema = L2(
  z.object({
    id: idSchema(),
    userId: z.nullable(idSchema()),
    name: nameField(),
    phone: phoneField(),
    relation: z.enum(relations),
    /** Waiting for the person to accept, living there, or over. */
    state: z.enum(['invited', 'active', 'ended']),
    validFrom: instantSchema(),
    validUntil: z.nullable(instantSchema()),
    isMe: z.boolean(),
    version: versionSchema(),
  }),
)
export type HouseholdMember = z.infer<typeof memberSchema>

const myHouse = L2(
  z.object({
    house: houseSchema,
    membershipId: idSchema(),
    relation: z.enum(relations),
    validUntil: z.nullable(instantSchema()),
    members: z.number(),
    version: versionSchema(),
    can: z.array(z.enum(['invite', 'remove', 'change', 'unbind'])),
  }),
)

const claimSchema = L2(
  z.object({
    id: idSchema(),
    house: houseSchema,
    claimantId: idSchema(),
    name: nameField(),
    phone: phoneField(),
    relation: z.enum(relations),
    state: z.enum(claimStates),
    /** Files of the proof; empty once the proof has expired. */
    proofs: L3(z.array(idSchema())),
    proofUntil: z.nullable(instantSchema()),
    note: z.nullable(L3(z.string())),
    reason: z.nullable(z.string()),
    createdAt: instantSchema(),
    decidedAt: z.nullable(instantSchema()),
    /** Promised time of the decision. */
    dueAt: instantSchema(),
    version: versionSchema(),
    can: z.array(z.enum(['approve', 'reject', 'withdraw'])),
  }),
)
export type HouseholdClaim = z.infer<typeof claimSchema>

const contactSchema = L2(
  z.object({ id: idSchema(), name: nameField(), phone: phoneField(), relation: z.enum(relations), createdAt: instantSchema() }),
)

const errors = {
  'household.no-match': {
    status: 422,
    text: text('该房屋未预留您的手机号，请上传证明', 'Your number is not registered for this house, please add a proof'),
  },
  'household.bound': { status: 409, text: text('您已绑定该房屋', 'You belong to this house already') },
  'household.waiting': { status: 409, text: text('该房屋的申请正在审核', 'A request for this house is under review') },
  'household.decided': { status: 409, text: text('该申请已处理', 'This request has been decided') },
  'household.own-request': { status: 403, text: text('不能审核自己的申请', 'Nobody decides on their own request') },
  'household.not-house': { status: 422, text: text('请选择具体房屋', 'Please choose a house') },
  'household.proof-missing': { status: 422, text: text('请上传证明材料', 'Please add a proof') },
  'household.validity': {
    status: 422,
    text: text('租客须填写到期时间，且晚于开始时间', 'A tenancy needs an end that is after its beginning'),
  },
  'household.not-manager': { status: 403, text: text('只有业主或其授权家属可以管理成员', 'Only the owner may manage members') },
  'household.last-owner': { status: 409, text: text('请先移交或移除其他成员', 'Remove the other members first') },
  'household.phone-unknown': { status: 422, text: text('请先绑定手机号', 'Please verify a phone number first') },
} as const

const byId = z.object({ id: idSchema() })
const byHouse = z.object({ houseId: idSchema() })
const versionQuery = z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) })
const personName = () => z.string().check(z.trim(), z.minLength(1), z.maxLength(40))
const validity = { validFrom: z.optional(instantSchema()), validUntil: z.optional(z.nullable(instantSchema())) }

export const household = capability({
  name: 'household',
  text: text('房屋与家人', 'Households'),
  permissions: [
    permission('household.read', '查看住户', 'See households', ['admin', 'staff', 'grid']),
    permission('household.review', '审核房屋绑定', 'Review house bindings', ['admin', 'staff']),
    permission('household.manage', '维护预留手机号与住户', 'Manage reserved phones and members', ['admin', 'staff']),
  ],
  events: ['household.claimed', 'household.approved', 'household.rejected', 'household.invited', 'household.joined', 'household.left'],
  endpoints: {
    mine: endpoint({
      id: 'household.mine',
      method: 'GET',
      path: '/api/households/mine',
      summary: text('我的房屋', 'My houses'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({ items: z.array(myHouse) }),
      rate: 'read',
    }),
    matches: endpoint({
      id: 'household.matches',
      method: 'GET',
      path: '/api/households/matches',
      summary: text('预留手机号匹配到的房屋', 'Houses registered with my phone number'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({ items: z.array(L2(z.object({ house: houseSchema, relation: z.enum(relations) }))) }),
      rate: 'search',
    }),
    claim: endpoint({
      id: 'household.claim',
      method: 'POST',
      path: '/api/households/claims',
      summary: text('绑定房屋', 'Bind a house, by reserved phone at once or by proof for review'),
      permission: 'signed-in',
      scope: 'self',
      body: z.object({
        houseId: idSchema(),
        by: z.enum(['phone', 'proof']),
        relation: z.enum(relations),
        name: z.optional(personName()),
        proofs: z.optional(z.array(idSchema()).check(z.maxLength(6))),
        note: z.optional(z.string().check(z.trim(), z.maxLength(200))),
        ...validity,
      }),
      response: claimSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'household.claimed',
      errors,
    }),
    myClaims: endpoint({
      id: 'household.my-claims',
      method: 'GET',
      path: '/api/households/claims/mine',
      summary: text('我的绑定申请', 'My requests'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({ items: z.array(claimSchema) }),
      rate: 'read',
    }),
    withdraw: endpoint({
      id: 'household.withdraw',
      method: 'POST',
      path: '/api/households/claims/:id/withdraw',
      summary: text('撤回申请', 'Withdraw a request'),
      permission: 'signed-in',
      scope: 'self',
      params: byId,
      body: z.object({ version: versionSchema() }),
      response: claimSchema,
      rate: 'write',
      audit: 'household.withdrawn',
      errors,
    }),
    members: endpoint({
      id: 'household.members',
      method: 'GET',
      path: '/api/households/:houseId/members',
      summary: text('家人与租客', 'Family and tenants'),
      permission: 'signed-in',
      scope: 'related',
      params: byHouse,
      response: z.object({ house: houseSchema, items: z.array(memberSchema), can: L1(z.array(z.enum(['invite', 'remove', 'change']))) }),
      rate: 'read',
    }),
    invite: endpoint({
      id: 'household.invite',
      method: 'POST',
      path: '/api/households/:houseId/members',
      summary: text('邀请家人或租客', 'Invite a family member or tenant'),
      permission: 'signed-in',
      scope: 'related',
      params: byHouse,
      body: z.object({ name: personName(), phone: phoneSchema(), relation: z.enum(['family', 'tenant', 'other']), ...validity }),
      response: memberSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'household.invited',
      errors,
    }),
    invitations: endpoint({
      id: 'household.invitations',
      method: 'GET',
      path: '/api/households/invitations',
      summary: text('收到的邀请', 'Invitations to me'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({
        items: z.array(
          L2(
            z.object({
              id: idSchema(),
              house: houseSchema,
              relation: z.enum(relations),
              invitedBy: nameField(),
              validUntil: z.nullable(instantSchema()),
              version: versionSchema(),
            }),
          ),
        ),
      }),
      rate: 'read',
    }),
    accept: endpoint({
      id: 'household.accept',
      method: 'POST',
      path: '/api/households/invitations/:id/accept',
      summary: text('接受邀请', 'Accept an invitation'),
      permission: 'signed-in',
      scope: 'self',
      params: byId,
      body: z.object({ version: versionSchema() }),
      response: memberSchema,
      rate: 'write',
      audit: 'household.joined',
      errors,
    }),
    decline: endpoint({
      id: 'household.decline',
      method: 'POST',
      path: '/api/households/invitations/:id/decline',
      summary: text('谢绝邀请', 'Decline an invitation'),
      permission: 'signed-in',
      scope: 'self',
      params: byId,
      body: z.object({ version: versionSchema() }),
      status: 204,
      rate: 'write',
      audit: 'household.declined',
      errors,
    }),
    changeMember: endpoint({
      id: 'household.change-member',
      method: 'PATCH',
      path: '/api/households/:houseId/members/:id',
      summary: text('修改成员有效期', 'Change how long a member belongs'),
      permission: 'signed-in',
      scope: 'related',
      params: z.object({ houseId: idSchema(), id: idSchema() }),
      body: z.object({ version: versionSchema(), validUntil: z.nullable(instantSchema()) }),
      response: memberSchema,
      rate: 'write',
      audit: 'household.member-changed',
      errors,
    }),
    removeMember: endpoint({
      id: 'household.remove-member',
      method: 'DELETE',
      path: '/api/households/:houseId/members/:id',
      summary: text('移除成员，或自己解绑', 'Remove a member, or leave'),
      permission: 'signed-in',
      scope: 'related',
      params: z.object({ houseId: idSchema(), id: idSchema() }),
      query: versionQuery,
      status: 204,
      rate: 'write',
      audit: 'household.left',
      errors,
    }),
    list: endpoint({
      id: 'household.list',
      method: 'GET',
      path: '/api/households',
      summary: text('房屋住户查询', 'Households by house, name or phone'),
      permission: 'household.read',
      scope: 'place',
      query: z.object({
        ...pageQuery,
        placeId: z.optional(idSchema()),
        /** The whole number, found by a blind index. */
        phone: z.optional(phoneSchema()),
        /** Its last four digits. */
        last4: z.optional(z.string().check(z.regex(/^\d{4}$/))),
      }),
      response: pageOf(L2(z.object({ ...memberSchema.shape, house: houseSchema }))),
      rate: 'search',
    }),
    claims: endpoint({
      id: 'household.claims',
      method: 'GET',
      path: '/api/households/claims',
      summary: text('绑定审核队列', 'Requests to review'),
      permission: 'household.review',
      scope: 'place',
      query: z.object({ ...pageQuery, state: z.optional(z.enum(claimStates)) }),
      response: pageOf(claimSchema),
      rate: 'read',
    }),
    readClaim: endpoint({
      id: 'household.read-claim',
      method: 'GET',
      path: '/api/households/claims/:id',
      summary: text('绑定申请详情', 'A request'),
      permission: 'household.review',
      scope: 'place',
      params: byId,
      response: claimSchema,
      rate: 'read',
      audit: 'household.claim-read',
    }),
    approve: endpoint({
      id: 'household.approve',
      method: 'POST',
      path: '/api/households/claims/:id/approve',
      summary: text('通过', 'Approve'),
      permission: 'household.review',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema(), validUntil: z.optional(z.nullable(instantSchema())) }),
      response: claimSchema,
      rate: 'write',
      audit: 'household.approved',
      errors,
    }),
    reject: endpoint({
      id: 'household.reject',
      method: 'POST',
      path: '/api/households/claims/:id/reject',
      summary: text('驳回', 'Reject'),
      permission: 'household.review',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema(), reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)) }),
      response: claimSchema,
      rate: 'write',
      audit: 'household.rejected',
      errors,
    }),
    contacts: endpoint({
      id: 'household.contacts',
      method: 'GET',
      path: '/api/households/:houseId/contacts',
      summary: text('房屋预留手机号', 'Phone numbers registered for a house'),
      permission: 'household.manage',
      scope: 'place',
      params: byHouse,
      response: z.object({ items: z.array(contactSchema) }),
      rate: 'read',
    }),
    addContact: endpoint({
      id: 'household.add-contact',
      method: 'POST',
      path: '/api/households/:houseId/contacts',
      summary: text('登记预留手机号', 'Register a phone number for a house'),
      permission: 'household.manage',
      scope: 'place',
      params: byHouse,
      body: z.object({ name: personName(), phone: phoneSchema(), relation: z.enum(relations) }),
      response: contactSchema,
      status: 201,
      idempotent: 'natural',
      rate: 'write',
      audit: 'household.contact-added',
      errors,
    }),
    removeContact: endpoint({
      id: 'household.remove-contact',
      method: 'DELETE',
      path: '/api/households/:houseId/contacts/:id',
      summary: text('移除预留手机号', 'Remove a registered phone number'),
      permission: 'household.manage',
      scope: 'place',
      params: z.object({ houseId: idSchema(), id: idSchema() }),
      status: 204,
      rate: 'write',
      audit: 'household.contact-removed',
    }),
  },
})
