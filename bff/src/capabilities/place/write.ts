import type { BodyOf } from '@liren/contract'
import { type place as contract, type PlaceKind, placeChildren } from '@liren/contract/capabilities/place'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { announceEverybody } from '../../kernel/identity/assign.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { indexName } from '../../kernel/store/ddl/index-name.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { isUniqueViolation } from '../../kernel/store/store-error.ts'
import { renameUnder } from './paths.ts'
import { longestPath, placeErrors } from './policy.ts'
import type { PlaceRow } from './row.ts'

type Draft = BodyOf<typeof contract.endpoints.create>
type Change = BodyOf<typeof contract.endpoints.update>

/** Holds the row until the transaction ends, so that nothing is put under a place that is just being retired. */
export async function lockPlace(kernel: Kernel, id: string, tx: Tx): Promise<PlaceRow> {
  await kernel.store.run('UPDATE places SET version = version WHERE id = ?', [id], tx)
  const [row] = await kernel.store.rows<PlaceRow>('SELECT * FROM places WHERE id = ?', [id], tx)
  if (!row || row.is_retired === 1) throw refuse('not-found')
  return row
}

export async function createPlace(kernel: Kernel, draft: Draft, parent: PlaceRow | undefined, tx: Tx): Promise<string> {
  assertChild(parent?.kind, draft.kind)
  const path = `${parent?.path ?? '/'}${draft.code}/`
  if (path.length > longestPath) throw refuseWith(placeErrors, 'place.path-too-long')
  const gridId = draft.gridId ?? parent?.grid_id ?? null
  await assertGrid(kernel, gridId, path, tx)
  const id = kernel.ids.next()
  await coded(() =>
    insert(
      kernel.store,
      'places',
      {
        id,
        parent_id: parent?.id ?? null,
        kind: draft.kind,
        code: draft.code,
        name: draft.name,
        path,
        full_name: parent ? `${parent.full_name} · ${draft.name}` : draft.name,
        sort: draft.sort ?? 0,
        grid_id: gridId,
        floor: draft.floor ?? null,
        area: draft.area ?? null,
        longitude: draft.longitude ?? null,
        latitude: draft.latitude ?? null,
        address_code: draft.addressCode ?? null,
        created_at: kernel.clock.now(),
      },
      tx,
    ),
  )
  return id
}

export async function updatePlace(kernel: Kernel, row: PlaceRow, change: Change, tx: Tx): Promise<void> {
  const { version, ...wanted } = change
  if (wanted.gridId) await assertGrid(kernel, wanted.gridId, row.path, tx)
  const columns: Record<string, SqlValue | undefined> = {
    name: wanted.name,
    sort: wanted.sort,
    grid_id: wanted.gridId,
    floor: wanted.floor,
    area: wanted.area,
    longitude: wanted.longitude,
    latitude: wanted.latitude,
    address_code: wanted.addressCode,
  }
  const changed = Object.entries(columns).filter((entry): entry is [string, SqlValue] => entry[1] !== undefined)
  const sets = [...changed.map(([column]) => `${column} = ?`), 'version = version + 1']
  const count = await kernel.store.run(
    `UPDATE places SET ${sets.join(', ')} WHERE id = ? AND version = ? AND is_retired = 0`,
    [...changed.map(([, value]) => value), row.id, version],
    tx,
  )
  if (count !== 1) throw refuse('stale')
  if (wanted.name !== undefined && wanted.name !== row.name) await renameUnder(kernel, row, wanted.name, tx)
  if (wanted.gridId !== undefined && wanted.gridId !== row.grid_id) await takeGridAlong(kernel, row, wanted.gridId, tx)
}

/** Retired places keep their row and their code: what happened there still has an address. */
export async function retirePlace(kernel: Kernel, row: PlaceRow, version: number, tx: Tx): Promise<void> {
  const count = await kernel.store.run(
    'UPDATE places SET is_retired = 1, version = version + 1 WHERE id = ? AND version = ? AND is_retired = 0',
    [row.id, version],
    tx,
  )
  if (count !== 1) throw refuse('stale')
  const uses = [
    'SELECT id FROM places WHERE parent_id = ? AND is_retired = 0 LIMIT 1',
    'SELECT id FROM places WHERE grid_id = ? AND is_retired = 0 LIMIT 1',
    'SELECT id FROM role_assignments WHERE place_id = ? LIMIT 1',
    'SELECT id FROM departments WHERE place_id = ? AND is_retired = 0 LIMIT 1',
  ]
  for (const sql of uses) if ((await kernel.store.rows(sql, [row.id], tx)).length > 0) throw refuseWith(placeErrors, 'place.in-use')
  if (await isLivedIn(kernel, row.id, tx)) throw refuseWith(placeErrors, 'place.in-use')
}

const isLivedIn = async (kernel: Kernel, id: string, tx: Tx): Promise<boolean> => {
  const sql = "SELECT id FROM household_members WHERE house_id = ? AND state IN ('active', 'invited') LIMIT 1"
  return (await unscoped(kernel.store, 'a house that is lived in stays, whoever asks', { sql, params: [id] }, tx)).length > 0
}

export function assertChild(parent: PlaceKind | undefined, child: PlaceKind): void {
  const fits = parent === undefined ? child === 'city' : placeChildren[parent].includes(child)
  if (!fits) throw refuseWith(placeErrors, 'place.wrong-parent')
}

/** A grid divides its own community, not another one. */
async function assertGrid(kernel: Kernel, gridId: string | null, path: string, tx: Tx): Promise<void> {
  if (gridId === null) return
  const [grid] = await kernel.store.rows<PlaceRow>("SELECT * FROM places WHERE id = ? AND kind = 'grid' AND is_retired = 0", [gridId], tx)
  const community = grid?.path.slice(0, -(grid.code.length + 1))
  if (community === undefined || !path.startsWith(community))
    throw refuse('request.invalid', {
      faults: [{ path: 'body.gridId', zh: '没有这个网格，或不属于同一社区', en: 'No such grid in this community' }],
    })
}

/** Everything under a place follows it into another grid, unless it had one of its own. */
async function takeGridAlong(kernel: Kernel, row: PlaceRow, gridId: string | null, tx: Tx): Promise<void> {
  const same = row.grid_id === null ? 'grid_id IS NULL' : 'grid_id = ?'
  announceEverybody(kernel, tx)
  await kernel.store.run(
    `UPDATE places SET grid_id = ? WHERE path > ? AND path < ? AND ${same}`,
    [gridId, row.path, `${row.path.slice(0, -1)}0`, ...(row.grid_id === null ? [] : [row.grid_id])],
    tx,
  )
}

export async function coded<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw isUniqueViolation(error, indexName('ux', 'places', ['path'])) ? refuseWith(placeErrors, 'place.code-taken') : error
  }
}
