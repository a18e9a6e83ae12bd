import type { TargetCause, TargetState } from '@liren/contract/capabilities/firmware'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type CommandEnd, commandsById, reportedNow, type ToldEvent } from '../device/read.ts'
import { isLive, type TargetRow } from './row.ts'

/** What a device said of its own update, last of all. */
export interface Word {
  readonly state: string
  readonly text?: string | undefined
  readonly progressPercent?: number | undefined
}

/** What is known of a device that was told, besides what stands in its row. */
export interface Facts {
  readonly release: string
  readonly reported: string | null
  readonly word: Word | undefined
  readonly command: CommandEnd | undefined
  readonly now: number
}

export interface Standing {
  readonly state: TargetState
  readonly cause: TargetCause | null
  readonly detail: string | null
  readonly isInstalledTold: boolean
}

/** After its time the bridge's last word about the command is still on its way. */
export const graceMs = 60_000

/**
 * Where a device stands by what is known. Only the version that it reports itself makes it done; its word that it
 * installed something does not. A proof that comes late still counts.
 */
export function standingOf(row: TargetRow, { release, reported, word, command, now }: Facts): Standing {
  const isInstalledTold = row.is_installed_told === 1 || word?.state === 'installed'
  const be = (state: TargetState, cause: TargetCause | null = null, detail: string | null = null): Standing => ({
    ...{ state, cause, detail: detail?.slice(0, 200) ?? null, isInstalledTold },
  })
  if (reported === release) return be('done')
  if (!isLive(row.state)) return be(row.state, row.cause, row.detail)
  if (word?.state === 'download-failed') return be('failed', 'download', word.text ?? null)
  if (word?.state === 'install-failed') return be('failed', 'install', word.text ?? null)
  const due = Number(row.due_at ?? 0)
  if (command?.state === 'failed' && Number(command.ended_at) < due) return be('failed', 'refused', command.cause)
  if (command?.state === 'cancelled') return be('failed', 'unsent', command.cause ?? 'cancelled')
  if (command?.state === 'expired' && command.cause === 'not-fetched') return be('silent', 'not-fetched')
  if (now >= due + graceMs) return isInstalledTold ? be('failed', 'version', reported) : be('silent', 'no-answer', row.detail)
  if (isInstalledTold || word?.state === 'installing') return be('installing', null, word?.text ?? null)
  if (word?.state === 'downloading' || word?.state === 'downloaded') {
    const percent = word.progressPercent === undefined ? null : `${Math.round(word.progressPercent)}%`
    return be(row.state === 'installing' ? 'installing' : 'downloading', null, percent ?? word.text ?? null)
  }
  return be(row.state, row.cause, row.detail)
}

const counted: readonly TargetState[] = ['done', 'failed', 'silent']

/** Brings these rows up to what is known, and the figures of their roll-outs with them. */
export async function followTargets(kernel: Kernel, rows: readonly TargetRow[], words: ReadonlyMap<string, Word>, now: number, tx: Tx) {
  if (rows.length === 0) return
  const idsOf = (pick: (row: TargetRow) => string | null) => [...new Set(rows.flatMap((row) => pick(row) ?? []))]
  const reported = await reportedNow(
    kernel,
    idsOf((row) => row.device_id),
    tx,
  )
  const commands = await commandsById(
    kernel,
    idsOf((row) => row.command_id),
    tx,
  )
  const releases = await releasesOf(
    kernel,
    idsOf((row) => row.rollout_id),
    tx,
  )
  for (const row of rows) {
    const release = releases.get(row.rollout_id)
    if (release === undefined) continue
    const says = reported.get(row.device_id) ?? null
    const command = row.command_id === null ? undefined : commands.get(row.command_id)
    const next = standingOf(row, { release, reported: says, word: words.get(row.device_id), command, now })
    await move(kernel, row, next, says, now, tx)
  }
}

async function move(kernel: Kernel, row: TargetRow, next: Standing, reported: string | null, now: number, tx: Tx): Promise<void> {
  const isSame = next.state === row.state && next.cause === row.cause && next.detail === row.detail && reported === row.reported_word
  if (isSame && next.isInstalledTold === (row.is_installed_told === 1)) return
  const changed = await kernel.store.run(
    `UPDATE firmware_targets SET state = ?, cause = ?, detail = ?, is_installed_told = ?, reported_word = ?, live_key = ?, changed_at = ?
     WHERE rollout_id = ? AND device_id = ? AND state = ?`,
    [
      ...[next.state, next.cause, next.detail, next.isInstalledTold, reported, isLive(next.state) ? row.device_id : null, now],
      ...[row.rollout_id, row.device_id, row.state],
    ],
    tx,
  )
  if (changed !== 1 || next.state === row.state) return
  const sets = [
    ...(counted.includes(next.state) ? [`${next.state} = ${next.state} + 1`] : []),
    ...(counted.includes(row.state) ? [`${row.state} = ${row.state} - 1`] : []),
  ]
  if (sets.length > 0) await kernel.store.run(`UPDATE firmware_rollouts SET ${sets.join(', ')} WHERE id = ?`, [row.rollout_id], tx)
}

async function releasesOf(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<Map<string, string>> {
  const where = among('r.id', ids)
  const sql = `SELECT r.id, p.release_word FROM firmware_rollouts r JOIN firmware_packages p ON p.id = r.package_id WHERE ${where.sql}`
  const rows = await unscoped<{ id: string; release_word: string }>(kernel.store, house, { sql, params: where.params }, tx)
  return new Map(rows.map((row) => [row.id, row.release_word]))
}

const house = 'the house follows its roll-outs wherever they are'

/** Of these devices the last roll-out that told each, unless it is done with it. */
export async function targetsOf(kernel: Kernel, deviceIds: readonly string[], tx: Tx): Promise<TargetRow[]> {
  const where = among('device_id', deviceIds)
  const sql = `SELECT * FROM firmware_targets WHERE ${where.sql} AND told_at > 0 AND state <> 'done' ORDER BY told_at DESC LIMIT 500`
  const rows = await unscoped<TargetRow>(kernel.store, house, { sql, params: where.params }, tx)
  const latest = new Map<string, TargetRow>()
  for (const row of rows) if (!latest.has(row.device_id)) latest.set(row.device_id, row)
  return [...latest.values()]
}

/** Rows of which something is still to come, in pages. */
export const liveTargets = (kernel: Kernel, after: string, limit: number): Promise<TargetRow[]> =>
  unscoped<TargetRow>(kernel.store, house, {
    sql: `SELECT * FROM firmware_targets WHERE live_key > ? ORDER BY live_key LIMIT ${limit}`,
    params: [after],
  })

/** The words of a batch that concern versions: by device, the last one of an update itself. */
export function wordsOf(events: readonly ToldEvent[]): { readonly devices: string[]; readonly words: Map<string, Word> } {
  const devices = new Set<string>()
  const words = new Map<string, Word>()
  for (const { type, deviceId, values } of events) {
    const isWord = type === 'device.firmware'
    if (isWord || type === 'device.described' || type === 'device.restarted') devices.add(deviceId)
    if (isWord && values.state !== 'idle') words.set(deviceId, values as unknown as Word)
  }
  return { devices: [...devices], words }
}
