import type { BodyOf } from '@liren/contract'
import { type lifeEndpoints, lifeErrors, lifeKeyOfIfc, lifeKeyOfPlace, mostStageEntries } from '@liren/contract/map/life'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { RequestContext } from '../../../kernel/http/route.ts'
import { insert } from '../../../kernel/identity/sql.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import { attachFiles, detachFiles } from '../../file/read.ts'
import { type KnownPlace, placeById } from '../../place/read.ts'
import { newestElements } from '../ifc/row.ts'
import { findBuilding } from './building.ts'
import { type EntryRow, findEntry, stageFiles } from './row.ts'

type Writing = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'now'>

/** Attaches a document or a state of a stage to a building, or to an element of it. */
export async function addEntry(
  kernel: Kernel,
  ctx: Writing,
  buildingId: string,
  { element, fileId, state, note, takenOn, ...told }: BodyOf<typeof lifeEndpoints.addStageEntry>,
): Promise<EntryRow> {
  const building = await findBuilding(kernel, ctx.scope, buildingId, ctx.tx)
  if ((fileId === undefined) === (state === undefined)) throw refuseWith(lifeErrors, 'map.stage-what')
  const within = combine('AND', [{ sql: 'building_id = ?', params: [building.id] }, underPlaces('place_path', ctx.scope.places)])
  const counted = { sql: `SELECT COUNT(*) AS n FROM map_stage_entries WHERE ${within.sql}`, params: within.params }
  const [known] = await scopedRows<{ n: number }>(kernel.store, ctx.scope, 'map_stage_entries', counted, ctx.tx)
  if (Number(known?.n) >= mostStageEntries) throw refuseWith(lifeErrors, 'map.stage-full')
  const key = element ?? lifeKeyOfPlace(building.id)
  const id = kernel.ids.next()
  const row = {
    ...{ id, building_id: building.id, place_path: building.path, ...told, kind: fileId === undefined ? 'state' : 'document' },
    ...{ state: state ?? null, note: note ?? null, taken_on: takenOn, file_id: fileId ?? null, added_at: ctx.now },
    ...{ element: key, element_name: await nameOf(kernel, ctx, building, key) },
  }
  await insert(kernel.store, 'map_stage_entries', row, ctx.tx)
  const files = { ids: fileId === undefined ? [] : [fileId], ownerId: ctx.principal.id, subject: stageFiles, subjectId: id }
  if (!(await attachFiles(kernel, { ...files, placePath: building.path }, ctx.tx))) throw refuseWith(lifeErrors, 'map.stage-file')
  return findEntry(kernel, ctx.scope, id, ctx.tx)
}

/** Nothing is attached to what is not there: a place within the building, or an element of its newest model. */
async function nameOf(kernel: Kernel, ctx: Writing, building: KnownPlace, key: string): Promise<string> {
  if (key.startsWith('place-')) {
    const place = await placeById(kernel, key.slice('place-'.length), ctx.tx)
    if (place && !place.isRetired && place.path.startsWith(building.path)) return place.name
  } else {
    const found = (await newestElements(kernel, building.id, ctx.tx)).find(({ guid }) => lifeKeyOfIfc(guid) === key)
    if (found) return found.name || found.guid
  }
  throw refuseWith(lifeErrors, 'map.stage-element')
}

/** Takes an entry away; its file goes with it unless another record has it. */
export async function removeEntry(kernel: Kernel, ctx: Writing, id: string, version: number): Promise<EntryRow> {
  const row = await findEntry(kernel, ctx.scope, id, ctx.tx)
  const removed = await kernel.store.run('DELETE FROM map_stage_entries WHERE id = ? AND version = ?', [id, version], ctx.tx)
  if (removed !== 1) throw refuse('stale')
  await detachFiles(kernel, stageFiles, id, ctx.tx)
  return row
}
