import { deviceCode, moment } from '../device-events/base.ts'
import { z } from '../kernel/zod.ts'
import { chargingCommands } from './charging.ts'
import { deviceCommands, facilityCommands } from './device.ts'
import { doorCommands, parkingCommands } from './door.ts'

/** What may be asked of a device, by family; each protocol says which of them it can do. */
export const commandFamilies = {
  device: deviceCommands,
  door: doorCommands,
  parking: parkingCommands,
  charging: chargingCommands,
  facility: facilityCommands,
} as const
export type CommandFamily = keyof typeof commandFamilies

/** A name with the values that belong to it. */
export const commandOrderSchema = z.discriminatedUnion('name', [
  ...deviceCommands,
  ...doorCommands,
  ...parkingCommands,
  ...chargingCommands,
  ...facilityCommands,
])
export type CommandOrder = z.infer<typeof commandOrderSchema>
export type CommandName = CommandOrder['name']
export type CommandValues<N extends CommandName> = Extract<CommandOrder, { name: N }>['values']

export const commandNames: readonly CommandName[] = Object.values(commandFamilies).flatMap((family) =>
  family.map((one) => one.shape.name.def.values[0] as CommandName),
)

/**
 * `sent`: on its way to the device. `accepted`: the device took it, which is not yet doing it. `done`: the device or
 * what followed proved it. `expired`: its time ran out before it was sent. `failed`: refused, or never answered.
 */
export const commandStates = ['sent', 'accepted', 'done', 'expired', 'failed'] as const
export type CommandState = (typeof commandStates)[number]
export const finalStates: readonly CommandState[] = ['done', 'expired', 'failed']

const envelope = z.object({
  id: z.string().check(z.regex(/^[0-9a-z-]{1,60}$/)),
  device: deviceCode(),
  /** Counts up for each bridge; a bridge refuses a number that is not above the last one it took. */
  sequence: z.number().check(z.int(), z.minimum(1)),
  issuedAt: moment(),
  /** After this it must not be sent any more, whatever happened on the way. */
  expiresAt: moment(),
})
export type CommandEnvelope = z.infer<typeof envelope>

/** A command as it travels to the bridge. */
export const deviceCommandSchema = z.intersection(envelope, commandOrderSchema)
export type DeviceCommand = z.infer<typeof deviceCommandSchema>

/** What a bridge signs to ask for its commands; the platform keeps the question open for a while when there are none. */
export const commandsAskSchema = z.object({
  ask: z.literal('commands'),
  bridge: deviceCode(),
  /** By the bridge's clock. */
  at: moment(),
  /** Never used twice by a bridge within the time that `at` may differ. */
  nonce: z.string().check(z.regex(/^[0-9a-zA-Z_-]{16,64}$/)),
  /** The highest sequence that lies on the bridge's disk; what is not above it needs not come again. */
  after: z.number().check(z.int(), z.minimum(0)),
})
export type CommandsAsk = z.infer<typeof commandsAskSchema>

export const commandsAnswerSchema = z.object({
  /** The platform's clock, so that the bridge can reckon what is left of each command's time without trusting its own. */
  now: moment(),
  /** In the order of their sequence. */
  commands: z.array(deviceCommandSchema).check(z.maxLength(100)),
})
export type CommandsAnswer = z.infer<typeof commandsAnswerSchema>
