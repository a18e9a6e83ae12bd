import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L3 } from '../kernel/level.ts'
import { z } from '../kernel/zod.ts'
import { userClasses, userNameField, userPhoneField, userStates } from './person.ts'
import { assignmentSchema } from './role-shapes.ts'

export const placeRef = z.object({ id: idSchema(), name: z.string(), path: z.string() })

export const userSchema = L2(
  z.object({
    id: idSchema(),
    account: z.nullable(z.string()),
    name: userNameField(),
    phone: userPhoneField(),
    class: z.enum(userClasses),
    /** Where the account belongs; residents without a house belong nowhere yet. */
    place: z.nullable(placeRef),
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

export const reviewFlags = ['dormant', 'expired', 'never-signed-in', 'initial-password', 'transferred', 'no-roles', 'disabled'] as const
export const reviewSchema = L2(
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
export const reviewEntrySchema = L2(
  z.object({
    userId: idSchema(),
    account: z.nullable(z.string()),
    name: userNameField(),
    state: z.enum(userStates),
    lastSignInAt: z.nullable(instantSchema()),
    flags: z.array(z.enum(reviewFlags)),
  }),
)
