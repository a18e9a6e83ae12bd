import type { Service } from '@liren/contract/thing/model'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isRefusal, sendCommand, wakeBridge } from '../device/read.ts'
import { addressFor } from './content.ts'
import { followTargets, graceMs, liveTargets } from './follow.ts'
import { isSigned } from './packages.ts'
import { type PackageRow, packageById, type RolloutRow, type TargetRow } from './row.ts'

const text = (code: string, zh: string, en: string, maxLength: number, isOptional = false) => ({
  ...{ code, text: { zh, en }, type: 'text' as const, maxLength, isOptional },
})

/** What the house asks by itself stands in no product's model. */
const update: Service = {
  ...{ code: 'firmware.update', text: { zh: '升级固件', en: 'Update firmware' }, isDangerous: true, ttlSeconds: 86_400 },
  params: [
    ...[text('version', '版本', 'Version', 80), text('url', '下载地址', 'Address', 500), text('sm3', '摘要', 'Digest', 64, true)],
    { code: 'sizeBytes', text: { zh: '字节数', en: 'Bytes' }, type: 'integer', min: 0, isOptional: true },
  ],
}

const page = 200
const house = 'the house carries its roll-outs out wherever they are'

/** One round: what became of those who were told, then each running roll-out one step further. */
export async function advance(kernel: Kernel, now: number): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await liveTargets(kernel, after, page)
    if (rows.length > 0) await kernel.store.tx((tx) => followTargets(kernel, rows, new Map(), now, tx))
    if (rows.length < page) break
    after = rows.at(-1)?.device_id ?? ''
  }
  const running = await unscoped<RolloutRow>(kernel.store, house, {
    sql: "SELECT * FROM firmware_rollouts WHERE state = 'running' ORDER BY id LIMIT 100",
    params: [],
  })
  for (const { id } of running) await kernel.store.tx((tx) => goOn(kernel, id, now, tx))
}

async function goOn(kernel: Kernel, id: string, now: number, tx: Tx): Promise<void> {
  const row = await runningRollout(kernel, id, tx)
  if (!row) return
  const pack = await packageById(kernel, row.package_id, tx)
  if (pack.withdrawn_at !== null || !isSigned(kernel, pack)) return end(kernel, row, 'halted', now, tx)
  const bad = Number(row.failed) + Number(row.silent) - Number(row.forgiven)
  if (bad > Number(row.most_failures)) return end(kernel, row, 'halted', now, tx)
  const step = await stepNow(kernel, row, tx)
  if (step === undefined) return
  if (step === 'over') return end(kernel, row, 'finished', now, tx)
  if (step > Number(row.step)) {
    if (Number(row.step) === 1 && row.holds_after_first === 1) return end(kernel, row, 'paused', now, tx, step)
    await kernel.store.run('UPDATE firmware_rollouts SET step = ?, version = version + 1 WHERE id = ?', [step, id], tx)
  }
  await tellStep(kernel, row, pack, step, now, tx)
}

async function runningRollout(kernel: Kernel, id: string, tx: Tx): Promise<RolloutRow | undefined> {
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const sql = `SELECT * FROM firmware_rollouts WHERE id = ? AND state = 'running'${lock}`
  return (await unscoped<RolloutRow>(kernel.store, house, { sql, params: [id] }, tx))[0]
}

/** The step whose turn it is; nothing while somebody of an earlier one is still at it. */
async function stepNow(kernel: Kernel, row: RolloutRow, tx: Tx): Promise<number | 'over' | undefined> {
  const of = async (state: string): Promise<number | undefined> => {
    const sql = 'SELECT step FROM firmware_targets WHERE rollout_id = ? AND state = ? ORDER BY step, device_id LIMIT 1'
    const [found] = await unscoped<{ step: number }>(kernel.store, house, { sql, params: [row.id, state] }, tx)
    return found === undefined ? undefined : Number(found.step)
  }
  const queued = await of('queued')
  const busy = [await of('told'), await of('downloading'), await of('installing')].flatMap((step) => step ?? [])
  if (queued === undefined) return busy.length > 0 ? undefined : 'over'
  return busy.some((step) => step < queued) ? undefined : queued
}

async function end(
  kernel: Kernel,
  row: RolloutRow,
  state: 'halted' | 'finished' | 'paused',
  now: number,
  tx: Tx,
  step = Number(row.step),
): Promise<void> {
  await kernel.store.run(
    'UPDATE firmware_rollouts SET state = ?, state_reason = NULL, step = ?, ended_at = ?, version = version + 1 WHERE id = ?',
    [state, step, state === 'finished' ? now : null, row.id],
    tx,
  )
  await kernel.audit.write(
    {
      ...{ actorId: null, actorKind: 'system', action: `firmware.rollout-${state}`, subject: 'firmware-rollout', subjectId: row.id },
      ...{ placePath: row.place_path, result: 'done', ip: null, requestId: null },
      after: { done: row.done, failed: row.failed, silent: row.silent },
    },
    tx,
  )
  const live = { placePath: row.place_path, permission: 'firmware.read' }
  await appendEvents(kernel, [{ name: 'firmware.changed', subject: 'firmware-rollout', subjectId: row.id, payload: { state }, live }], tx)
}

/** A device that another roll-out is at waits for the next round. */
async function tellStep(kernel: Kernel, row: RolloutRow, pack: PackageRow, step: number, now: number, tx: Tx): Promise<void> {
  const sql = `SELECT * FROM firmware_targets t WHERE t.rollout_id = ? AND t.state = 'queued' AND t.step = ?
    AND NOT EXISTS (SELECT 1 FROM firmware_targets o WHERE o.live_key = t.device_id) ORDER BY t.device_id LIMIT 100`
  const due = now + Number(row.patience_minutes) * 60_000
  const bridges = new Set<string>()
  for (const target of await unscoped<TargetRow>(kernel.store, house, { sql, params: [row.id, step] }, tx)) {
    const url = addressFor(kernel, pack, target.device_id, due + graceMs)
    const values = { version: pack.release_word, url, sizeBytes: Number(pack.bytes), sm3: pack.sm3 }
    const wish = {
      ...{ deviceId: target.device_id, order: { name: update.code, values }, reason: row.reason, service: update },
      ...{ asker: { kind: 'user' as const, id: row.started_by, name: row.started_name }, ttlSeconds: Number(row.patience_minutes) * 60 },
    }
    const sent = await sendCommand(kernel, wish, now, tx)
    const told = isRefusal(sent)
      ? { state: 'failed', cause: 'unsent', detail: sent.why, command_id: null, live_key: null }
      : { state: 'told', cause: null, detail: null, command_id: sent.id, live_key: target.device_id }
    const change = { ...told, told_at: now, due_at: due, changed_at: now }
    const sets = Object.keys(change).map((column) => `${column} = ?`)
    await kernel.store.run(
      `UPDATE firmware_targets SET ${sets.join(', ')} WHERE rollout_id = ? AND device_id = ? AND state = 'queued'`,
      [...Object.values(change), row.id, target.device_id],
      tx,
    )
    if (isRefusal(sent)) await kernel.store.run('UPDATE firmware_rollouts SET failed = failed + 1 WHERE id = ?', [row.id], tx)
    else bridges.add(sent.bridgeId)
  }
  for (const bridge of bridges) wakeBridge(kernel, bridge, tx)
}
