import type { QueryOf } from '@liren/contract'
import { type ifcEndpoints, ifcErrors } from '@liren/contract/map/ifc-model'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { RequestContext } from '../../../kernel/http/route.ts'
import { insert } from '../../../kernel/identity/sql.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { insertOnce } from '../../../kernel/store/insert-once.ts'
import type { MatchedIfc } from './match.ts'
import { modelOf } from './row.ts'

type Writing = Pick<RequestContext, 'tx' | 'now'>

/** A file becomes the newest revision; what is attached to an element stays on its GlobalId. */
export async function importIfc(
  kernel: Kernel,
  ctx: Writing,
  { version, stage, source, takenOn, validTo }: QueryOf<typeof ifcEndpoints.importIfc>,
  { read, bytes, content, building, elements }: MatchedIfc,
) {
  if (validTo !== undefined && validTo < takenOn) throw refuseWith(ifcErrors, 'map.ifc-period')
  const model = await modelOf(kernel, building.id, ctx.tx)
  const revision = (model?.last_revision ?? 0) + 1
  await grow(kernel, ctx, { id: building.id, path: building.path, revision, version, isNew: model === undefined })
  const about = { stage, source, taken_on: takenOn, valid_to: validTo ?? null, ifc_schema: read.schema, project: read.project }
  const size = { n_elements: elements.length, n_bytes: bytes, digest: content, added_at: ctx.now }
  const key = { building_id: building.id, revision }
  await insert(kernel.store, 'map_ifc_revisions', { ...key, place_path: building.path, ...about, ...size }, ctx.tx)
  await insert(kernel.store, 'map_ifc_contents', { ...key, elements: JSON.stringify(elements) }, ctx.tx)
  return {
    building,
    revision,
    answer: { placeId: building.id, revision, version: version + 1 },
    after: { ...about, revision, digest: content },
  }
}

interface Next {
  readonly id: string
  readonly path: string
  readonly revision: number
  readonly version: number
  readonly isNew: boolean
}

/** The next revision takes its number with the version that whoever imports has seen; of the first one there is none yet. */
async function grow(kernel: Kernel, ctx: Writing, { id, path, revision, version, isNew }: Next): Promise<void> {
  if (isNew) {
    const made =
      version === 0 &&
      (await insertOnce(kernel.store, 'map_ifc_models', { building_id: id, place_path: path, last_revision: revision }, ctx.tx))
    if (!made) throw refuse('stale')
    return
  }
  const sql = 'UPDATE map_ifc_models SET last_revision = ?, version = version + 1 WHERE building_id = ? AND version = ?'
  if ((await kernel.store.run(sql, [revision, id, version], ctx.tx)) !== 1) throw refuse('stale')
}
