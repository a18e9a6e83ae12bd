import type { QueryOf } from '@liren/contract'
import type { Mesh, meshEndpoints } from '@liren/contract/map/mesh'
import { standingOf } from '@liren/contract/map/mesh-anchor'
import { refuse } from '../../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { pathWithin } from '../features.ts'
import {
  columns,
  elementsOf,
  findMesh,
  type MeshRow,
  presentMesh,
  presentRevision,
  type RevisionRow,
  revisionColumns,
  source,
} from './row.ts'

/** So many revisions are shown; older ones stay in the audit trail. */
const mostRevisions = 20

/** The models within reach, the newest first. */
export async function listMeshes(kernel: Kernel, scope: Scope, query: QueryOf<typeof meshEndpoints.meshes>) {
  const { cursor, limit = 50, state, placeId } = query
  const keys = keyset({ cursor }, ['m.id desc'], { state, placeId })
  const where = combine('AND', [
    keys.seek(),
    underPlaces('m.place_path', placeId === undefined ? scope.places : [await pathWithin(kernel, scope, placeId)]),
    ...(state === undefined ? [] : [{ sql: 'm.state = ?', params: [state] }]),
  ])
  const rows = await scopedRows<MeshRow>(kernel.store, scope, 'map_meshes', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentMesh) }
}

/** One model with what is in it, where each of that stands, and the revisions it had. */
export async function meshById(kernel: Kernel, scope: Scope, id: string, revision?: number | 'latest', tx?: Tx): Promise<Mesh> {
  const row = await findMesh(kernel, scope, id, revision, tx)
  const elements = await elementsOf(kernel, id, row.digest, tx)
  const revisions = await kernel.store.rows<RevisionRow>(
    `SELECT ${revisionColumns} FROM map_mesh_revisions r WHERE r.mesh_id = ? ORDER BY r.revision DESC LIMIT ${mostRevisions}`,
    [id],
    tx,
  )
  return {
    ...presentMesh(row),
    elements: elements.map(({ key, name, triangles, low, high }) => {
      const { at, base, top } = standingOf(row, low, high)
      return { key, name, longitude: at[0], latitude: at[1], base, top, triangles }
    }),
    revisions: revisions.map(presentRevision),
  }
}

/** The file as it was imported; its digest is its tag, and who may have it is asked every time. */
export async function sendMesh(kernel: Kernel, { koa, scope }: RequestContext, id: string, revision?: number): Promise<void> {
  const { digest } = await findMesh(kernel, scope, id, revision)
  koa.status = 200
  koa.type = 'model/gltf-binary'
  koa.set('cache-control', 'private, no-cache')
  koa.set('etag', `"${digest}"`)
  if (koa.fresh) {
    koa.status = 304
    return
  }
  const [row] = await kernel.store.rows<{ content: Buffer }>('SELECT content FROM map_mesh_contents WHERE mesh_id = ? AND digest = ?', [
    id,
    digest,
  ])
  if (!row) throw refuse('not-found')
  koa.body = Buffer.from(row.content)
}
