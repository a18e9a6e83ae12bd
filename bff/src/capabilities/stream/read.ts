import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, startsWith } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere } from '../device/read.ts'
import type { StreamRow } from './row.ts'

export { listenFor } from './listen.ts'
export type { StreamRow as KnownStream } from './row.ts'

/** Windows that rules speak of, also those that were deleted since. */
export async function streamsById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, StreamRow>> {
  if (ids.length === 0) return new Map()
  const where = among('id', [...new Set(ids)])
  const rows = await unscoped<StreamRow>(
    kernel.store,
    'rules work for the house itself',
    { sql: `SELECT * FROM streams WHERE ${where.sql}`, params: where.params },
    tx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The devices that a window hears. */
export const heardBy = (row: Pick<StreamRow, 'product_id' | 'place_path' | 'group_id'>): Condition =>
  combine('AND', [
    { sql: 'product_id = ?', params: [row.product_id] },
    startsWith('place_path', row.place_path),
    ...(row.group_id === null
      ? []
      : [{ sql: 'id IN (SELECT device_id FROM device_group_members WHERE group_id = ?)', params: [row.group_id] }]),
  ])

/** Fewer homes than this can be told apart in what they come to together. */
const leastHomes = 3
const mostLooked = 2000

/**
 * Whether a figure over so many devices of a place is kept back: sums of three homes and more are shown, as on the
 * energy page; the least and the greatest value is always that of one home.
 */
export async function shieldOf(kernel: Kernel, row: StreamRow, tx?: Tx): Promise<(devices: number) => boolean> {
  const devices = await devicesWhere(kernel, heardBy(row), mostLooked, tx)
  const homes = devices.filter((one) => one.isOfOneHome).length
  if (homes === 0) return () => false
  const tellsOne = row.take === 'least' || row.take === 'most'
  return (count) => tellsOne || count - (devices.length - homes) < leastHomes
}
