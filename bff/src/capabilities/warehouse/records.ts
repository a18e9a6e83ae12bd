import type { QueryOf } from '@liren/contract'
import type { Archive } from '@liren/contract/archive/index'
import type { BaseKind, warehouse as contract, WarehouseLineage, WarehouseRecord } from '@liren/contract/capabilities/warehouse'
import { findFile } from '../../engines/archive/find.ts'
import { graphOf } from '../../engines/archive/graph.ts'
import { historyOf } from '../../engines/archive/history.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { listFiles } from '../../engines/archive/list.ts'
import { refuse } from '../../kernel/errors.ts'
import { overlapOf, scopeWith } from '../../kernel/http/access.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { datasetsOver } from '../dataset/read.ts'
import { findDevice, listDevices, listHistory } from '../device/read.ts'
import { historyOf as drawingsOf, findFeature, listFeatures } from '../map/read.ts'
import { originsOfFile } from '../upstream/read.ts'
import { kindSpecs, sourceText } from './kinds.ts'

type Asker = Pick<RequestContext, 'scope' | 'principal'>
type Query = QueryOf<(typeof contract)['endpoints']['records']>

/** So much of a life is told at once; the record's own page has all of it. */
const most = 50

/** Where both the warehouse and the kind of record are open to the asker. */
function reachOf({ scope, principal }: Asker, kind: BaseKind): Scope {
  const within = overlapOf(scope, scopeWith(principal, kindSpecs[kind].permission, 'place'))
  if (within.places.length === 0) throw refuse('permission.denied')
  return within
}

function archiveOf(kernel: Kernel, kind: BaseKind): Archive {
  const definition = archiveCalled(kernel, kind)
  if (!definition) throw refuse('not-found')
  return definition
}

/** One kind of the base warehouse, page by page. */
export async function pageOfRecords(kernel: Kernel, asker: Asker, kind: BaseKind, query: Query) {
  const scope = reachOf(asker, kind)
  const asked = { limit: query.limit ?? 20, ...(query.cursor === undefined ? {} : { cursor: query.cursor }) }
  const record = (one: Omit<WarehouseRecord, 'kind' | 'sourceText'>, source: string): WarehouseRecord => ({
    ...one,
    kind,
    sourceText: sourceText(source),
  })
  if (kind === 'device') {
    const page = await listDevices(kernel, scope, asked)
    const items = page.items.map(({ id, name, placeName, source, enteredAt }) =>
      record({ id, title: name, place: placeName, source: null, at: enteredAt }, source),
    )
    return { ...page, items }
  }
  if (kind === 'map') {
    const page = await listFeatures(kernel, scope, asked)
    const items = page.items.map(({ id, name, placeName, updatedAt }) =>
      record({ id, title: name, place: placeName, source: null, at: updatedAt }, 'drawn'),
    )
    return { ...page, items }
  }
  const page = await listFiles(kernel, archiveOf(kernel, kind), scope, asker.principal, asked)
  const items = page.items.map(({ id, title, place, source, enteredAt }) =>
    record({ id, title, place: place?.name ?? null, source, at: enteredAt }, source),
  )
  return { ...page, items }
}

/** Where one record comes from and where it goes. */
export function lineageOf(kernel: Kernel, asker: Asker, kind: BaseKind, id: string): Promise<WarehouseLineage> {
  const scope = reachOf(asker, kind)
  if (kind === 'device') return ofDevice(kernel, scope, id)
  return kind === 'map' ? ofDrawing(kernel, scope, id) : ofFile(kernel, asker, scope, kind, id)
}

async function ofFile(kernel: Kernel, asker: Asker, scope: Scope, kind: BaseKind, id: string): Promise<WarehouseLineage> {
  const definition = archiveOf(kernel, kind)
  const row = await findFile(kernel, definition, scope, id)
  const history = await historyOf(kernel, definition, id, { limit: most })
  const { nodes, hidden, isCut } = await graphOf(kernel, definition, scope, asker.principal, row, { depth: 1 })
  const sets = await datasetsOver(kernel, kind, row.place_path, most)
  const systems = await originsOfFile(kernel, asker, kind, id)
  const own = nodes.find((node) => node.id === id)
  return {
    ...{ kind, id, title: own?.title ?? '', place: own?.hint || null },
    from: history.items.map(({ at, by, action, source, reason }) => ({
      ...{ at, by, action, reason },
      sourceText: source === null ? null : sourceText(source),
    })),
    systems: systems.map(({ system, ref, firstAt, lastAt }) => ({ system, ref, firstAt, lastAt })),
    to: [
      ...nodes.filter((node) => node.id !== id).map(({ title }) => ({ end: 'file' as const, name: title })),
      ...sets.map((name) => ({ end: 'dataset' as const, name })),
    ],
    isCut: isCut || hidden > 0,
  }
}

async function ofDevice(kernel: Kernel, scope: Scope, id: string): Promise<WarehouseLineage> {
  const row = await findDevice(kernel, scope, id)
  const { items } = await listHistory(kernel, id, { limit: most })
  return {
    ...{ kind: 'device', id, title: row.name, place: row.place_name, systems: [], isCut: false },
    from: items.map(({ at, actorName, action, note }, n) => ({
      ...{ at, by: actorName, action, reason: note },
      // the first step is the one that brought it here
      sourceText: n === items.length - 1 ? sourceText(row.source) : null,
    })),
    // what it says from then on
    to: row.heard_at === null ? [] : [{ end: 'warehouse', name: '物联数据仓' }],
  }
}

async function ofDrawing(kernel: Kernel, scope: Scope, id: string): Promise<WarehouseLineage> {
  const row = await findFeature(kernel, scope, id)
  const { items } = await drawingsOf(kernel, id, { limit: most })
  return {
    ...{ kind: 'map', id, title: row.name || row.place_name, place: row.place_name, systems: [], isCut: false },
    from: items.map(({ at, actorName, action }) => ({ at, by: actorName, action, reason: null, sourceText: sourceText('drawn') })),
    to: [{ end: 'place', name: row.place_name }],
  }
}
