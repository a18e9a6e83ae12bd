import type { NoticeBrief } from '@liren/contract/capabilities/notice'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { cappedCount } from '../../kernel/store/page.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import { listNotices } from './list.ts'

/** The newest that this person reads at a place. */
export const latestNotices = async (
  kernel: Kernel,
  principal: Principal,
  placeId: string,
  limit: number,
): Promise<readonly NoticeBrief[]> => (await listNotices(kernel, principal, { placeId, limit, shelf: 'current' })).items

/** How many wait for a review at or under a place. */
export async function noticesWaiting(kernel: Kernel, path: string): Promise<number> {
  const here = underPlaces('place_path', [path])
  const count = cappedCount({ sql: `FROM notices WHERE ${here.sql} AND state = 'submitted'`, params: here.params }, 100)
  const [row] = await unscoped<{ n: number }>(kernel.store, 'counted for whoever keeps the place', count)
  return Number(row?.n ?? 0)
}
