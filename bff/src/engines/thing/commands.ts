import { type CommandOrder, commandOrderSchema, type DeviceCommand } from '@liren/contract/device-commands'
import type { Service } from '@liren/contract/thing/model'
import type { ValueFault } from '@liren/contract/thing/value'
import { parameterFaults } from '@liren/contract/thing/value'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { addStep } from './command-states.ts'
import { nextNumber } from './counter.ts'
import { releasedModels } from './models.ts'

export interface Asker {
  /** `user`, `rule`, `app`. */
  readonly kind: 'user' | 'rule' | 'app' | 'house'
  readonly id: string | null
  readonly name: string
}

export interface Wish {
  readonly deviceId: string
  readonly order: { readonly name: string; readonly values: Readonly<Record<string, unknown>> }
  readonly asker: Asker
  readonly reason?: string | null
  /** Shorter than the service allows, never longer. */
  readonly ttlSeconds?: number | undefined
  /** What the bridge answers by itself stands in no model. */
  readonly service?: Service | undefined
}

export interface Target {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly product_id: string | null
  readonly bridge_id: string | null
  readonly stage: string
  readonly place_path: string
}

/** Why a command is not sent at all. */
export type Refusal =
  | { readonly why: 'unknown-device' | 'not-running' | 'no-bridge' | 'no-service' }
  | { readonly why: 'values'; readonly faults: readonly ValueFault[] }

export interface Sent {
  readonly id: string
  readonly bridgeId: string
  readonly isDangerous: boolean
  readonly expiresAt: number
}

const lanes = (bridgeId: string) => `bridge-commands:${bridgeId}`
/** Channel of the bus on which a waiting bridge is woken. */
export const commandChannel = 'device-commands'

export async function targetOf(kernel: Kernel, deviceId: string, tx?: Tx): Promise<Target | undefined> {
  const [row] = await unscoped<Target>(
    kernel.store,
    'whoever sends a command has shown before that the device is theirs to command',
    { sql: 'SELECT id, code, name, product_id, bridge_id, stage, place_path FROM devices WHERE id = ?', params: [deviceId] },
    tx,
  )
  return row
}

/** The service of a device's model by this name; what the model does not offer cannot be asked. */
export async function serviceOf(kernel: Kernel, target: Target, name: string, tx?: Tx): Promise<Service | undefined> {
  if (target.product_id === null) return undefined
  const model = (await releasedModels(kernel, [target.product_id], tx)).get(target.product_id)
  return model?.services.find((service) => service.code === name)
}

/**
 * Puts a command into its bridge's queue, in the caller's transaction. Who may ask is the caller's to have decided;
 * what may be asked, with which values and for how long, is decided here by the model of the device.
 */
export async function sendCommand(kernel: Kernel, wish: Wish, now: number, tx: Tx): Promise<Sent | Refusal> {
  const target = await targetOf(kernel, wish.deviceId, tx)
  if (!target) return { why: 'unknown-device' }
  if (target.stage !== 'active' && target.stage !== 'maintaining') return { why: 'not-running' }
  if (target.bridge_id === null) return { why: 'no-bridge' }
  const service = wish.service ?? (await serviceOf(kernel, target, wish.order.name, tx))
  if (!service) return { why: 'no-service' }
  const faults = orderFaults(service, wish.order)
  if (faults.length > 0) return { why: 'values', faults }

  const id = kernel.ids.next()
  const ttl = Math.min(service.ttlSeconds, wish.ttlSeconds ?? service.ttlSeconds)
  const expiresAt = now + ttl * 1000
  await insertOnce(
    kernel.store,
    'device_commands',
    {
      ...{ id, device_id: target.id, device_code: target.code, bridge_id: target.bridge_id, place_path: target.place_path },
      ...{ name: wish.order.name, content: kernel.sealer.seal(JSON.stringify(wish.order.values), at(id)) },
      ...{ sequence: await nextNumber(kernel.store, lanes(target.bridge_id), tx), state: 'waiting', is_dangerous: service.isDangerous },
      ...{ reason: wish.reason ?? null, asked_kind: wish.asker.kind, asked_by: wish.asker.id, asked_name: wish.asker.name },
      ...{ issued_at: now, expires_at: expiresAt },
    },
    tx,
  )
  await addStep(kernel, id, 'waiting', now, null, tx)
  return { id, bridgeId: target.bridge_id, isDangerous: service.isDangerous, expiresAt }
}

export const isRefusal = (answer: Sent | Refusal): answer is Refusal => 'why' in answer
const at = (row: string) => ({ table: 'device_commands', column: 'content', row })

/** The model says which parameters there are, the vocabulary what they look like inside. */
function orderFaults(service: Service, order: Wish['order']): ValueFault[] {
  const faults = parameterFaults(service.params, order.values, 'body.values')
  if (faults.length > 0) return faults
  const parsed = commandOrderSchema.safeParse(order)
  if (parsed.success) return []
  return parsed.error.issues.map((issue) => ({ path: `body.${issue.path.join('.')}`, zh: '填写有误', en: issue.message.slice(0, 200) }))
}

/**
 * Tells whoever holds a question open that there may be something now: what a transaction put there, once it is kept.
 * A lost call costs one interval of asking.
 */
export function wakeBridge(kernel: Kernel, bridgeId: string, tx?: Tx): void {
  const wake = (): void => void kernel.bus.publish(commandChannel, bridgeId).catch(() => {})
  if (tx) kernel.store.afterCommit(tx, wake)
  else wake()
}

interface QueuedRow {
  readonly id: string
  readonly device_code: string
  readonly name: string
  readonly content: string
  readonly sequence: number
  readonly state: string
  readonly issued_at: number
  readonly expires_at: number
}

const open = "state IN ('waiting', 'sent') AND expires_at > ?"

const forBridge = 'a bridge is told the commands of all of its devices, wherever they are'

export async function hasCommands(kernel: Kernel, bridgeId: string, after: number, now: number): Promise<boolean> {
  const sql = `SELECT id FROM device_commands WHERE bridge_id = ? AND sequence > ? AND ${open} LIMIT 1`
  return (await unscoped(kernel.store, forBridge, { sql, params: [bridgeId, after, now] })).length > 0
}

/**
 * The commands of a bridge above the number it has, in order; those whose time is over never leave the house. What
 * was handed over before and not confirmed comes again, because the answer may have been lost.
 */
export async function takeCommands(kernel: Kernel, bridgeId: string, after: number, now: number, tx: Tx): Promise<DeviceCommand[]> {
  const sql = `SELECT id, device_code, name, content, sequence, state, issued_at, expires_at FROM device_commands
     WHERE bridge_id = ? AND sequence > ? AND ${open} ORDER BY sequence LIMIT 100`
  const rows = await unscoped<QueuedRow>(kernel.store, forBridge, { sql, params: [bridgeId, after, now] }, tx)
  const commands: DeviceCommand[] = []
  for (const row of rows) {
    if (row.state === 'waiting') {
      const moved = await kernel.store.run("UPDATE device_commands SET state = 'sent' WHERE id = ? AND state = 'waiting'", [row.id], tx)
      if (moved !== 1) continue
      await addStep(kernel, row.id, 'sent', now, null, tx)
    }
    const order = { name: row.name, values: JSON.parse(kernel.sealer.open(row.content, at(row.id))) } as CommandOrder
    const times = { issuedAt: Number(row.issued_at), expiresAt: Number(row.expires_at) }
    commands.push({ id: row.id, device: row.device_code, sequence: Number(row.sequence), ...times, ...order })
  }
  return commands
}

/** How long after its time a command that left the house may still be answered before we say that nobody did. */
export const answerGraceMs = 60_000

/** Ends commands whose time is over: those nobody fetched at once, those nobody answered after a while. */
export async function expireCommands(kernel: Kernel, now: number): Promise<{ id: string; deviceId: string; placePath: string }[]> {
  const rows = await unscoped<{ id: string; device_id: string; place_path: string; state: string }>(
    kernel.store,
    'the clock ends commands for everybody',
    {
      sql: `SELECT id, device_id, place_path, state FROM device_commands
            WHERE (state = 'waiting' AND expires_at <= ?) OR (state IN ('sent', 'accepted') AND expires_at <= ?) LIMIT 500`,
      params: [now, now - answerGraceMs],
    },
  )
  const ended: { id: string; deviceId: string; placePath: string }[] = []
  for (const row of rows)
    await kernel.store.tx(async (tx) => {
      const cause = row.state === 'waiting' ? 'not-fetched' : 'no-answer'
      const moved = await kernel.store.run(
        "UPDATE device_commands SET state = 'expired', ended_at = ?, ended_by = 'house', cause = ? WHERE id = ? AND state = ?",
        [now, cause, row.id, row.state],
        tx,
      )
      if (moved !== 1) return
      await addStep(kernel, row.id, 'expired', now, cause, tx)
      ended.push({ id: row.id, deviceId: row.device_id, placePath: row.place_path })
    })
  return ended
}

export const contentOf = (kernel: Kernel, row: { id: string; content: string }): Record<string, unknown> =>
  JSON.parse(kernel.sealer.open(row.content, at(row.id))) as Record<string, unknown>
