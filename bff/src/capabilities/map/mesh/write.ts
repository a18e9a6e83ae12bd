import type { BodyOf, QueryOf } from '@liren/contract'
import type { ReadGlb } from '@liren/contract/map/glb'
import { type meshEndpoints, meshErrors } from '@liren/contract/map/mesh'
import { type MeshAnchor, standingOf } from '@liren/contract/map/mesh-anchor'
import { metresApart } from '@liren/contract/map/position'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { RequestContext } from '../../../kernel/http/route.ts'
import { insert } from '../../../kernel/identity/sql.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { placeById } from '../../place/read.ts'
import { isFar } from '../anchors.ts'
import type { ReceivedMesh } from './receive.ts'
import { elementsOf, findMesh, type KeptElement, type MeshRow } from './row.ts'

type Writing = Pick<RequestContext, 'scope' | 'tx' | 'now'>
type Told = Pick<QueryOf<typeof meshEndpoints.addMesh>, 'name' | 'source' | 'stage' | 'takenOn'>

/** A community and its surroundings are no wider. */
const widestMetres = 5000

const keptOf = ({ elements }: ReadGlb): KeptElement[] =>
  elements.map(({ key, name, low, high, triangles }) => ({ key, name, low, high, triangles }))

/** Imports a model as a draft: whoever brought it sees what it holds before it counts. */
export async function addMesh(
  kernel: Kernel,
  ctx: Writing,
  query: QueryOf<typeof meshEndpoints.addMesh>,
  received: ReceivedMesh,
): Promise<string> {
  const place = await placeById(kernel, query.placeId, ctx.tx)
  if (!place || place.isRetired || !ctx.scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const id = kernel.ids.next()
  const head = { id, state: 'draft', place_id: place.id, place_path: place.path, used_revision: 0, last_revision: 1, added_at: ctx.now }
  await keep(kernel, ctx, id, received)
  await addRevision(kernel, ctx, { id, path: place.path, revision: 1 }, query, sizeOf(received))
  await insert(kernel.store, 'map_meshes', head, ctx.tx)
  return id
}

interface Size {
  readonly elements: readonly KeptElement[]
  readonly triangles: number
  readonly bytes: number
  readonly digest: string
}
const sizeOf = ({ read, bytes, content }: ReceivedMesh): Size => ({
  ...{ elements: keptOf(read), triangles: read.triangles, bytes: bytes.length, digest: content },
})

async function keep(kernel: Kernel, ctx: Writing, id: string, { read, bytes, content }: ReceivedMesh): Promise<void> {
  const key = [id, content]
  const known = await kernel.store.rows('SELECT mesh_id FROM map_mesh_contents WHERE mesh_id = ? AND digest = ?', key, ctx.tx)
  if (known.length > 0) return
  const row = { mesh_id: id, digest: content, elements: JSON.stringify(keptOf(read)), content: bytes }
  await insert(kernel.store, 'map_mesh_contents', row, ctx.tx)
}

/** A file where an anchor puts it; refused where that cannot be meant. */
async function addRevision(
  kernel: Kernel,
  ctx: Writing,
  { id, path, revision }: { readonly id: string; readonly path: string; readonly revision: number },
  told: Told & MeshAnchor,
  { elements, triangles, bytes, digest }: Size,
): Promise<void> {
  const bodies = elements.map(({ low, high }) => standingOf(told, low, high))
  const side = (pick: (bounds: (typeof bodies)[number]['bounds']) => number, of: (...values: number[]) => number) =>
    bodies.reduce((best, { bounds }) => of(best, pick(bounds)), of === Math.min ? Infinity : -Infinity)
  const [west, south] = [side((one) => one.west, Math.min), side((one) => one.south, Math.min)]
  const [east, north] = [side((one) => one.east, Math.max), side((one) => one.north, Math.max)]
  if (metresApart([west, south], [east, north]) > widestMetres) throw refuseWith(meshErrors, 'map.mesh-wide')
  if (await isFar(kernel, ctx, path, [(west + east) / 2, (south + north) / 2])) throw refuseWith(meshErrors, 'map.mesh-far')
  const { name, source, stage, takenOn, longitude, latitude, elevation, heading, scale } = told
  await insert(
    kernel.store,
    'map_mesh_revisions',
    {
      ...{ mesh_id: id, revision, name, source, stage, taken_on: takenOn, longitude, latitude, elevation, heading, scale },
      ...{ west, south, east, north, base: Math.min(...heights(bodies, 'base')), top: Math.max(...heights(bodies, 'top')) },
      ...{ n_elements: elements.length, n_triangles: triangles, n_bytes: bytes, digest, added_at: ctx.now },
    },
    ctx.tx,
  )
}

const heights = (bodies: readonly { base: number; top: number }[], end: 'base' | 'top') => bodies.map((body) => body[end])

const toldOf = ({ taken_on, ...row }: MeshRow): Told & MeshAnchor => ({ ...row, takenOn: taken_on })

/** The next revision takes its number with the version that whoever writes has seen. */
async function grow(kernel: Kernel, ctx: Writing, row: MeshRow, version: number) {
  const revision = row.last_revision + 1
  const changed = await kernel.store.run(
    'UPDATE map_meshes SET last_revision = ?, version = version + 1 WHERE id = ? AND version = ?',
    [revision, row.id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { id: row.id, path: row.place_path, revision }
}

/** Another file at the same anchor; what counts stays until the new one is let. */
export async function replaceMesh(kernel: Kernel, ctx: Writing, id: string, version: number, received: ReceivedMesh): Promise<MeshRow> {
  const row = await findMesh(kernel, ctx.scope, id, 'latest', ctx.tx)
  const next = await grow(kernel, ctx, row, version)
  await keep(kernel, ctx, id, received)
  await addRevision(kernel, ctx, next, toldOf(row), sizeOf(received))
  return row
}

/** The same file told differently or put elsewhere. */
export async function changeMesh(
  kernel: Kernel,
  ctx: Writing,
  id: string,
  { version, ...change }: BodyOf<typeof meshEndpoints.changeMesh>,
): Promise<MeshRow> {
  const row = await findMesh(kernel, ctx.scope, id, 'latest', ctx.tx)
  const next = await grow(kernel, ctx, row, version)
  const elements = await elementsOf(kernel, id, row.digest, ctx.tx)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const { n_triangles: triangles, n_bytes: bytes, digest } = row
  await addRevision(kernel, ctx, next, { ...toldOf(row), ...given }, { elements, triangles, bytes, digest })
  return row
}

/** Lets one of its revisions count, an earlier one too; none at all retires it, and nothing of it is lost. */
export async function useMesh(
  kernel: Kernel,
  ctx: Writing,
  id: string,
  { version, revision }: BodyOf<typeof meshEndpoints.useMesh>,
): Promise<MeshRow> {
  const row = await findMesh(kernel, ctx.scope, id, undefined, ctx.tx)
  if (revision !== null) await findMesh(kernel, ctx.scope, id, revision, ctx.tx)
  const [state, used] = revision === null ? ['retired', row.used_revision] : ['used', revision]
  const changed = await kernel.store.run(
    'UPDATE map_meshes SET state = ?, used_revision = ?, version = version + 1 WHERE id = ? AND version = ?',
    [state, used, id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
  return row
}
