import type { Kernel } from '../../kernel/kernel.ts'
import { cappedCount } from '../../kernel/store/page.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'

/** How many spaces to park there are at a place. */
export async function parkingSpacesAt(kernel: Kernel, path: string): Promise<number> {
  const here = underPlaces('place_path', [path])
  const count = cappedCount({ sql: `FROM parking_spaces WHERE ${here.sql} AND state = 'active'`, params: here.params }, 10_000)
  const [row] = await unscoped<{ n: number }>(kernel.store, 'counted for whoever keeps the place', count)
  return Number(row?.n ?? 0)
}
