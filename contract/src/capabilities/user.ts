import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { assignmentSchema, roleErrors } from './role.ts'

/** 市级 · 镇街级 · 集成指挥中心 · 村居级 · 物业 · 居民. The class decides how wide a user's places may be. */
export const userClasses = ['city', 'street', 'command', 'village', 'property', 'resident'] as const
export type UserClass = (typeof userClasses)[number]

export const userClassTexts: Readonly<Record<UserClass, { zh: string; en: string }>> = {
  city: text('市区级', 'City'),
  street: text('镇街级', 'Street or town'),
  command: text('集成指挥中心', 'Command centre'),
  village: text('村居级', 'Village or community'),
  property: text('物业', 'Property company'),
  resident: text('居民', 'Resident'),
}

export const userStates = ['active', 'disabled', 'retired'] as const

export const accountSchema = () => z.string().check(z.toLowerCase(), z.regex(/^[a-z0-9][a-z0-9._-]{2,39}$/))
export const passwordSchema = () => z.string().check(z.minLength(1), z.maxLength(128))
export const phoneSchema = () => z.string().check(z.regex(/^1\d{10}$/))
const personName = () => z.string().check(z.trim(), z.minLength(1), z.maxLength(40))

export const userNameField = () => field(z.string(), { level: 'L2', key: 'user.name', label: text('姓名', 'Name'), mask: 'name' })
export const userPhoneField = () =>
  field(z.nullable(z.string()), { level: 'L3', key: 'user.phone', label: text('手机号', 'Phone'), mask: 'phone' })

const limits = {
  validFrom: z.optional(instantSchema()),
  validUntil: instantSchema(),
  idleMinutes: z.number().check(z.int(), z.minimum(1), z.maximum(43_200)),
  maxFailures: z.number().check(z.int(), z.minimum(1), z.maximum(20)),
}

const placeRef = z.object({ id: idSchema(), name: z.string(), path: z.string() })

export const userSchema = L2(
  z.object({
    id: idSchema(),
    account: z.nullable(z.string()),
    name: userNameField(),
    phone: userPhoneField(),
    class: z.enum(userClasses),
    place: placeRef,
    department: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    state: z.enum(userStates),
    /** Why it is disabled: by hand, dormant, transferred, review. */
    stateReason: z.nullable(z.string()),
    isTransferred: z.boolean(),
    validFrom: instantSchema(),
    validUntil: instantSchema(),
    idleMinutes: z.number(),
    maxFailures: z.number(),
    mustChangePassword: z.boolean(),
    hasSecondFactor: z.boolean(),
    lastSignInAt: z.nullable(instantSchema()),
    lockedUntil: z.nullable(instantSchema()),
    roles: z.array(assignmentSchema),
    createdAt: instantSchema(),
    version: versionSchema(),
  }),
)
export type User = z.infer<typeof userSchema>

export const departmentSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    parentId: z.nullable(idSchema()),
    place: placeRef,
    members: z.number(),
    version: versionSchema(),
  }),
)

export const sessionSchema = L2(
  z.object({
    id: idSchema(),
    device: z.string(),
    client: z.enum(['browser', 'bearer']),
    ip: L3(z.string()),
    method: z.enum(['password', 'wechat', 'sms', 'demo', 'government']),
    createdAt: instantSchema(),
    lastSeenAt: instantSchema(),
    expiresAt: instantSchema(),
    isCurrent: z.boolean(),
  }),
)

const reviewFlags = ['dormant', 'expired', 'never-signed-in', 'initial-password', 'transferred', 'no-roles', 'disabled'] as const
const reviewSchema = L2(
  z.object({
    id: idSchema(),
    month: z.string(),
    place: placeRef,
    state: z.enum(['open', 'done', 'missed']),
    dueAt: instantSchema(),
    accounts: z.number(),
    flagged: z.number(),
    signedOffBy: z.nullable(userNameField()),
    signedOffAt: z.nullable(instantSchema()),
    note: z.nullable(z.string()),
    remindedAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)
const reviewEntry = L2(
  z.object({
    userId: idSchema(),
    account: z.nullable(z.string()),
    name: userNameField(),
    state: z.enum(userStates),
    lastSignInAt: z.nullable(instantSchema()),
    flags: z.array(z.enum(reviewFlags)),
  }),
)

const errors = {
  ...roleErrors,
  'user.account-taken': { status: 409, text: text('账号已被使用', 'This account name is taken') },
  'user.phone-taken': { status: 409, text: text('手机号已被其他账号使用', 'Another account uses this phone number') },
  'user.class-place': {
    status: 422,
    text: text('用户类别与所属地区的层级不符', 'This class of user does not belong to a place of that kind'),
  },
  'user.self': { status: 403, text: text('不能对自己的账号进行此操作', 'Not possible on your own account') },
  'user.retired': { status: 409, text: text('账号已删除', 'The account has been removed') },
  'user.reviewed': { status: 409, text: text('本月复核已签字', 'This review has been signed off') },
  'user.department-in-use': { status: 409, text: text('部门下仍有人员或下级部门', 'People or departments still belong to it') },
} as const

const byId = z.object({ id: idSchema() })
const reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(200))
const roles = z
  .array(
    z.object({
      roleId: idSchema(),
      placeId: idSchema(),
      validFrom: z.optional(z.nullable(instantSchema())),
      validUntil: z.optional(z.nullable(instantSchema())),
    }),
  )
  .check(z.minLength(1), z.maxLength(20))
const versionQuery = z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) })
const change = z.object({ version: versionSchema(), reason })

export const user = capability({
  name: 'user',
  text: text('用户', 'Users'),
  permissions: [
    permission('user.read', '查看用户', 'See users', ['admin']),
    permission('user.manage', '维护用户账号', 'Manage user accounts', ['admin'], 'system'),
    permission('user.secure', '解锁、下线与账号安全', 'Unlock, sign out and secure accounts', ['admin'], 'security'),
    permission('user.review', '账号复核签字', 'Sign off account reviews', ['admin'], 'security'),
    permission('user.reveal', '查看用户完整手机号', 'See a user’s full phone number', ['admin']),
  ],
  events: ['user.created', 'user.changed', 'user.disabled', 'user.enabled', 'user.retired', 'user.password-reset', 'user.review-due'],
  endpoints: {
    list: endpoint({
      id: 'user.list',
      method: 'GET',
      path: '/api/users',
      summary: text('按账号、姓名、手机号等查找用户', 'Find users by part of account or name, or by phone'),
      permission: 'user.read',
      scope: 'place',
      query: z.object({
        ...pageQuery,
        /** Part of the account or the name. */
        q: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(40))),
        /** The whole number; it is found by a blind index. */
        phone: z.optional(phoneSchema()),
        class: z.optional(z.enum(userClasses)),
        state: z.optional(z.enum(userStates)),
        roleId: z.optional(idSchema()),
        placeId: z.optional(idSchema()),
        departmentId: z.optional(idSchema()),
      }),
      response: pageOf(userSchema),
      rate: 'search',
    }),
    read: endpoint({
      id: 'user.read',
      method: 'GET',
      path: '/api/users/:id',
      summary: text('用户详情', 'A user'),
      permission: 'user.read',
      scope: 'place',
      params: byId,
      response: userSchema,
      rate: 'read',
    }),
    reveal: endpoint({
      id: 'user.reveal',
      method: 'POST',
      path: '/api/users/:id/reveal',
      summary: text('说明事由后查看完整手机号', 'See the full phone number, with a reason'),
      permission: 'user.reveal',
      scope: 'place',
      params: byId,
      body: z.object({ reason }),
      response: L3(z.object({ phone: z.nullable(z.string()) })),
      rate: 'read',
      audit: 'user.revealed',
    }),
    create: endpoint({
      id: 'user.create',
      method: 'POST',
      path: '/api/users',
      summary: text('新建用户', 'Create a user'),
      permission: 'user.manage',
      scope: 'place',
      body: z.object({
        account: accountSchema(),
        password: passwordSchema(),
        name: personName(),
        phone: phoneSchema(),
        class: z.enum(userClasses),
        placeId: idSchema(),
        departmentId: z.optional(z.nullable(idSchema())),
        ...limits,
        roles,
      }),
      response: userSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'user.created',
      errors,
    }),
    update: endpoint({
      id: 'user.update',
      method: 'PATCH',
      path: '/api/users/:id',
      summary: text('修改用户', 'Change a user'),
      permission: 'user.manage',
      scope: 'place',
      params: byId,
      body: z.object({
        version: versionSchema(),
        name: z.optional(personName()),
        phone: z.optional(phoneSchema()),
        class: z.optional(z.enum(userClasses)),
        placeId: z.optional(idSchema()),
        departmentId: z.optional(z.nullable(idSchema())),
        validFrom: z.optional(instantSchema()),
        validUntil: z.optional(instantSchema()),
        idleMinutes: z.optional(limits.idleMinutes),
        maxFailures: z.optional(limits.maxFailures),
        roles: z.optional(roles),
      }),
      response: userSchema,
      rate: 'write',
      audit: 'user.changed',
      errors,
    }),
    disable: endpoint({
      id: 'user.disable',
      method: 'POST',
      path: '/api/users/:id/disable',
      summary: text('停用', 'Disable'),
      permission: 'user.manage',
      scope: 'place',
      params: byId,
      body: change,
      response: userSchema,
      rate: 'write',
      audit: 'user.disabled',
      errors,
    }),
    enable: endpoint({
      id: 'user.enable',
      method: 'POST',
      path: '/api/users/:id/enable',
      summary: text('启用', 'Enable'),
      permission: 'user.manage',
      scope: 'place',
      params: byId,
      body: change,
      response: userSchema,
      rate: 'write',
      audit: 'user.enabled',
      errors,
    }),
    transfer: endpoint({
      id: 'user.transfer',
      method: 'POST',
      path: '/api/users/:id/transfer',
      summary: text('标记转岗（立即停用）', 'Mark as transferred, which disables at once'),
      permission: 'user.manage',
      scope: 'place',
      params: byId,
      body: change,
      response: userSchema,
      rate: 'write',
      audit: 'user.transferred',
      errors,
    }),
    retire: endpoint({
      id: 'user.retire',
      method: 'DELETE',
      path: '/api/users/:id',
      summary: text('删除用户', 'Remove a user'),
      permission: 'user.manage',
      scope: 'place',
      params: byId,
      query: versionQuery,
      status: 204,
      rate: 'write',
      audit: 'user.retired',
      errors,
    }),
    resetPassword: endpoint({
      id: 'user.reset-password',
      method: 'POST',
      path: '/api/users/:id/password-reset',
      summary: text('重置口令', 'Reset the password'),
      permission: 'user.manage',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema(), password: passwordSchema() }),
      response: userSchema,
      rate: 'write',
      audit: 'user.password-reset',
      errors,
    }),
    unlock: endpoint({
      id: 'user.unlock',
      method: 'POST',
      path: '/api/users/:id/unlock',
      summary: text('解除锁定', 'Unlock'),
      permission: 'user.secure',
      scope: 'place',
      params: byId,
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'user.unlocked',
      errors,
    }),
    removeSecondFactor: endpoint({
      id: 'user.remove-second-factor',
      method: 'DELETE',
      path: '/api/users/:id/second-factor',
      summary: text('解除二次验证绑定', 'Remove the second factor'),
      permission: 'user.secure',
      scope: 'place',
      params: byId,
      status: 204,
      rate: 'write',
      audit: 'user.second-factor-removed',
      errors,
    }),
    sessions: endpoint({
      id: 'user.sessions',
      method: 'GET',
      path: '/api/users/:id/sessions',
      summary: text('用户的登录设备', 'Sessions of a user'),
      permission: 'user.secure',
      scope: 'place',
      params: byId,
      response: z.object({ items: z.array(sessionSchema) }),
      rate: 'read',
    }),
    signOut: endpoint({
      id: 'user.sign-out',
      method: 'DELETE',
      path: '/api/users/:id/sessions',
      summary: text('强制下线', 'Sign a user out everywhere'),
      permission: 'user.secure',
      scope: 'place',
      params: byId,
      status: 204,
      rate: 'write',
      audit: 'user.signed-out',
      errors,
    }),
    departments: endpoint({
      id: 'user.departments',
      method: 'GET',
      path: '/api/departments',
      summary: text('部门', 'Departments'),
      permission: 'user.read',
      scope: 'place',
      query: z.object({ ...pageQuery, placeId: z.optional(idSchema()) }),
      response: pageOf(departmentSchema),
      rate: 'read',
    }),
    createDepartment: endpoint({
      id: 'user.create-department',
      method: 'POST',
      path: '/api/departments',
      summary: text('新建部门', 'Create a department'),
      permission: 'user.manage',
      scope: 'place',
      body: z.object({ name: personName(), placeId: idSchema(), parentId: z.optional(z.nullable(idSchema())) }),
      response: departmentSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'user.department-created',
      errors,
    }),
    updateDepartment: endpoint({
      id: 'user.update-department',
      method: 'PATCH',
      path: '/api/departments/:id',
      summary: text('修改部门', 'Change a department'),
      permission: 'user.manage',
      scope: 'place',
      params: byId,
      body: z.object({ name: personName(), version: versionSchema() }),
      response: departmentSchema,
      rate: 'write',
      audit: 'user.department-changed',
      errors,
    }),
    retireDepartment: endpoint({
      id: 'user.retire-department',
      method: 'DELETE',
      path: '/api/departments/:id',
      summary: text('撤销部门', 'Remove a department'),
      permission: 'user.manage',
      scope: 'place',
      params: byId,
      query: versionQuery,
      status: 204,
      rate: 'write',
      audit: 'user.department-retired',
      errors,
    }),
    reviews: endpoint({
      id: 'user.reviews',
      method: 'GET',
      path: '/api/account-reviews',
      summary: text('每月账号复核', 'Monthly account reviews'),
      permission: 'user.review',
      scope: 'place',
      query: z.object({ ...pageQuery, state: z.optional(z.enum(['open', 'done', 'missed'])) }),
      response: pageOf(reviewSchema),
      rate: 'read',
    }),
    review: endpoint({
      id: 'user.review',
      method: 'GET',
      path: '/api/account-reviews/:id',
      summary: text('待复核账号', 'Accounts under review'),
      permission: 'user.review',
      scope: 'place',
      params: byId,
      query: z.object({ ...pageQuery, flagged: z.optional(z.stringbool()) }),
      response: L2(z.object({ review: reviewSchema, items: z.array(reviewEntry), next: z.optional(L1(z.string())) })),
      rate: 'read',
    }),
    signOff: endpoint({
      id: 'user.sign-off',
      method: 'POST',
      path: '/api/account-reviews/:id/sign-off',
      summary: text('复核签字', 'Sign a review off, disabling the named accounts'),
      permission: 'user.review',
      scope: 'place',
      params: byId,
      body: z.object({
        version: versionSchema(),
        disable: z.array(idSchema()).check(z.maxLength(500)),
        note: z.optional(z.string().check(z.trim(), z.maxLength(500))),
      }),
      response: reviewSchema,
      rate: 'write',
      audit: 'user.review-signed-off',
      errors,
    }),
  },
})
