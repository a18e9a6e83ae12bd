import type { FilePlace } from '@liren/contract/archive/index'
import type { Kernel } from './kernel.ts'
import type { Tx } from './store/store.ts'

export type KnownPlace = FilePlace & { readonly gridId: string | null; readonly isRetired: boolean }

/** Places by id in one statement; retired ones too, because old files speak of them. */
export async function placesOf(kernel: Pick<Kernel, 'store'>, ids: readonly string[], tx?: Tx): Promise<Map<string, KnownPlace>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await kernel.store.rows<{
    id: string
    kind: string
    name: string
    full_name: string
    path: string
    floor: number | null
    grid_id: string | null
    is_retired: number
  }>(
    `SELECT id, kind, name, full_name, path, floor, grid_id, is_retired FROM places WHERE id IN (${wanted.map(() => '?').join(', ')})`,
    wanted,
    tx,
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        kind: row.kind,
        name: row.name,
        fullName: row.full_name,
        path: row.path,
        floor: row.floor,
        gridId: row.grid_id,
        isRetired: row.is_retired === 1,
      },
    ]),
  )
}

const steps: Readonly<Record<string, number>> = { house: 4, unit: 3, building: 2, area: 2 }

/** 枫林雅苑 · 3幢 · 1单元 · 1201 */
export const shortName = (place: Pick<FilePlace, 'fullName' | 'kind'> | undefined): string =>
  place
    ? place.fullName
        .split(' · ')
        .slice(-(steps[place.kind] ?? 1))
        .join(' · ')
    : ''
