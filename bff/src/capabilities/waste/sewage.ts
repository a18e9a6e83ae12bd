import { dayOf } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import type { ToldEvent } from '../device/read.ts'
import { kilos, numberOf } from './row.ts'

/** What flowed off since it was told last; a total that fell belongs to another meter in the same place and only begins. */
export async function countSewage(kernel: Kernel, told: ToldEvent, tx: Tx): Promise<void> {
  const total = numberOf(told.values.totalM3)
  if (total === null) return
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const [last] = await unscoped<{ total: number; read_at: number }>(
    kernel.store,
    'a meter counts for the house, whoever reads it',
    { sql: `SELECT total, read_at FROM waste_sewage WHERE device_id = ? ORDER BY day DESC LIMIT 1${lock}`, params: [told.deviceId] },
    tx,
  )
  if (last && told.at <= Number(last.read_at)) return
  const used = last && total >= Number(last.total) ? kilos(total - Number(last.total)) : 0
  const day = dayOf(told.at, kernel.config.LIREN_TIME_ZONE)
  const row = {
    device_id: told.deviceId,
    day,
    place_path: told.placePath,
    used,
    total,
    flow: numberOf(told.values.flowM3h),
    read_at: told.at,
  }
  await upsertRows(kernel.store, 'waste_sewage', ['device_id', 'day'], [row], tx, ['used'])
}
