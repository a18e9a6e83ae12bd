import type { ReadGlb } from '@liren/contract/map/glb'
import type { Mesh, MeshState, MeshSummary } from '@liren/contract/map/mesh'
import type { MeshAnchor } from '@liren/contract/map/mesh-anchor'
import type { Bounds } from '@liren/contract/map/position'
import type { Stage } from '@liren/contract/map/stage'
import { refuse } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'

export interface RevisionRow extends Bounds, MeshAnchor {
  readonly revision: number
  readonly name: string
  readonly source: string
  readonly stage: Stage
  readonly taken_on: string
  readonly base: number
  readonly top: number
  readonly n_elements: number
  readonly n_triangles: number
  readonly n_bytes: number
  readonly digest: string
  readonly added_at: number
}

export interface MeshRow extends RevisionRow {
  readonly id: string
  readonly state: MeshState
  readonly place_id: string
  readonly place_path: string
  readonly place_name: string
  readonly used_revision: number
  readonly last_revision: number
  readonly version: number
}

export const revisionColumns = [
  'r.revision, r.name, r.source, r.stage, r.taken_on, r.longitude, r.latitude, r.elevation, r.heading, r.scale',
  'r.west, r.south, r.east, r.north, r.base, r.top, r.n_elements, r.n_triangles, r.n_bytes, r.digest, r.added_at',
].join(', ')
export const columns = `m.id, m.state, m.place_id, m.place_path, m.used_revision, m.last_revision, m.version, p.name AS place_name, ${revisionColumns}`
/** Shown as it counts, and as it came where nothing counts yet. */
const shown = 'CASE m.used_revision WHEN 0 THEN m.last_revision ELSE m.used_revision END'
const joined = (revision: string) =>
  `map_meshes m JOIN places p ON p.id = m.place_id JOIN map_mesh_revisions r ON r.mesh_id = m.id AND r.revision = ${revision}`
export const source = joined(shown)

export const presentRevision = (row: RevisionRow): Mesh['revisions'][number] => ({
  ...{ revision: row.revision, name: row.name, source: row.source, stage: row.stage, takenOn: row.taken_on },
  ...{ longitude: row.longitude, latitude: row.latitude, elevation: row.elevation, heading: row.heading, scale: row.scale },
  bounds: { west: row.west, south: row.south, east: row.east, north: row.north },
  ...{ base: row.base, top: row.top, count: row.n_elements, triangles: row.n_triangles, bytes: row.n_bytes, digest: row.digest },
  addedAt: new Date(Number(row.added_at)).toISOString(),
})

export const presentMesh = (row: MeshRow): MeshSummary => ({
  ...{ id: row.id, state: row.state, placeId: row.place_id, placeName: row.place_name },
  ...{ used: row.used_revision === 0 ? null : row.used_revision, latest: row.last_revision, version: row.version },
  ...presentRevision(row),
})

/** A model within reach, at one of its revisions; of any other nothing is known. */
export async function findMesh(kernel: Kernel, scope: Scope, id: string, revision?: number | 'latest', tx?: Tx): Promise<MeshRow> {
  const where = combine('AND', [underPlaces('m.place_path', scope.places), { sql: 'm.id = ?', params: [id] }])
  const from = revision === undefined ? source : joined(revision === 'latest' ? 'm.last_revision' : '?')
  const params = typeof revision === 'number' ? [revision, ...where.params] : where.params
  const statement = { sql: `SELECT ${columns} FROM ${from} WHERE ${where.sql}`, params }
  const [row] = await scopedRows<MeshRow>(kernel.store, scope, 'map_meshes', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** What of its elements is kept with the file: where each stands depends on the anchor. */
export type KeptElement = Pick<ReadGlb['elements'][number], 'key' | 'name' | 'low' | 'high' | 'triangles'>

export async function elementsOf(kernel: Kernel, id: string, digest: string, tx?: Tx): Promise<KeptElement[]> {
  const sql = 'SELECT elements FROM map_mesh_contents WHERE mesh_id = ? AND digest = ?'
  const [kept] = await kernel.store.rows<{ elements: string }>(sql, [id, digest], tx)
  return JSON.parse(kept?.elements ?? '[]') as KeptElement[]
}
