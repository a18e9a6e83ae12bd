import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L2, L3 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const relations = ['owner', 'family', 'tenant', 'other'] as const
export type Relation = (typeof relations)[number]

export const relationTexts: Readonly<Record<Relation, { zh: string; en: string }>> = {
  owner: text('业主', 'Owner'),
  family: text('家属', 'Family'),
  tenant: text('租客', 'Tenant'),
  other: text('其他', 'Other'),
}

export const claimStates = ['waiting', 'approved', 'rejected', 'withdrawn', 'expired'] as const

export const householdNameField = () =>
  field(z.string(), { level: 'L3', key: 'household.name', label: text('住户姓名', 'Name'), mask: 'name' })
export const householdPhoneField = () =>
  field(z.nullable(z.string()), { level: 'L3', key: 'household.phone', label: text('住户手机号', 'Phone'), mask: 'phone' })

export const houseSchema = L2(
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

export const householdMemberSchema = L2(
  z.object({
    id: idSchema(),
    userId: z.nullable(idSchema()),
    name: householdNameField(),
    phone: householdPhoneField(),
    relation: z.enum(relations),
    /** Waiting for the person to accept, living there, or over. */
    state: z.enum(['invited', 'active', 'ended']),
    validFrom: instantSchema(),
    validUntil: z.nullable(instantSchema()),
    isMe: z.boolean(),
    version: versionSchema(),
  }),
)
export type HouseholdMember = z.infer<typeof householdMemberSchema>

export const myHouseSchema = L2(
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

export const householdClaimSchema = L2(
  z.object({
    id: idSchema(),
    house: houseSchema,
    claimantId: idSchema(),
    name: householdNameField(),
    phone: householdPhoneField(),
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
export type HouseholdClaim = z.infer<typeof householdClaimSchema>

export const householdContactSchema = L2(
  z.object({
    id: idSchema(),
    name: householdNameField(),
    phone: householdPhoneField(),
    relation: z.enum(relations),
    createdAt: instantSchema(),
  }),
)

export const householdErrors = {
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
  'household.file-unknown': { status: 422, text: text('有照片没有上传成功，请重新上传', 'A photo is missing, please upload it again') },
  'household.validity': {
    status: 422,
    text: text('租客须填写到期时间，且晚于开始时间', 'A tenancy needs an end that is after its beginning'),
  },
  'household.not-manager': { status: 403, text: text('只有业主或其授权家属可以管理成员', 'Only the owner may manage members') },
  'household.last-owner': { status: 409, text: text('请先移交或移除其他成员', 'Remove the other members first') },
  'household.phone-unknown': { status: 422, text: text('请先绑定手机号', 'Please verify a phone number first') },
} as const
