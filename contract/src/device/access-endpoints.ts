import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { deviceErrors } from './shapes.ts'

export const accessKinds = ['user', 'department', 'role'] as const
export type AccessKind = (typeof accessKinds)[number]
export const accessEffects = ['allow', 'deny'] as const

/**
 * How somebody who holds the permission at the place stands to one device: `open` nothing was said of it; `allowed` named among
 * those it is kept for; `denied` named among those it is closed to; `unlisted` it is kept for others.
 */
export const accessStandings = ['open', 'allowed', 'denied', 'unlisted'] as const
export type AccessStanding = (typeof accessStandings)[number]

const subject = { kind: z.enum(accessKinds), id: idSchema() }
const byId = z.object({ id: idSchema() })

export const deviceAccessSchema = L2(
  z.object({
    entries: z.array(
      z.object({ ...subject, name: z.string(), effect: z.enum(accessEffects), setBy: z.nullable(z.string()), setAt: instantSchema() }),
    ),
    /** Everybody whose roles reach the device, and what comes of it. */
    people: z.array(
      z.object({
        id: idSchema(),
        name: z.string(),
        standing: z.enum(accessStandings),
        by: z.nullable(z.enum(accessKinds)),
        may: z.boolean(),
      }),
    ),
    /** Roles that carry the permission at all: to name another one would change nothing. */
    roles: z.array(z.object({ id: idSchema(), code: z.string(), name: z.string() })),
    version: versionSchema(),
  }),
)
export type DeviceAccess = z.infer<typeof deviceAccessSchema>

export const accessEndpoints = {
  access: endpoint({
    id: 'device.access',
    method: 'GET',
    path: '/api/devices/:id/access',
    summary: text('谁能控制这台设备', 'Who may command this device'),
    permission: 'device.manage',
    scope: 'place',
    params: byId,
    response: deviceAccessSchema,
    rate: 'read',
  }),
  setAccess: endpoint({
    id: 'device.set-access',
    method: 'PUT',
    path: '/api/devices/:id/access',
    summary: text('设定谁能控制这台设备', 'Set who may command this device'),
    permission: 'device.manage',
    scope: 'place',
    params: byId,
    body: z.object({
      entries: z.array(z.object({ ...subject, effect: z.enum(accessEffects) })).check(z.maxLength(60)),
      version: versionSchema(),
    }),
    response: deviceAccessSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'device.access-set',
    errors: deviceErrors,
  }),
}
