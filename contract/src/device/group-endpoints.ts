import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { words } from './shapes.ts'

const byId = z.object({ id: idSchema() })

export const deviceGroupSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    description: z.string(),
    placeId: idSchema(),
    devices: z.number(),
    version: versionSchema(),
  }),
)
const fields = { name: words(60), description: z.string().check(z.maxLength(200)) }

export const groupEndpoints = {
  groups: endpoint({
    id: 'device.groups',
    method: 'GET',
    path: '/api/device-groups',
    summary: text('设备分组', 'Groups of devices'),
    permission: 'device.read',
    scope: 'place',
    query: z.object({ ...pageQuery }),
    response: pageOf(deviceGroupSchema),
    rate: 'read',
  }),
  createGroup: endpoint({
    id: 'device.create-group',
    method: 'POST',
    path: '/api/device-groups',
    summary: text('新建设备分组', 'Make a group of devices'),
    permission: 'device.manage',
    scope: 'place',
    body: z.object({ ...fields, placeId: idSchema() }),
    response: deviceGroupSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'device.group-created',
  }),
  setGroup: endpoint({
    id: 'device.set-group',
    method: 'PUT',
    path: '/api/device-groups/:id',
    summary: text('修改分组及其设备', 'Change a group and the devices in it'),
    permission: 'device.manage',
    scope: 'place',
    params: byId,
    body: z.object({ ...fields, deviceIds: z.array(idSchema()).check(z.maxLength(500)), version: versionSchema() }),
    response: deviceGroupSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'device.group-changed',
  }),
  removeGroup: endpoint({
    id: 'device.remove-group',
    method: 'DELETE',
    path: '/api/device-groups/:id',
    summary: text('删除分组，设备不受影响', 'Remove a group; its devices stay'),
    permission: 'device.manage',
    scope: 'place',
    params: byId,
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'device.group-removed',
  }),
} as const
