import type { PlaceKind } from '@liren/contract/capabilities/place'
import { LRUCache } from 'lru-cache'
import type { Scope } from '../../kernel/http/route.ts'
import { gridPaths } from '../../kernel/identity/access.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** What other capabilities may ask of the place tree. */
export interface Estate {
  readonly id: string
  readonly path: string
  readonly name: string
}

export interface PlaceForCase {
  readonly id: string
  readonly kind: string
  readonly path: string
  /** 枫林雅苑 · 3幢 · 1单元 · 1201 */
  readonly label: string
  readonly estateId: string | null
  readonly houseId: string | null
}

const freshMs = 5_000
const kept = new WeakMap<Kernel, { at: number; estates: readonly Estate[] }>()

/** All estates; some hundreds at most, read by nearly every request, so kept for some seconds. */
async function allEstates(kernel: Kernel, tx?: Tx): Promise<readonly Estate[]> {
  const now = kernel.clock.now()
  const before = kept.get(kernel)
  if (before && now - before.at < freshMs) return before.estates
  const sql = "SELECT id, path, name FROM places WHERE kind = 'estate' AND is_retired = 0 ORDER BY path"
  const estates = await kernel.store.rows<Estate>(sql, [], tx)
  kept.set(kernel, { at: now, estates })
  return estates
}

/** Estates that lie at or under one of these paths. */
export async function estatesUnder(kernel: Kernel, paths: readonly string[], tx?: Tx): Promise<Estate[]> {
  return (await allEstates(kernel, tx)).filter((estate) => paths.some((path) => estate.path.startsWith(path)))
}

/** The same, and the estates in which one of these paths lies. */
export async function estatesTouching(kernel: Kernel, paths: readonly string[], tx?: Tx): Promise<Estate[]> {
  return (await allEstates(kernel, tx)).filter((estate) =>
    paths.some((path) => estate.path.startsWith(path) || path.startsWith(estate.path)),
  )
}

interface CaseRow {
  readonly id: string
  readonly kind: string
  readonly path: string
  readonly full_name: string
}
const cases = new WeakMap<Kernel, LRUCache<string, { at: number; row: CaseRow }>>()

/** Kept as long as the estates are; most reports are made where somebody has just looked at something else. */
async function caseRow(kernel: Kernel, id: string, tx: Tx | undefined): Promise<CaseRow | undefined> {
  const rows = cases.get(kernel) ?? new LRUCache<string, { at: number; row: CaseRow }>({ max: 5000 })
  cases.set(kernel, rows)
  const now = kernel.clock.now()
  const before = rows.get(id)
  if (before && now - before.at < freshMs) return before.row
  const sql = 'SELECT id, kind, path, full_name FROM places WHERE id = ? AND is_retired = 0'
  const [row] = await kernel.store.rows<CaseRow>(sql, [id], tx)
  if (row) rows.set(id, { at: now, row })
  else rows.delete(id)
  return row
}

/** Where a case happens; undefined when the place is unknown or retired. */
export async function placeForCase(kernel: Kernel, id: string, tx?: Tx): Promise<PlaceForCase | undefined> {
  const row = await caseRow(kernel, id, tx)
  if (!row) return undefined
  const estate = (await allEstates(kernel, tx)).find((candidate) => row.path.startsWith(candidate.path))
  const parts = row.full_name.split(' · ')
  const from = estate ? parts.indexOf(estate.name) : -1
  return {
    id: row.id,
    kind: row.kind,
    path: row.path,
    label: (from >= 0 ? parts.slice(from) : parts.slice(-3)).join(' · ').slice(0, 160),
    estateId: estate?.id ?? null,
    houseId: row.kind === 'house' ? row.id : null,
  }
}

export interface KnownPlace {
  readonly id: string
  readonly kind: PlaceKind
  readonly name: string
  readonly fullName: string
  readonly path: string
  readonly gridId: string | null
  readonly isRetired: boolean
}

/** Places by id, retired ones too: the past speaks of them. */
export async function placesById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, KnownPlace>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await kernel.store.rows<{
    id: string
    kind: PlaceKind
    name: string
    full_name: string
    path: string
    grid_id: string | null
    is_retired: number
  }>(
    `SELECT id, kind, name, full_name, path, grid_id, is_retired FROM places WHERE id IN (${wanted.map(() => '?').join(', ')})`,
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
        gridId: row.grid_id,
        isRetired: row.is_retired === 1,
      },
    ]),
  )
}

/** A building or estate by its path; a grid by its own and by what stands in it. */
export async function pathsWithin(kernel: Kernel, placeId: string, tx?: Tx): Promise<readonly string[]> {
  const place = await placeById(kernel, placeId, tx)
  if (place === undefined) return []
  return place.kind === 'grid' ? [place.path, ...((await gridPaths(kernel, [place.id], tx)).get(place.id) ?? [])] : [place.path]
}

/** The communities that the asker’s places lie in or hold. */
export async function communitiesTouching(
  kernel: Kernel,
  { places }: Pick<Scope, 'places'>,
): Promise<Pick<KnownPlace, 'id' | 'name' | 'path'>[]> {
  const touching = combine('OR', [underPlaces('path', places), among('path', [...new Set(places.flatMap(pathsAbove))])])
  return kernel.store.rows(
    `SELECT id, name, path FROM places WHERE ${touching.sql} AND kind = 'community' AND is_retired = 0 ORDER BY path LIMIT 200`,
    touching.params,
  )
}

export const placeById = async (kernel: Kernel, id: string, tx?: Tx): Promise<KnownPlace | undefined> =>
  (await placesById(kernel, [id], tx)).get(id)

/** `/a/b/c/` → `/a/`, `/a/b/`, `/a/b/c/`: whoever covers one of these covers the place. */
export function pathsAbove(path: string): string[] {
  const steps = path.split('/').filter((step) => step !== '')
  return steps.map((_, i) => `/${steps.slice(0, i + 1).join('/')}/`)
}

/** The place and everything it lies in, from the city down. */
export function placesAbove(kernel: Kernel, path: string, tx?: Tx): Promise<Pick<KnownPlace, 'id' | 'kind' | 'name' | 'path'>[]> {
  const paths = pathsAbove(path)
  return kernel.store.rows(
    `SELECT id, kind, name, path FROM places WHERE path IN (${paths.map(() => '?').join(', ')}) ORDER BY path`,
    paths,
    tx,
  )
}

/** Each of these places with everything it lies in: from the city down to itself, and the grids that any of it belongs to. */
export async function placesAround(
  kernel: Kernel,
  ids: readonly string[],
  tx?: Tx,
): Promise<Map<string, Pick<KnownPlace, 'id' | 'path'>[]>> {
  const places = await placesById(kernel, ids, tx)
  if (places.size === 0) return new Map()
  const above = among('p.path', [...new Set([...places.values()].flatMap(({ path }) => pathsAbove(path)))])
  const rows = await kernel.store.rows<{ id: string; path: string; grid_id: string | null; grid_path: string | null }>(
    `SELECT p.id, p.path, g.id AS grid_id, g.path AS grid_path FROM places p LEFT JOIN places g ON g.id = p.grid_id WHERE ${above.sql} ORDER BY p.path`,
    above.params,
    tx,
  )
  const around = ({ path }: KnownPlace) =>
    rows
      .filter((row) => path.startsWith(row.path))
      .flatMap(({ id, path: own, grid_id, grid_path }) => [
        { id, path: own },
        ...(grid_id !== null && grid_path !== null ? [{ id: grid_id, path: grid_path }] : []),
      ])
  return new Map([...places.values()].map((place) => [place.id, around(place)]))
}

export interface BuildingHouses {
  readonly units: { id: string | null; name: string }[]
  /** Top floor first. */
  readonly floors: number[]
  readonly houses: readonly {
    readonly id: string
    readonly name: string
    readonly path: string
    readonly unitId: string | null
    readonly floor: number
  }[]
}

/** A building taken apart: its units side by side, its floors on top of each other, every house in one of each. */
export async function housesOf(kernel: Kernel, building: Pick<KnownPlace, 'id' | 'name' | 'path'>, tx?: Tx): Promise<BuildingHouses> {
  type Row = { id: string; kind: string; name: string; path: string; parent_id: string | null; floor: number | null }
  const under = underPlaces('path', [building.path])
  const rows = await kernel.store.rows<Row>(
    `SELECT id, kind, name, path, parent_id, floor FROM places WHERE ${under.sql} AND is_retired = 0 AND kind IN ('unit', 'house') ORDER BY sort, id`,
    under.params,
    tx,
  )
  const units = rows.filter(({ kind }) => kind === 'unit').map(({ id, name }) => ({ id: id as string | null, name }))
  const houses = rows
    .filter(({ kind }) => kind === 'house')
    .map(({ id, name, path, parent_id, floor }) => ({
      ...{ id, name, path, unitId: parent_id === building.id ? null : parent_id, floor: floor ?? floorOf(name) },
    }))
  return {
    units: houses.some(({ unitId }) => unitId === null) ? [{ id: null, name: building.name }, ...units] : units,
    floors: [...new Set(houses.map(({ floor }) => floor))].sort((a, b) => b - a),
    houses,
  }
}

/** 1201 is on the twelfth floor when nobody said otherwise. */
const floorOf = (name: string): number => Number(/^(\d{1,2})\d{2}$/.exec(name)?.[1] ?? 1)
