import { personNameSchema, phoneSchema } from '../identity/person.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { photoLinkSchema } from './file.ts'

/** How a home is let; the same words as in the file of the house. */
export const rentalKinds = {
  whole: text('整租', 'As a whole'),
  rooms: text('合租', 'By rooms'),
  dormitory: text('集体宿舍', 'Dormitory'),
  short: text('民宿短租', 'Short stays'),
} as const satisfies Record<string, Text>
export type RentalKind = keyof typeof rentalKinds
export const rentalKindNames = Object.keys(rentalKinds) as [RentalKind, ...RentalKind[]]

export const leaseStates = {
  declared: text('待核实', 'To be verified'),
  verified: text('已核实', 'Verified'),
  rejected: text('未通过', 'Not accepted'),
  ended: text('已结束', 'Ended'),
} as const satisfies Record<string, Text>
export type LeaseState = keyof typeof leaseStates
export const leaseStateNames = Object.keys(leaseStates) as [LeaseState, ...LeaseState[]]

export const leaseErrors = {
  'lease.not-owner': { status: 403, text: text('只有房屋业主可以登记租约', 'Only the owner of a house registers a lease of it') },
  'lease.overlap': { status: 409, text: text('这段时间已有整租租约', 'The house is let as a whole in this time already') },
  'lease.decided': { status: 409, text: text('这份租约已有人核实', 'Somebody has looked at this lease already') },
  'lease.not-running': { status: 409, text: text('这份租约已经结束', 'This lease has ended already') },
  'lease.file-unknown': { status: 422, text: text('照片不存在或已过期，请重新上传', 'A photo is gone: upload it again') },
} as const
const errors = leaseErrors

const mostTenants = 20
const paper = () => z.string().check(z.trim(), z.toUpperCase(), z.regex(/^[A-Z0-9()]{5,20}$/))

const summary = {
  id: idSchema(),
  house: z.object({ id: idSchema(), name: z.string(), estate: z.string() }),
  kind: z.enum(rentalKindNames),
  from: daySchema(),
  until: daySchema(),
  state: z.enum(leaseStateNames),
  /** Its last day is over and nobody has ended it. */
  isExpired: z.boolean(),
  tenantCount: z.number(),
  declaredAt: instantSchema(),
  decidedAt: z.nullable(instantSchema()),
  /** Why it was not accepted, or how it ended. */
  reason: z.nullable(z.string()),
  endedOn: z.nullable(daySchema()),
  version: versionSchema(),
}

/** What the landlord sees: everything that was said by themselves. */
export const ownLeaseSchema = L2(
  z.object({
    ...summary,
    tenants: z.array(L3(z.object({ name: z.string(), phone: z.string() }))),
    can: z.array(z.enum(['end'])),
  }),
)
export type OwnLease = z.infer<typeof ownLeaseSchema>

const named = () => field(z.string(), { level: 'L3', key: 'person.name', mask: 'name' })
const called = () => field(z.nullable(z.string()), { level: 'L3', key: 'person.phone', mask: 'phone' })

export const leaseSummarySchema = L2(
  z.object({ ...summary, landlord: z.object({ name: named(), phone: called() }), can: z.array(z.enum(['decide', 'end'])) }),
)
export type LeaseSummary = z.infer<typeof leaseSummarySchema>

export const leaseSchema = L2(
  z.object({
    ...summary,
    landlord: z.object({ name: named(), phone: called() }),
    tenants: z.array(
      z.object({
        name: named(),
        phone: called(),
        paper: field(z.nullable(z.string()), { level: 'L4', key: 'person.idNumber', mask: 'idNumber' }),
      }),
    ),
    photos: z.array(photoLinkSchema),
    decidedBy: z.nullable(z.string()),
    /** The file of the house, into which a verified lease is written. */
    houseFileId: z.nullable(idSchema()),
    can: z.array(z.enum(['decide', 'end'])),
  }),
)
export type Lease = z.infer<typeof leaseSchema>

const byId = z.object({ id: idSchema() })
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const ending = () => z.object({ version: versionSchema(), endedOn: daySchema(), reason: z.optional(reason()) })

export const leaseEndpoints = {
  mine: endpoint({
    id: 'lease.mine',
    method: 'GET',
    path: '/api/leases/mine',
    summary: text('我登记的租约', 'Leases that I registered'),
    permission: 'signed-in',
    scope: 'self',
    query: z.object(pageQuery),
    response: pageOf(ownLeaseSchema),
    rate: 'read',
  }),
  declare: endpoint({
    id: 'lease.declare',
    method: 'POST',
    path: '/api/leases',
    summary: text('登记租约与租客', 'Register a lease and its tenants'),
    permission: 'signed-in',
    scope: 'self',
    body: z.object({
      houseId: idSchema(),
      kind: z.enum(rentalKindNames),
      from: daySchema(),
      until: daySchema(),
      tenants: z
        .array(z.object({ name: personNameSchema(), phone: phoneSchema(), paper: z.optional(paper()) }))
        .check(z.minLength(1), z.maxLength(mostTenants)),
      photos: z.optional(z.array(idSchema()).check(z.maxLength(6))),
    }),
    response: ownLeaseSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'lease.declared',
    errors,
  }),
  close: endpoint({
    id: 'lease.close',
    method: 'POST',
    path: '/api/leases/mine/:id/end',
    summary: text('结束我的租约', 'End a lease of mine'),
    permission: 'signed-in',
    scope: 'self',
    params: byId,
    body: ending(),
    response: ownLeaseSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'lease.ended',
    errors,
  }),
  list: endpoint({
    id: 'lease.list',
    method: 'GET',
    path: '/api/leases',
    summary: text('租约列表', 'Leases'),
    permission: 'lease.read',
    scope: 'place',
    query: z.object({ ...pageQuery, state: z.optional(z.enum([...leaseStateNames, 'expired'])), placeId: z.optional(idSchema()) }),
    response: pageOf(leaseSummarySchema),
    rate: 'read',
  }),
  read: endpoint({
    id: 'lease.read',
    method: 'GET',
    path: '/api/leases/:id',
    summary: text('租约与租客', 'A lease with its tenants'),
    permission: 'lease.read',
    scope: 'place',
    params: byId,
    response: leaseSchema,
    rate: 'read',
    audit: 'lease.read',
  }),
  decide: endpoint({
    id: 'lease.decide',
    method: 'POST',
    path: '/api/leases/:id/decide',
    summary: text('核实租约', 'Say whether a lease is as it was registered'),
    permission: 'lease.verify',
    scope: 'place',
    params: byId,
    body: z.object({ version: versionSchema(), isTrue: z.boolean(), reason: z.optional(reason()) }),
    response: leaseSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'lease.decided',
    errors,
  }),
  end: endpoint({
    id: 'lease.end',
    method: 'POST',
    path: '/api/leases/:id/end',
    summary: text('结束租约', 'End a lease'),
    permission: 'lease.verify',
    scope: 'place',
    params: byId,
    body: ending(),
    response: leaseSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'lease.ended',
    errors,
  }),
} as const

export const lease = capability({
  name: 'lease',
  text: text('租约', 'Leases'),
  endpoints: leaseEndpoints,
  permissions: [
    permission('lease.read', '查看租约', 'See leases', ['admin', 'staff', 'grid']),
    permission('lease.verify', '核实租约', 'Verify leases', ['admin', 'grid']),
  ],
  events: ['lease.declared', 'lease.decided', 'lease.ended'],
})
