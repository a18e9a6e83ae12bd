import { derivedSource } from '@liren/contract/archive/index'
import { buildingArchive } from '@liren/contract/capabilities/building'
import { gridArchive } from '@liren/contract/capabilities/grid'
import { houseArchive } from '@liren/contract/capabilities/house'
import type { Line, Position } from '@liren/contract/map/position'
import { isInside } from '@liren/contract/map/ring'
import { recordAll } from '../../engines/archive/history.ts'
import { liveKey } from '../../engines/archive/links.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { drawnBuildings, drawnGrids } from '../map/read.ts'
import { pathsAbove } from '../place/read.ts'

const why = 'a house lies in the grid that is drawn around it, whoever looks after either'
const batch = 200
const kind = 'in-grid'

interface HouseAt {
  readonly id: string
  readonly place_path: string
}

interface LinkAt {
  readonly id: string
  readonly from_id: string
  readonly to_id: string
  readonly source: string
}

/** Links every house at or under this path to the grid whose line runs around its building; says how many links changed. */
export async function settleHouses(kernel: Kernel, path: string, tx: Tx): Promise<number> {
  let changed = 0
  for (let after = ''; ; ) {
    const under = underPlaces('place_path', [path])
    const houses = await unscoped<HouseAt>(
      kernel.store,
      why,
      {
        sql: `SELECT id, place_path FROM ${houseArchive.table} WHERE state = 'active' AND ${under.sql} AND id > ? ORDER BY id LIMIT ${batch}`,
        params: [...under.params, after],
      },
      tx,
    )
    changed += await settle(kernel, houses, tx)
    if (houses.length < batch) return changed
    after = houses.at(-1)?.id ?? ''
  }
}

async function settle(kernel: Kernel, houses: readonly HouseAt[], tx: Tx): Promise<number> {
  if (houses.length === 0) return 0
  const above = [...new Set(houses.flatMap((house) => pathsAbove(house.place_path)))]
  const grids = await gridsAround(kernel, above, tx)
  const points = await pointsOfBuildings(kernel, above, tx)
  const links = await linksOf(kernel, houses, tx)
  let changed = 0
  for (const house of houses) {
    const own = links.filter(({ from_id }) => from_id === house.id)
    // what a person has said about this house counts more than a line on a map
    if (own.some(({ source }) => source !== derivedSource.code)) continue
    const at = pathsAbove(house.place_path).reduce<Position | undefined>((found, path) => points.get(path) ?? found, undefined)
    const wanted = at && grids.find((grid) => house.place_path.startsWith(grid.community) && isInside(at, grid.ring))?.fileId
    if (own.some(({ to_id }) => to_id === wanted)) continue
    for (const link of own) await end(kernel, link, tx)
    if (wanted !== undefined) await begin(kernel, house.id, wanted, tx)
    changed += own.length + (wanted === undefined ? 0 : 1)
  }
  return changed
}

interface GridAround {
  readonly fileId: string
  readonly community: string
  readonly ring: Line
}

/** Grids that have a file, with the line that was drawn on the map or, where there is none, the one that was typed. */
async function gridsAround(kernel: Kernel, above: readonly string[], tx: Tx): Promise<GridAround[]> {
  const at = among('path', above)
  const communities = (
    await kernel.store.rows<{ path: string }>(`SELECT path FROM places WHERE kind = 'community' AND ${at.sql}`, at.params, tx)
  ).map(({ path }) => path)
  if (communities.length === 0) return []
  const drawn = await drawnGrids(kernel, communities, tx)
  const under = underPlaces('place_path', communities)
  const files = await unscoped<HouseAt & { place_id: string; boundary: string | null }>(
    kernel.store,
    why,
    {
      sql: `SELECT id, place_id, place_path, boundary FROM ${gridArchive.table} WHERE state = 'active' AND ${under.sql} ORDER BY id`,
      params: under.params,
    },
    tx,
  )
  return files.flatMap(({ id, place_id, place_path, boundary }) => {
    const ring = drawn.get(place_id) ?? typed(boundary)
    const community = communities.find((path) => place_path.startsWith(path))
    return ring && community ? [{ fileId: id, community, ring }] : []
  })
}

/** The form took it, so it is a polygon. */
const typed = (boundary: string | null): Line | undefined =>
  boundary === null ? undefined : (JSON.parse(boundary) as { coordinates: Line[] }).coordinates[0]

/** Where buildings stand: as drawn, else as their files say. */
async function pointsOfBuildings(kernel: Kernel, above: readonly string[], tx: Tx): Promise<Map<string, Position>> {
  const at = among('place_path', above)
  const files = await unscoped<{ place_path: string; longitude: number; latitude: number }>(
    kernel.store,
    why,
    {
      sql: `SELECT place_path, longitude, latitude FROM ${buildingArchive.table} WHERE ${at.sql} AND state = 'active' AND longitude IS NOT NULL`,
      params: at.params,
    },
    tx,
  )
  const said = files.map(({ place_path, longitude, latitude }): [string, Position] => [place_path, [longitude, latitude]])
  return new Map([...said, ...(await drawnBuildings(kernel, above, tx))])
}

function linksOf(kernel: Kernel, houses: readonly HouseAt[], tx: Tx): Promise<LinkAt[]> {
  const from = among(
    'from_id',
    houses.map(({ id }) => id),
  )
  const sql = `SELECT id, from_id, to_id, source FROM archive_links WHERE kind = ? AND ended_on IS NULL AND ${from.sql}`
  return unscoped<LinkAt>(kernel.store, why, { sql, params: [kind, ...from.params] }, tx)
}

const today = (kernel: Kernel) => dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)

async function begin(kernel: Kernel, houseId: string, gridId: string, tx: Tx): Promise<void> {
  const link = { kind, from_id: houseId, to_id: gridId }
  const isNew = await insertOnce(
    kernel.store,
    'archive_links',
    {
      ...{ id: kernel.ids.next(), ...link, role: null, from_archive: houseArchive.name, to_archive: gridArchive.name },
      ...{ started_on: today(kernel), ended_on: null, source: derivedSource.code, note: null, entered_at: kernel.clock.now() },
      ...{ entered_by: null, live_key: liveKey(link), version: 1 },
    },
    tx,
  )
  if (isNew) await tell(kernel, link, 'linked', tx)
}

async function end(kernel: Kernel, { id, from_id, to_id }: LinkAt, tx: Tx): Promise<void> {
  const ended = await kernel.store.run(
    'UPDATE archive_links SET ended_on = ?, live_key = NULL, version = version + 1 WHERE id = ? AND ended_on IS NULL',
    [today(kernel), id],
    tx,
  )
  if (ended === 1) await tell(kernel, { from_id, to_id }, 'unlinked', tx)
}

/** Both files tell of it, as they do of links that people enter. */
async function tell(kernel: Kernel, link: { from_id: string; to_id: string }, action: 'linked' | 'unlinked', tx: Tx): Promise<void> {
  const step = (fileId: string, other: string) => {
    const [before, after] = action === 'linked' ? [null, other] : [other, null]
    return { fileId, by: null, action, version: 0, changes: [{ field: kind, before, after }], source: derivedSource.code }
  }
  await recordAll(kernel, houseArchive, [step(link.from_id, `${gridArchive.name}:${link.to_id}`)], tx)
  await recordAll(kernel, gridArchive, [step(link.to_id, `${houseArchive.name}:${link.from_id}`)], tx)
}
