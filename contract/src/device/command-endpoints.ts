import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { deviceErrors, words } from './shapes.ts'

const byId = z.object({ id: idSchema() })

export const commandStages = ['waiting', 'sent', 'accepted', 'done', 'expired', 'failed', 'cancelled'] as const

const command = z.object({
  id: idSchema(),
  deviceId: idSchema(),
  name: z.string(),
  values: z.record(z.string(), z.unknown()),
  state: z.enum(commandStages),
  isDangerous: z.boolean(),
  reason: z.nullable(z.string()),
  /** Why it ended as it did. */
  cause: z.nullable(z.string()),
  askedBy: z.string(),
  issuedAt: instantSchema(),
  expiresAt: instantSchema(),
  endedAt: z.nullable(instantSchema()),
})
export const deviceCommandView = L2(command)
export type DeviceCommandView = z.infer<typeof deviceCommandView>

const order = {
  name: z.string().check(z.regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/), z.maxLength(60)),
  values: z.record(z.string().check(z.maxLength(60)), z.unknown()),
  /** Shorter than the model allows; longer is cut. */
  ttlSeconds: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(86_400))),
}

export const commandEndpoints = {
  commands: endpoint({
    id: 'device.commands',
    method: 'GET',
    path: '/api/devices/:id/commands',
    summary: text('设备的指令', 'Commands to a device, newest first'),
    permission: 'device.read',
    scope: 'place',
    params: byId,
    query: z.object({ ...pageQuery }),
    response: pageOf(deviceCommandView),
    rate: 'read',
  }),
  command: endpoint({
    id: 'device.command',
    method: 'POST',
    path: '/api/devices/:id/commands',
    summary: text('下发指令', 'Send a command to a device'),
    permission: 'device.command',
    scope: 'place',
    params: byId,
    body: z.object({ ...order, reason: z.optional(words(200)) }),
    response: deviceCommandView,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'device.commanded',
    vital: true,
    errors: deviceErrors,
  }),
  commandDangerous: endpoint({
    id: 'device.command-dangerous',
    method: 'POST',
    path: '/api/devices/:id/dangerous-commands',
    summary: text('下发危险指令（需确认编号并说明原因）', 'Send a command that may hurt or lock out people'),
    permission: 'device.command-dangerous',
    scope: 'place',
    params: byId,
    /** `confirm` repeats the code of the device, so that nobody closes the wrong gate. */
    body: z.object({ ...order, reason: words(200), confirm: z.string().check(z.maxLength(40)) }),
    response: deviceCommandView,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'device.commanded',
    vital: true,
    errors: deviceErrors,
  }),
  readCommand: endpoint({
    id: 'device.read-command',
    method: 'GET',
    path: '/api/device-commands/:id',
    summary: text('指令与它的经过', 'A command and what became of it'),
    permission: 'device.read',
    scope: 'place',
    params: byId,
    response: L2(
      z.object({
        command,
        steps: z.array(
          z.object({
            state: z.enum(commandStages),
            at: instantSchema(),
            reason: z.nullable(z.string()),
            values: z.nullable(z.record(z.string(), z.unknown())),
          }),
        ),
      }),
    ),
    rate: 'read',
  }),
  cancelCommand: endpoint({
    id: 'device.cancel-command',
    method: 'POST',
    path: '/api/device-commands/:id/cancel',
    summary: text('撤回尚未下发的指令', 'Take back a command that has not left yet'),
    permission: 'device.command',
    scope: 'place',
    params: byId,
    response: deviceCommandView,
    idempotent: 'natural',
    rate: 'write',
    audit: 'device.command-cancelled',
    errors: deviceErrors,
  }),
} as const
