import { buildingArchive } from '@liren/contract/capabilities/building'
import { spaceArchive } from '@liren/contract/capabilities/space'
import type { ModelElement } from '@liren/contract/map/answers'
import { cellsOf, elementIdOf, housesBeside, readElementId, squareAt, storeyMetres, storeyOf } from '@liren/contract/map/model'
import type { Line, Position } from '@liren/contract/map/position'
import { centreOf } from '@liren/contract/map/ring'
import { pointsOf } from '@liren/contract/map/shape'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { type KnownPlace, placeById, placesAbove } from '../place/read.ts'
import { type Anchors, anchorsOf } from './anchors.ts'
import { buildingOf } from './building.ts'
import { deviceState, scopeOrRefuse } from './layers.ts'
import { mutable } from './outlines.ts'
import { featuresWhere, geometryOf } from './row.ts'

const deviceMetres = 2
/** What hangs on a floor hangs above its middle; what stands on the ground stands on it. */
const hangs = { from: 0.4, to: 2.6 }

/** An element of the model by its key: where its base record says that it is, now. */
export function elementById(kernel: Kernel, principal: Principal, scope: Scope, id: string): Promise<ModelElement> {
  const key = readElementId(id)
  if (!key) throw refuse('not-found')
  return key.subject === 'device' ? ofDevice(kernel, principal, scope, key.recordId) : ofPlace(kernel, principal, scope, key.recordId)
}

interface DeviceRow {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly place_id: string | null
  readonly place_path: string
  readonly longitude: number | null
  readonly latitude: number | null
  readonly floor: number | null
  readonly full_name: string | null
  readonly presence: string
  readonly version: number
}

async function ofDevice(kernel: Kernel, principal: Principal, ground: Scope, id: string): Promise<ModelElement> {
  const scope = scopeOrRefuse(principal, 'device')
  const where = combine('AND', [underPlaces('t.place_path', scope.places), { sql: "t.id = ? AND t.stage <> 'found'", params: [id] }])
  const [row] = await scopedRows<DeviceRow>(kernel.store, scope, 'devices', {
    sql: `SELECT t.id, t.name, t.kind, t.place_id, t.place_path, t.longitude, t.latitude, COALESCE(t.floor, p.floor) AS floor, p.full_name,
          ${deviceState('t')} AS presence, t.version FROM devices t LEFT JOIN places p ON p.id = t.place_id WHERE ${where.sql}`,
    params: where.params,
  })
  if (!row) throw refuse('not-found')
  const anchors = await anchorsOf(kernel, ground)
  const at = row.longitude !== null && row.latitude !== null ? ([row.longitude, row.latitude] as const) : anchors.locate(row.place_path)?.at
  const { floor } = row
  const base = floor === null ? 0 : storeyOf(floor).base + hangs.from
  return {
    ...{ id: elementIdOf('device', row.id), subject: 'device', recordId: row.id, kind: row.kind, name: row.name },
    ...{ address: row.full_name ?? '', placeId: row.place_id, building: buildingAround(anchors, row.place_path), floor },
    ...{ longitude: at?.[0] ?? null, latitude: at?.[1] ?? null, base, top: base + hangs.to - hangs.from },
    outline: at ? mutable(squareAt(at, deviceMetres)) : null,
    ...{ state: row.presence, records: [{ subject: 'device', id: row.id }], version: row.version },
  }
}

function buildingAround(anchors: Anchors, path: string): ModelElement['building'] {
  const anchor = anchors.locate(path)
  return anchor?.kind === 'building' ? { placeId: anchor.placeId, name: anchor.name } : null
}

async function ofPlace(kernel: Kernel, principal: Principal, scope: Scope, id: string): Promise<ModelElement> {
  const place = await placeById(kernel, id)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  if (place.kind === 'house') return ofHouse(kernel, principal, scope, place)
  const anchors = await anchorsOf(kernel, scope)
  const drawing = { sql: "f.place_id = ? AND f.kind IN ('building', 'space', 'unit', 'grid', 'boundary')", params: [place.id] }
  const [drawn] = await featuresWhere(kernel, scope, drawing, 1)
  const [longitude, latitude] = drawn ? [drawn.longitude, drawn.latitude] : (anchors.locate(place.path)?.at ?? [null, null])
  const top = place.kind === 'building' ? (await buildingOf(kernel, principal, scope, place.id)).height : storeyMetres
  return {
    ...{ id: elementIdOf('place', place.id), subject: 'place', recordId: place.id, kind: place.kind, name: place.name },
    ...{ address: place.fullName, placeId: place.id, building: buildingAround(anchors, place.path), floor: null },
    ...{ longitude, latitude, base: 0, top },
    outline: drawn?.shape === 'area' ? mutable(pointsOf(geometryOf(drawn))) : null,
    ...{ state: null, records: await filesAt(kernel, principal, place), version: null },
  }
}

/** A house is its part of its floor: the outline of the building, shared with those beside it. */
async function ofHouse(kernel: Kernel, principal: Principal, scope: Scope, place: KnownPlace): Promise<ModelElement> {
  const building = (await placesAbove(kernel, place.path)).find(({ kind }) => kind === 'building')
  if (!building) throw refuse('not-found')
  const plan = await buildingOf(kernel, principal, { ...scope, places: [building.path] }, building.id)
  const house = plan.houses.find((one) => one.id === place.id)
  if (!house) throw refuse('not-found')
  const { base, top } = storeyOf(house.floor)
  const outline = cellOf(plan, house)
  const at: Position | undefined = outline ? centreOf(outline) : (await anchorsOf(kernel, scope)).locate(place.path)?.at
  return {
    ...{ id: elementIdOf('place', place.id), subject: 'place', recordId: place.id, kind: 'house', name: place.name },
    ...{ address: place.fullName, placeId: place.id, building: { placeId: building.id, name: building.name }, floor: house.floor },
    ...{ longitude: at?.[0] ?? null, latitude: at?.[1] ?? null, base, top, outline: outline ? mutable(outline) : null },
    ...{ state: house.occupancy, records: house.fileId === null ? [] : [{ subject: 'house', id: house.fileId }], version: null },
  }
}

type Plan = Awaited<ReturnType<typeof buildingOf>>

/** Houses stand side by side in the order of their units and their own. */
function cellOf(plan: Plan, house: Plan['houses'][number]): Line | undefined {
  if (!plan.outline) return undefined
  const beside = housesBeside(plan.houses, plan.units, house.floor)
  return cellsOf(plan.outline, beside.length)[beside.findIndex(({ id }) => id === house.id)]
}

/** Buildings and spaces have a file of their own. */
async function filesAt(kernel: Kernel, principal: Principal, place: KnownPlace): Promise<ModelElement['records']> {
  const archive = place.kind === 'building' ? buildingArchive : place.kind === 'area' ? spaceArchive : undefined
  if (!archive || !principal.permissions.has(`${archive.name}.read`)) return []
  const { name: subject, table } = archive
  const scope = scopeWith(principal, `${subject}.read`, 'place')
  if (scope.places.length === 0) return []
  const where = combine('AND', [underPlaces('place_path', scope.places), { sql: "place_id = ? AND state = 'active'", params: [place.id] }])
  const statement = { sql: `SELECT id FROM ${table} WHERE ${where.sql} ORDER BY id LIMIT 20`, params: where.params }
  const rows = await scopedRows<{ id: string }>(kernel.store, scope, table, statement)
  return rows.map(({ id }) => ({ subject, id }))
}
