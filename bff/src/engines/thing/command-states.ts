import { type CommandState, finalStates } from '@liren/contract/device-commands'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { Applied } from './ingest.ts'
import type { Known } from './known.ts'

/** `waiting`: the bridge has not asked for it yet. */
export const storedStates = ['waiting', 'sent', 'accepted', 'done', 'expired', 'failed', 'cancelled'] as const
export type StoredState = (typeof storedStates)[number]

const rank: Readonly<Record<StoredState, number>> = { waiting: 0, sent: 1, accepted: 2, done: 3, expired: 3, failed: 3, cancelled: 3 }

/**
 * Where a command stands after this word about it; undefined when the word is old or comes too late. Only forward,
 * and an end is an end; but when we gave a command up for want of an answer, the device's own word still counts.
 */
export function nextState(state: StoredState, endedBy: 'bridge' | 'house' | null, told: CommandState): StoredState | undefined {
  if (endedBy === 'house' && state === 'expired' && finalStates.includes(told) && told !== 'expired') return told
  if (rank[state] === 3) return undefined
  return rank[told] > rank[state] ? told : undefined
}

interface CommandRow {
  readonly id: string
  readonly device_id: string
  readonly state: StoredState
  readonly ended_by: 'bridge' | 'house' | null
}

type Taken = readonly { device: Known; applied: readonly Applied[] }[]

/** What became of commands. A device can only speak of its own; a word that was heard before changes nothing. */
export async function tellStates(kernel: Kernel, taken: Taken, ctx: { now: number; tx: Tx }): Promise<void> {
  const told = taken.flatMap(({ device, applied }) =>
    applied.flatMap(({ event, fault }) => (event.type === 'command.state' && fault === undefined ? [{ deviceId: device.id, event }] : [])),
  )
  if (told.length === 0) return
  const where = among('id', [...new Set(told.map(({ event }) => event.values.commandId))])
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const sql = `SELECT id, device_id, state, ended_by FROM device_commands WHERE ${where.sql}${lock}`
  const rows = await unscoped<CommandRow>(kernel.store, 'devices tell what became of their commands', { sql, params: where.params }, ctx.tx)
  const commands = new Map(rows.map((row) => [row.id, { ...row }]))
  for (const { deviceId, event } of told) {
    const { commandId, state, reason = null, values } = event.values
    const command = commands.get(commandId)
    if (command?.device_id !== deviceId) continue
    const next = nextState(command.state, command.ended_by, state)
    if (next === undefined) continue
    const isEnd = rank[next] === 3
    await kernel.store.run(
      'UPDATE device_commands SET state = ?, ended_at = ?, ended_by = ?, cause = ? WHERE id = ?',
      [next, isEnd ? event.at : null, isEnd ? 'bridge' : null, reason, command.id],
      ctx.tx,
    )
    await addStep(kernel, command.id, next, event.at, reason, ctx.tx, values)
    commands.set(command.id, { ...command, state: next, ended_by: isEnd ? 'bridge' : null })
  }
}

/** One line of a command's timeline. */
export async function addStep(
  kernel: Kernel,
  commandId: string,
  state: StoredState,
  at: number,
  reason: string | null,
  tx: Tx,
  values?: Readonly<Record<string, unknown>>,
): Promise<void> {
  await kernel.store.run(
    'INSERT INTO device_command_steps (id, command_id, state, at, reason, content) VALUES (?, ?, ?, ?, ?, ?)',
    [kernel.ids.next(), commandId, state, at, reason, values ? JSON.stringify(values) : null],
    tx,
  )
}
