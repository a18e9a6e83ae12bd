import { refuseWith } from '../../kernel/errors.ts'
import { rewriteAccessPaths } from '../../kernel/identity/assign.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Store, Tx } from '../../kernel/store/store.ts'
import { longestPath, placeErrors } from './policy.ts'
import type { PlaceRow } from './row.ts'

const joined = (store: Store, a: string, b: string) => (store.dialect === 'mysql' ? `CONCAT(${a}, ${b})` : `(${a} || ${b})`)
const lengthOf = (text: string) => [...text].length
const afterAllUnder = (path: string) => `${path.slice(0, -1)}0`

/** `column` with its beginning replaced: takes the new beginning, and where the rest starts. */
const rebased = (store: Store, column: string) => joined(store, '?', `SUBSTR(${column}, ?)`)

/** A new name shows in the full names of everything under it. */
export async function renameUnder(kernel: Kernel, row: PlaceRow, name: string, tx: Tx): Promise<void> {
  const fullName = row.full_name.slice(0, row.full_name.length - row.name.length) + name
  await kernel.store.run(
    `UPDATE places SET full_name = ${rebased(kernel.store, 'full_name')} WHERE path >= ? AND path < ?`,
    [fullName, lengthOf(row.full_name) + 1, row.path, afterAllUnder(row.path)],
    tx,
  )
}

/** Moves a subtree: the places, whatever else carries their paths, and the rights held there. */
export async function moveUnder(kernel: Kernel, row: PlaceRow, to: { path: string; fullName: string }, tx: Tx): Promise<void> {
  const { store } = kernel
  const range = [row.path, afterAllUnder(row.path)]
  const [longest] = await store.rows<{ n: number }>('SELECT MAX(LENGTH(path)) AS n FROM places WHERE path >= ? AND path < ?', range, tx)
  if (Number(longest?.n ?? 0) - row.path.length + to.path.length > longestPath) throw refuseWith(placeErrors, 'place.path-too-long')
  await store.run(
    `UPDATE places SET full_name = ${rebased(store, 'full_name')}, path = ${rebased(store, 'path')} WHERE path >= ? AND path < ?`,
    [to.fullName, lengthOf(row.full_name) + 1, to.path, row.path.length + 1, ...range],
    tx,
  )
  for (const table of placedTables(kernel))
    await store.run(
      `UPDATE ${table} SET place_path = ${rebased(store, 'place_path')} WHERE place_path >= ? AND place_path < ?`,
      [to.path, row.path.length + 1, ...range],
      tx,
    )
  await leaveForeignGrids(kernel, to.path, tx)
  await rewriteAccessPaths(kernel, row.path, to.path, tx)
}

/** A grid divides one community: what moved into another one belongs to no grid until somebody says to which. */
async function leaveForeignGrids(kernel: Kernel, path: string, tx: Tx): Promise<void> {
  const range = [path, afterAllUnder(path)]
  const grids = await kernel.store.rows<{ id: string; path: string; code: string }>(
    'SELECT DISTINCT g.id, g.path, g.code FROM places p JOIN places g ON g.id = p.grid_id WHERE p.path >= ? AND p.path < ?',
    range,
    tx,
  )
  for (const grid of grids) {
    const community = grid.path.slice(0, -(grid.code.length + 1))
    if (path.startsWith(community)) continue
    await kernel.store.run('UPDATE places SET grid_id = NULL WHERE grid_id = ? AND path >= ? AND path < ?', [grid.id, ...range], tx)
  }
}

const placedTables = (kernel: Kernel): string[] => [
  ...new Set(kernel.surface.capabilities.flatMap((capability) => capability.placedTables ?? [])),
]
