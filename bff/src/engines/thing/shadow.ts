import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import type { Scalar, Told } from './properties.ts'

/** A value with the moment of which it is true. */
export interface Held {
  readonly v: Scalar
  readonly at: number
}
export type Values = Readonly<Record<string, Held>>

export interface Shadow {
  readonly reported: Values
  readonly reportedVersion: number
  readonly desired: Values
  readonly desiredVersion: number
}

interface ShadowRow {
  readonly device_id: string
  readonly reported: string
  readonly reported_version: number
  readonly desired: string
  readonly desired_version: number
}

const nothing: Shadow = { reported: {}, reportedVersion: 0, desired: {}, desiredVersion: 0 }

const open = (row: ShadowRow): Shadow => ({
  reported: JSON.parse(row.reported) as Values,
  reportedVersion: Number(row.reported_version),
  desired: JSON.parse(row.desired) as Values,
  desiredVersion: Number(row.desired_version),
})

export async function readShadows(kernel: Kernel, deviceIds: readonly string[], tx?: Tx): Promise<Map<string, Shadow>> {
  if (deviceIds.length === 0) return new Map()
  const where = among('device_id', deviceIds)
  const sql = `SELECT device_id, reported, reported_version, desired, desired_version FROM device_shadows WHERE ${where.sql}`
  const rows = await kernel.store.rows<ShadowRow>(sql, where.params, tx)
  return new Map(rows.map((row) => [row.device_id, open(row)]))
}

export const readShadow = async (kernel: Kernel, deviceId: string, tx?: Tx): Promise<Shadow> =>
  (await readShadows(kernel, [deviceId], tx)).get(deviceId) ?? nothing

/**
 * Takes what devices told into their shadows. A value that is older than what is there changes nothing: events may
 * arrive out of order. What was wanted and has come true is wanted no longer. The caller holds the devices' rows.
 */
export async function report(kernel: Kernel, told: ReadonlyMap<string, readonly Told[]>, now: number, tx: Tx): Promise<void> {
  const ids = [...told.keys()].filter((id) => (told.get(id) ?? []).length > 0)
  const known = await readShadows(kernel, ids, tx)
  const rows: Record<string, SqlValue>[] = []
  for (const id of ids) {
    const before = known.get(id) ?? nothing
    const after = merge(before, told.get(id) ?? [])
    if (after === before) continue
    rows.push({
      device_id: id,
      reported: JSON.stringify(after.reported),
      reported_version: after.reportedVersion,
      desired: JSON.stringify(after.desired),
      desired_version: after.desiredVersion,
      updated_at: now,
    })
  }
  await upsertRows(kernel.store, 'device_shadows', ['device_id'], rows, tx)
}

export function merge(before: Shadow, told: readonly Told[]): Shadow {
  const reported: Record<string, Held> = { ...before.reported }
  let changed = false
  for (const { name, value, at } of told) {
    const held = reported[name]
    if (held && held.at > at) continue
    reported[name] = { v: value, at }
    changed = true
  }
  if (!changed) return before
  const wanted = Object.entries(before.desired).filter(([name, held]) => reported[name]?.v !== held.v)
  const cameTrue = wanted.length !== Object.keys(before.desired).length
  return {
    reported,
    reportedVersion: before.reportedVersion + 1,
    desired: cameTrue ? Object.fromEntries(wanted) : before.desired,
    desiredVersion: before.desiredVersion + (cameTrue ? 1 : 0),
  }
}

/** Writes down what a device is wanted to be; a null takes a wish back. False when somebody else did so meanwhile. */
export async function desire(
  kernel: Kernel,
  deviceId: string,
  wishes: Readonly<Record<string, Scalar | null>>,
  version: number,
  now: number,
  tx: Tx,
): Promise<boolean> {
  const before = await readShadow(kernel, deviceId, tx)
  const desired: Record<string, Held> = { ...before.desired }
  for (const [name, value] of Object.entries(wishes)) {
    if (value === null) delete desired[name]
    else desired[name] = { v: value, at: now }
  }
  if (before === nothing) {
    if (version !== 0) return false
    const row = { device_id: deviceId, reported: '{}', desired: JSON.stringify(desired), desired_version: 1, updated_at: now }
    await upsertRows(kernel.store, 'device_shadows', ['device_id'], [row], tx)
    return true
  }
  const changed = await kernel.store.run(
    'UPDATE device_shadows SET desired = ?, desired_version = desired_version + 1, updated_at = ? WHERE device_id = ? AND desired_version = ?',
    [JSON.stringify(desired), now, deviceId, version],
    tx,
  )
  return changed === 1
}

/** A device that never ran is taken away with what it was wanted to be. */
export const forgetShadow = (kernel: Kernel, deviceId: string, tx: Tx): Promise<number> =>
  kernel.store.run('DELETE FROM device_shadows WHERE device_id = ?', [deviceId], tx)
