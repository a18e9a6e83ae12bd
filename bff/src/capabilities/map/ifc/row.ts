import type { IfcElement } from '@liren/contract/map/ifc'
import type { IfcRevision } from '@liren/contract/map/ifc-model'
import type { Stage } from '@liren/contract/map/stage'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'

/** An element with what of ours it is. */
export interface KeptIfc extends IfcElement {
  readonly floor: number | null
  readonly placeId: string | null
  readonly placeName: string | null
}

export interface ModelRow {
  readonly building_id: string
  readonly last_revision: number
  readonly version: number
}

export interface RevisionRow {
  readonly revision: number
  readonly stage: Stage
  readonly source: string
  readonly taken_on: string
  readonly valid_to: string | null
  readonly ifc_schema: IfcRevision['schema']
  readonly project: string
  readonly n_elements: number
  readonly n_bytes: number
  readonly digest: string
  readonly added_at: number
}
export const revisionColumns = 'revision, stage, source, taken_on, valid_to, ifc_schema, project, n_elements, n_bytes, digest, added_at'

export const presentRevision = (row: RevisionRow): IfcRevision => ({
  ...{ revision: row.revision, stage: row.stage, source: row.source, takenOn: row.taken_on, validTo: row.valid_to },
  ...{ schema: row.ifc_schema, project: row.project, count: row.n_elements, bytes: row.n_bytes, digest: row.digest },
  addedAt: new Date(Number(row.added_at)).toISOString(),
})

/** Whoever asks has found the building first. */
export async function modelOf(kernel: Kernel, buildingId: string, tx?: Tx): Promise<ModelRow | undefined> {
  const sql = 'SELECT building_id, last_revision, version FROM map_ifc_models WHERE building_id = ?'
  return (await kernel.store.rows<ModelRow>(sql, [buildingId], tx))[0]
}

export async function elementsOf(kernel: Kernel, buildingId: string, revision: number, tx?: Tx): Promise<KeptIfc[]> {
  const sql = 'SELECT elements FROM map_ifc_contents WHERE building_id = ? AND revision = ?'
  const [row] = await kernel.store.rows<{ elements: string }>(sql, [buildingId, revision], tx)
  return JSON.parse(row?.elements ?? '[]') as KeptIfc[]
}

export async function newestElements(kernel: Kernel, buildingId: string, tx?: Tx): Promise<KeptIfc[]> {
  const model = await modelOf(kernel, buildingId, tx)
  return model ? elementsOf(kernel, buildingId, model.last_revision, tx) : []
}
