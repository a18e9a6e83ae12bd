import type { Text } from '@liren/contract'
import { deviceErrors } from '@liren/contract/capabilities/device'
import { forgetShadow, leaveBridge } from '../../engines/thing/index.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { refuseStage } from './policy.ts'
import { findDevice } from './read.ts'
import type { DeviceRow } from './row.ts'
import type { Writer } from './write.ts'

const anywhere = <T extends object>(kernel: Kernel, sql: string, param: string, tx: Tx): Promise<T[]> =>
  unscoped<T>(kernel.store, 'a device is in use wherever it is used', { sql, params: [param] }, tx)

/** What still counts on this device: other rooms of the house, and devices that speak through it. */
async function usesOf(kernel: Kernel, { id, code }: DeviceRow, tx: Tx): Promise<Text[]> {
  const references = kernel.surface.capabilities
    .flatMap((capability) => capability.references ?? [])
    .filter(({ archives }) => archives?.includes('device') === true)
  const uses: Text[] = []
  for (const { table, column, text } of references)
    if ((await anywhere(kernel, `SELECT 1 AS found FROM ${table} WHERE ${column} = ? LIMIT 1`, id, tx)).length > 0) uses.push(text)
  const behind = await anywhere<{ name: string }>(kernel, 'SELECT name FROM devices WHERE via = ? LIMIT 3', code, tx)
  return [...uses, ...behind.map(({ name }) => ({ zh: `下挂设备：${name}`, en: `Speaks through it: ${name}` }))]
}

/** Takes away a device that was registered by mistake: it never ran, never spoke, and nothing counts on it. */
export async function removeDevice(kernel: Kernel, id: string, version: number, { scope, tx }: Writer): Promise<DeviceRow> {
  const row = await findDevice(kernel, scope, id, tx)
  refuseStage(row, 'remove')
  if (row.heard_at !== null) throw refuseWith(deviceErrors, 'device.spoke')
  const gone = await kernel.store.run(
    "DELETE FROM devices WHERE id = ? AND version = ? AND stage = 'registered' AND heard_at IS NULL",
    [id, version],
    tx,
  )
  if (gone !== 1) throw refuse('stale', { details: { version: row.version } })
  const uses = await usesOf(kernel, row, tx)
  if (uses.length > 0) throw refuseWith(deviceErrors, 'device.in-use', { details: { uses } })
  for (const table of ['device_history', 'device_access']) await kernel.store.run(`DELETE FROM ${table} WHERE device_id = ?`, [id], tx)
  await forgetShadow(kernel, id, tx)
  if (row.bridge_id !== null) await leaveBridge(kernel, { code: row.code, bridge_id: row.bridge_id }, tx)
  return row
}
