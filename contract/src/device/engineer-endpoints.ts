import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L3 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { deviceErrors, words } from './shapes.ts'

const byId = z.object({ id: idSchema() })

/** One frame of a device's own language; what it carries may name people, so it is kept short and shown to few. */
export const frameSchema = L3(
  z.object({
    at: instantSchema(),
    direction: z.enum(['in', 'out']),
    line: z.string(),
    /** The beginning of it. */
    hex: z.string(),
    size: z.number(),
    decoded: z.nullable(z.string()),
    /** What is wrong with it, with the byte where it went wrong. */
    fault: z.nullable(z.string()),
    faultAt: z.nullable(z.number()),
  }),
)
export type Frame = z.infer<typeof frameSchema>

export const engineerEndpoints = {
  frames: endpoint({
    id: 'device.frames',
    method: 'GET',
    path: '/api/devices/:id/frames',
    summary: text('设备报文', 'The last frames of a device as its bridge told them, newest first'),
    permission: 'device.frames',
    scope: 'place',
    params: byId,
    response: z.object({ items: z.array(frameSchema), toldAt: L2(z.nullable(instantSchema())) }),
    rate: 'read',
    audit: 'device.frames-read',
  }),
  watchFrames: endpoint({
    id: 'device.watch-frames',
    method: 'POST',
    path: '/api/devices/:id/frames/requests',
    summary: text('向网桥索取设备报文', 'Ask the bridge for the last frames of a device'),
    permission: 'device.frames',
    scope: 'place',
    params: byId,
    response: L2(z.object({ commandId: idSchema() })),
    status: 202,
    idempotent: 'key',
    rate: 'write',
    audit: 'device.frames-watched',
    errors: deviceErrors,
  }),
  refuseFound: endpoint({
    id: 'device.refuse',
    method: 'POST',
    path: '/api/device-quarantine/:id/refuse',
    summary: text('拒绝未登记的设备', 'Refuse a device that nobody registered; what it says is not taken any more'),
    permission: 'device.adopt',
    scope: 'none',
    params: byId,
    body: z.object({ reason: words(200), version: versionSchema() }),
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'device.refused',
    errors: deviceErrors,
  }),
} as const
