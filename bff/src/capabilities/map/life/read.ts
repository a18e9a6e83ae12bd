import type { QueryOf } from '@liren/contract'
import { type lifeEndpoints, lifeKeyOfIfc, lifeKeyOfPlace } from '@liren/contract/map/life'
import { type Stage, stageNames } from '@liren/contract/map/stage'
import type { Principal, Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { among, combine } from '../../../kernel/store/condition.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import { fileLinks } from '../../file/read.ts'
import { newestElements } from '../ifc/row.ts'
import { findBuilding } from './building.ts'
import { columns, type EntryRow, presentEntry } from './row.ts'

/** What is attached to a building and its elements, the newest first. */
export async function listEntries(
  kernel: Kernel,
  principal: Principal,
  scope: Scope,
  buildingId: string,
  query: QueryOf<typeof lifeEndpoints.stageEntries>,
) {
  const { cursor, limit = 50, stage, element } = query
  const building = await findBuilding(kernel, scope, buildingId)
  const keys = keyset({ cursor }, ['e.taken_on desc', 'e.id desc'], { buildingId, stage, element })
  const where = combine('AND', [
    { sql: 'e.building_id = ?', params: [building.id] },
    ...(stage === undefined ? [] : [{ sql: 'e.stage = ?', params: [stage] }]),
    ...(element === undefined ? [] : [among('e.element', await sameElement(kernel, building.id, element))]),
    underPlaces('e.place_path', scope.places),
    keys.seek(),
  ])
  const rows = await scopedRows<EntryRow>(kernel.store, scope, 'map_stage_entries', {
    sql: `SELECT ${columns} FROM map_stage_entries e WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.taken_on, row.id])
  const link = fileLinks(kernel, principal, kernel.clock.now())
  return { ...page, items: page.items.map((row) => presentEntry(row, link)) }
}

/** A house and the space of the model that it is are one thing: what hangs on either is shown with both. */
async function sameElement(kernel: Kernel, buildingId: string, key: string): Promise<string[]> {
  const elements = await newestElements(kernel, buildingId)
  const twins = elements.flatMap(({ guid, placeId }) => (placeId === null ? [] : [[lifeKeyOfIfc(guid), lifeKeyOfPlace(placeId)] as const]))
  return [...new Set([key, ...twins.filter((pair) => pair.includes(key)).flat()])]
}

/** How much there is of each stage, so that the page says it before it is opened. */
export async function countStages(kernel: Kernel, scope: Scope, buildingId: string) {
  const building = await findBuilding(kernel, scope, buildingId)
  const where = combine('AND', [{ sql: 'building_id = ?', params: [building.id] }, underPlaces('place_path', scope.places)])
  const rows = await scopedRows<{ stage: Stage; n: number }>(kernel.store, scope, 'map_stage_entries', {
    sql: `SELECT stage, COUNT(*) AS n FROM map_stage_entries WHERE ${where.sql} GROUP BY stage`,
    params: where.params,
  })
  const counts = new Map(rows.map(({ stage, n }) => [stage, Number(n)]))
  return { placeId: building.id, name: building.name, stages: stageNames.map((stage) => ({ stage, count: counts.get(stage) ?? 0 })) }
}
