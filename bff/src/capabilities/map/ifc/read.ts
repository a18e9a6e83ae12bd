import { ifcKindNames } from '@liren/contract/map/ifc'
import type { IfcModel, IfcModelElement, IfcPreview } from '@liren/contract/map/ifc-model'
import { lifeKeyOfIfc } from '@liren/contract/map/life'
import { refuse } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import { findBuilding } from '../life/building.ts'
import type { MatchedIfc } from './match.ts'
import { elementsOf, type KeptIfc, modelOf, presentRevision, type RevisionRow, revisionColumns } from './row.ts'

/** So many revisions are shown; older ones stay in the audit trail. */
const mostRevisions = 20
/** Nobody looks through more before importing. */
const mostMatches = 500

/** How many entries hang on each element of the model. */
async function entriesOf(kernel: Kernel, scope: Scope, buildingId: string): Promise<Map<string, number>> {
  const where = combine('AND', [
    { sql: "building_id = ? AND element LIKE 'ifc-%'", params: [buildingId] },
    underPlaces('place_path', scope.places),
  ])
  const rows = await scopedRows<{ element: string; n: number }>(kernel.store, scope, 'map_stage_entries', {
    sql: `SELECT element, COUNT(*) AS n FROM map_stage_entries WHERE ${where.sql} GROUP BY element`,
    params: where.params,
  })
  return new Map(rows.map(({ element, n }) => [element, Number(n)]))
}

const shown = (element: KeptIfc, entries: ReadonlyMap<string, number>): IfcModelElement => ({
  ...element,
  entries: entries.get(lifeKeyOfIfc(element.guid)) ?? 0,
})

/** The model of a building at one of its revisions, the newest unless said. */
export async function ifcModelOf(kernel: Kernel, scope: Scope, buildingId: string, revision?: number): Promise<IfcModel> {
  const building = await findBuilding(kernel, scope, buildingId)
  const model = await modelOf(kernel, building.id)
  const about = { placeId: building.id, placeName: building.name, version: model?.version ?? 0 }
  if (!model) {
    if (revision !== undefined) throw refuse('not-found')
    return { ...about, shown: null, elements: [], revisions: [] }
  }
  const at = revision ?? model.last_revision
  if (at > model.last_revision) throw refuse('not-found')
  const entries = await entriesOf(kernel, scope, building.id)
  const elements = await elementsOf(kernel, building.id, at)
  const revisions = await kernel.store.rows<RevisionRow>(
    `SELECT ${revisionColumns} FROM map_ifc_revisions WHERE building_id = ? ORDER BY revision DESC LIMIT ${mostRevisions}`,
    [building.id],
  )
  return { ...about, shown: at, elements: elements.map((one) => shown(one, entries)), revisions: revisions.map(presentRevision) }
}

/** What a file would attach to, and what would become of what is attached already. */
export async function previewIfc(kernel: Kernel, scope: Scope, { read, building, elements: after }: MatchedIfc): Promise<IfcPreview> {
  const model = await modelOf(kernel, building.id)
  const before = model ? await elementsOf(kernel, building.id, model.last_revision) : []
  const entries = await entriesOf(kernel, scope, building.id)
  const [had, has] = [new Set(before.map(({ guid }) => guid)), new Set(after.map(({ guid }) => guid))]
  const kept = after.filter(({ guid }) => had.has(guid)).length
  const hanging = [...entries].map(([key, n]) => ({ n, stays: has.has(key.slice('ifc-'.length)) }))
  const sum = (stays: boolean) => hanging.reduce((all, one) => all + (one.stays === stays ? one.n : 0), 0)
  return {
    ...{ version: model?.version ?? 0, revision: (model?.last_revision ?? 0) + 1, schema: read.schema, project: read.project },
    counts: ifcKindNames.map((kind) => ({ kind, count: after.filter((one) => one.kind === kind).length })).filter(({ count }) => count > 0),
    loose: read.loose,
    change: { kept, added: after.length - kept, gone: before.length - kept },
    entries: { kept: sum(true), gone: sum(false) },
    matches: after
      .filter(({ kind }) => kind === 'building' || kind === 'storey' || kind === 'space')
      .slice(0, mostMatches)
      .map((one) => shown(one, entries)),
  }
}
