import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { ends, exclusiveRoles, ranges } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const fieldRules = ['hidden', 'masked', 'read', 'write'] as const

/** Who a role or a single permission can be given to. */
export const subjectKinds = ['user', 'department'] as const
export type SubjectKind = (typeof subjectKinds)[number]

export const permissionCodeSchema = () => z.string().check(z.regex(/^[a-z][a-z-]*(\.[a-z][a-z-]*)+$/), z.maxLength(80))
const fieldKey = () => z.string().check(z.regex(/^[a-z][a-zA-Z-]*\.[a-z][a-zA-Z]*$/), z.maxLength(80))
const endpointId = () => z.string().check(z.regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/), z.maxLength(80))

export const roleContent = {
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
  description: z.optional(z.string().check(z.trim(), z.maxLength(200))),
  ends: z.array(z.enum(ends)).check(z.minLength(1), z.maxLength(4)),
  permissions: z.array(z.object({ code: permissionCodeSchema(), range: z.enum(ranges) })).check(z.maxLength(500)),
  fieldRules: z.array(z.object({ field: fieldKey(), rule: z.enum(fieldRules) })).check(z.maxLength(200)),
  deniedEndpoints: z.array(endpointId()).check(z.maxLength(500)),
}

export const roleSchema = L2(
  z.object({
    id: idSchema(),
    code: z.string(),
    name: z.string(),
    description: z.nullable(z.string()),
    /** Comes with the platform: may be read and copied, not changed or removed. */
    isBuiltin: z.boolean(),
    exclusive: z.nullable(z.enum(exclusiveRoles)),
    ends: z.array(z.enum(ends)),
    permissions: z.array(z.object({ code: z.string(), range: z.enum(ranges) })),
    fieldRules: z.array(z.object({ field: z.string(), rule: z.enum(fieldRules) })),
    deniedEndpoints: z.array(z.string()),
    holders: z.number(),
    version: versionSchema(),
  }),
)
export type Role = z.infer<typeof roleSchema>

export const catalogueSchema = L2(
  z.object({
    groups: z.array(
      z.object({
        name: z.string(),
        text: textSchema,
        permissions: z.array(
          z.object({ code: z.string(), text: textSchema, ends: z.array(z.enum(ends)), reserved: z.nullable(z.enum(exclusiveRoles)) }),
        ),
        endpoints: z.array(z.object({ id: z.string(), method: z.string(), path: z.string(), summary: textSchema, permission: z.string() })),
        fields: z.array(z.object({ key: z.string(), label: textSchema, level: z.string() })),
      }),
    ),
  }),
)

const place = z.object({ id: idSchema(), name: z.string(), path: z.string() })

/** What somebody may do in the end, and where each part of it comes from. */
export const effectiveSchema = L2(
  z.object({
    exclusive: z.nullable(z.enum(exclusiveRoles)),
    permissions: z.array(
      z.object({
        code: z.string(),
        text: textSchema,
        range: z.enum(ranges),
        place,
        end: z.array(z.enum(ends)),
        /** The role's name, or "user"/"department" for a permission given directly. */
        source: z.object({ kind: z.enum(['role', 'department-role', 'direct', 'household']), code: z.string(), name: z.string() }),
      }),
    ),
    denied: z.array(z.object({ code: z.string(), text: textSchema, place })),
    fieldRules: z.array(z.object({ field: z.string(), rule: z.enum(fieldRules) })),
    deniedEndpoints: z.array(z.string()),
    /** Devices that name this subject, its department or one of its roles. */
    devices: z.array(
      z.object({
        id: idSchema(),
        code: z.string(),
        name: z.string(),
        effect: z.enum(['allow', 'deny']),
        by: z.enum(['user', 'department', 'role']),
      }),
    ),
  }),
)

export const assignmentSchema = L2(
  z.object({
    id: idSchema(),
    role: z.object({ id: idSchema(), code: z.string(), name: z.string() }),
    place,
    validFrom: z.nullable(instantSchema()),
    validUntil: z.nullable(instantSchema()),
  }),
)

export const overrideSchema = L2(z.object({ id: idSchema(), code: z.string(), effect: z.enum(['allow', 'deny']), place }))

export const roleErrors = {
  'role.builtin': {
    status: 409,
    text: text('内置角色不能修改或删除，可复制后调整', 'A built-in role cannot be changed or removed; copy it instead'),
  },
  'role.in-use': { status: 409, text: text('仍有人持有该角色，不能删除', 'Somebody still holds this role') },
  'role.name-taken': { status: 409, text: text('已有同名角色', 'A role with this name exists') },
  'role.reserved': {
    status: 422,
    text: text(
      '系统、安全、审计权限相互排斥，不能放进该角色',
      'Permissions reserved for system, security or audit administration cannot go into this role',
    ),
  },
  'role.unknown': { status: 422, text: text('包含未知的权限、字段或接口', 'Unknown permission, field or interface') },
  'role.exclusive': {
    status: 409,
    text: text('系统、安全、审计管理员三员分立，一人只能担任其一', 'System, security and audit administration exclude each other'),
  },
  'role.own': { status: 403, text: text('不能修改自己的权限', 'Nobody may change their own permissions') },
  'role.last-administrator': { status: 409, text: text('必须保留至少一名系统管理员', 'At least one system administrator must remain') },
  'role.outside-user-place': {
    status: 422,
    text: text('授权范围不在该用户所属地区之内', 'The place lies outside of where this user belongs'),
  },
  'role.beyond-own-scope': { status: 403, text: text('超出您的管辖范围', 'Beyond the places you administer') },
  'role.tampered': { status: 409, text: text('权限数据校验不通过，已停止使用', 'The access data failed its integrity check') },
} as const
