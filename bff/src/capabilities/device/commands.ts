import { deviceErrors } from '@liren/contract/capabilities/device'
import { commandStages, type DeviceCommandView } from '@liren/contract/device/command-endpoints'
import {
  type CommandRow,
  commandById,
  commandPage,
  commandSteps,
  contentOf,
  isRefusal,
  type Refusal,
  sendCommand,
  serviceOf,
  withdrawCommand,
} from '../../engines/thing/index.ts'
import { type AppError, refuse, refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { refuseUnlessPermitted } from './access.ts'
import { isOfOneHome } from './home.ts'
import { findDevice } from './read.ts'
import type { DeviceRow } from './row.ts'
import type { Writer } from './write.ts'

const instant = (at: number): string => new Date(Number(at)).toISOString()
const stage = (state: string) => commandStages.find((one) => one === state) ?? 'failed'

const present = (kernel: Kernel, row: CommandRow): DeviceCommandView => ({
  ...{ id: row.id, deviceId: row.device_id, name: row.name, values: contentOf(kernel, row), state: stage(row.state) },
  ...{ isDangerous: row.is_dangerous === 1, reason: row.reason, cause: row.cause, askedBy: row.asked_name },
  ...{
    issuedAt: instant(row.issued_at),
    expiresAt: instant(row.expires_at),
    endedAt: row.ended_at === null ? null : instant(row.ended_at),
  },
})

export interface Order {
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
  readonly ttlSeconds?: number | undefined
  readonly reason?: string | undefined
}

/** As an answer to a person: each reason by its own code, faults of values by their path. */
export function refusalOf(refusal: Refusal): AppError {
  switch (refusal.why) {
    case 'unknown-device':
      return refuse('not-found')
    case 'not-running':
      return refuseWith(deviceErrors, 'device.not-running')
    case 'no-bridge':
      return refuseWith(deviceErrors, 'device.no-bridge')
    case 'no-service':
      return refuseWith(deviceErrors, 'device.no-service')
    case 'values':
      return refuseWith(deviceErrors, 'device.values-unfit', { faults: refusal.faults })
  }
}

/** Sends what the device's model offers. Whether it is dangerous is the model's to say, never the sender's. */
export async function command(kernel: Kernel, id: string, order: Order, isConfirmed: boolean, writer: Writer): Promise<DeviceCommandView> {
  const { scope, tx, now, principal } = writer
  const device = await findDevice(kernel, scope, id, tx)
  await refuseUnlessPermitted(kernel, device.id, writer)
  const service = await serviceOf(kernel, device, order.name, tx)
  if (service?.isDangerous && !isConfirmed) throw refuseWith(deviceErrors, 'device.dangerous')
  const sent = await sendCommand(
    kernel,
    {
      deviceId: device.id,
      order: { name: order.name, values: order.values },
      asker: { kind: principal.kind === 'app' ? 'app' : 'user', id: principal.id, name: principal.name },
      reason: order.reason ?? null,
      ttlSeconds: order.ttlSeconds,
    },
    now,
    tx,
  )
  if (isRefusal(sent)) throw refusalOf(sent)
  return present(kernel, await findCommand(kernel, scope, sent.id, tx))
}

/** The second look at a dangerous command: the code of the device has to be written again. */
export async function confirmedTarget(kernel: Kernel, scope: Scope, id: string, confirm: string, tx: Tx): Promise<DeviceRow> {
  const device = await findDevice(kernel, scope, id, tx)
  if (device.code !== confirm) throw refuseWith(deviceErrors, 'device.not-confirmed')
  return device
}

async function findCommand(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<CommandRow> {
  const row = await commandById(kernel, scope, id, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function listCommands(
  kernel: Kernel,
  scope: Scope,
  deviceId: string,
  query: { cursor?: string | undefined; limit?: number | undefined },
) {
  const page = await commandPage(kernel, scope, deviceId, query)
  return { ...page, items: page.items.map((row) => present(kernel, row)) }
}

export async function readCommand(kernel: Kernel, scope: Scope, id: string) {
  const row = await findCommand(kernel, scope, id)
  const isWithheld = isOfOneHome(await findDevice(kernel, scope, row.device_id))
  const steps = await commandSteps(kernel, row.id)
  return {
    command: present(kernel, row),
    steps: steps.map((step) => ({
      ...{ state: stage(step.state), at: instant(step.at), reason: step.reason },
      values: isWithheld || step.content === null ? null : (JSON.parse(step.content) as Record<string, unknown>),
    })),
  }
}

export async function cancelCommand(kernel: Kernel, id: string, { scope, tx, now, principal }: Writer): Promise<DeviceCommandView> {
  const row = await findCommand(kernel, scope, id, tx)
  if (!(await withdrawCommand(kernel, row.id, principal.name, now, tx)))
    throw refuseWith(deviceErrors, 'device.too-late', { details: { state: row.state } })
  return present(kernel, await findCommand(kernel, scope, id, tx))
}
