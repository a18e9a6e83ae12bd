import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { countMembersWithin, type MemberReach } from '../household/read.ts'
import { type KnownPlace, pathsWithin } from '../place/read.ts'
import type { NoticeRow } from './row.ts'

/** Where it is read: the places that were named and, of a grid, the buildings that stand in it. */
export async function writePlaces(
  kernel: Kernel,
  noticeId: string,
  places: readonly Pick<KnownPlace, 'id' | 'path'>[],
  tx: Tx,
): Promise<void> {
  await kernel.store.run('DELETE FROM notice_places WHERE notice_id = ?', [noticeId], tx)
  for (const place of places) {
    await insertOnce(kernel.store, 'notice_places', { notice_id: noticeId, place_path: place.path, place_id: place.id, is_named: 1 }, tx)
    for (const path of await pathsWithin(kernel, place.id, tx))
      if (path !== place.path)
        await insertOnce(kernel.store, 'notice_places', { notice_id: noticeId, place_path: path, place_id: place.id, is_named: 0 }, tx)
  }
}

/** Whose households it is for; nobody's when it is for staff. */
export async function membersFor(kernel: Kernel, row: Pick<NoticeRow, 'id' | 'audience'>, tx?: Tx): Promise<MemberReach> {
  const places = await kernel.store.rows<{ place_path: string }>('SELECT place_path FROM notice_places WHERE notice_id = ?', [row.id], tx)
  return {
    paths: row.audience === 'staff' ? [] : places.map(({ place_path }) => place_path),
    ...(row.audience === 'owners' ? { relation: 'owner' as const } : {}),
  }
}

export const reachOf = async (kernel: Kernel, row: Pick<NoticeRow, 'id' | 'audience'>, tx?: Tx): Promise<number> =>
  countMembersWithin(kernel, await membersFor(kernel, row, tx), tx)
