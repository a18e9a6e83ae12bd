import type { QueryOf } from '@liren/contract'
import type { Stage } from '@liren/contract/map/stage'
import {
  changesOf,
  mostOnTimeline,
  stagesOf,
  type Timeline,
  type TimelineItem,
  type TimelineKind,
  type timelineEndpoints,
} from '@liren/contract/map/timeline'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { type Condition, combine } from '../../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import { pathWithin } from '../features.ts'

interface ItemRow {
  readonly id: string
  readonly revision: number | null
  readonly name: string
  readonly stage: Stage | null
  readonly place_id: string
  readonly place_name: string
  readonly first: string | null
  readonly last: string | null
}

/** What has days within reach; of a given day only what stood on it. Each kind is read along its index, so far and no further. */
export async function timelineOf(
  kernel: Kernel,
  scope: Scope,
  { placeId, day }: QueryOf<typeof timelineEndpoints.timeline>,
): Promise<Timeline> {
  const places = placeId === undefined ? scope.places : [await pathWithin(kernel, scope, placeId)]
  const read = (table: string | undefined, alias: string, columns: string, from: string, where: readonly Condition[], order: string) => {
    const all = combine('AND', [underPlaces(`${alias}.place_path`, places), ...where])
    const sql = `SELECT ${columns}, p.name AS place_name FROM ${from} WHERE ${all.sql} ORDER BY ${order} LIMIT ${mostOnTimeline + 1}`
    // revisions of building models are narrowed by the same condition, and are no scoped table
    if (table === undefined) return kernel.store.rows<ItemRow>(sql, all.params)
    return scopedRows<ItemRow>(kernel.store, scope, table, { sql, params: all.params })
  }
  const [overlays, models, ifc] = await Promise.all([
    read(
      'map_overlays',
      'o',
      'o.id, NULL AS revision, o.name, o.stage, o.place_id, o.valid_from AS first, o.valid_to AS last',
      'map_overlays o JOIN places p ON p.id = o.place_id',
      [
        { sql: '(o.valid_from IS NOT NULL OR o.valid_to IS NOT NULL OR o.stage IS NOT NULL)', params: [] },
        ...standing('o.valid_from', 'o.valid_to', day),
      ],
      'o.place_path, o.valid_from, o.id',
    ),
    // a model stands as it counts, since the day of that revision
    read(
      'map_meshes',
      'm',
      'm.id, r.revision, r.name, r.stage, m.place_id, r.taken_on AS first, NULL AS last',
      'map_meshes m JOIN places p ON p.id = m.place_id JOIN map_mesh_revisions r ON r.mesh_id = m.id AND r.revision = m.used_revision',
      [{ sql: "m.state = 'used'", params: [] }, ...standing('r.taken_on', undefined, day)],
      'm.place_path, m.id',
    ),
    read(
      undefined,
      'r',
      'r.building_id AS id, r.revision, r.project AS name, r.stage, r.building_id AS place_id, r.taken_on AS first, r.valid_to AS last',
      'map_ifc_revisions r JOIN places p ON p.id = r.building_id',
      standing('r.taken_on', 'r.valid_to', day),
      'r.place_path, r.building_id, r.revision',
    ),
  ])
  const items = [...present('overlay', overlays), ...present('model', models), ...present('ifc', ifc)]
  const isCapped = [overlays, models, ifc].some((rows) => rows.length > mostOnTimeline)
  return { stages: stagesOf(items), changes: changesOf(items), items, isCapped }
}

function standing(first: string, last: string | undefined, day: string | undefined): Condition[] {
  if (day === undefined) return []
  return [first, last].flatMap((column, i) =>
    column === undefined ? [] : [{ sql: `(${column} IS NULL OR ${column} ${i === 0 ? '<=' : '>='} ?)`, params: [day] }],
  )
}

const present = (kind: TimelineKind, rows: readonly ItemRow[]): TimelineItem[] =>
  rows.slice(0, mostOnTimeline).map((row) => ({
    ...{ kind, id: row.id, revision: row.revision, name: row.name, stage: row.stage },
    ...{ placeId: row.place_id, placeName: row.place_name, from: row.first, to: row.last },
  }))
