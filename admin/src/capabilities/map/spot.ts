import type { MapElement, MapPoint, ModelElement } from '@liren/contract/map/answers'
import { type MapLayer, mapLayerNames } from '@liren/contract/map/kinds'
import type { MeshElementFacts } from '@liren/contract/map/mesh'
import { elementIdOf } from '@liren/contract/map/model'
import type { Overlay } from '@liren/contract/map/overlay'
import type { Position } from '@liren/contract/map/position'
import type { Picked } from '../../parts/map/map-view.tsx'

/** What was chosen: a mark, a drawing, or a bare point of the ground. */
export interface Spot {
  readonly id: string
  /** Absent for a bare point. */
  readonly layer?: MapLayer | undefined
  /** Of a drawing, or of the place at which a number of records are. */
  readonly placeId?: string | undefined
  readonly label: string
  readonly state: string | null
  readonly count: number
  readonly at: Position
  /** The element of the model that it is, or at which it is. */
  readonly element?: string | undefined
  /** A feature of data of others. */
  readonly overlay?: { readonly id: string; readonly key: string } | undefined
  /** An element of an imported model. */
  readonly mesh?: { readonly id: string; readonly key: string } | undefined
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The mark says where it stands itself: the pointer may lie on the ground behind it. */
function markSpot(properties: Picked['hits'][number]['properties'], layer: MapLayer | undefined, at: Position): Spot {
  const { id, label, state, count, at: of, element, longitude, latitude } = properties
  return {
    ...{ id: text(id), layer, label: text(label), state: text(state) || null, count: Number(count ?? 1) },
    at: typeof longitude === 'number' && typeof latitude === 'number' ? [longitude, latitude] : at,
    placeId: of === 'place' ? text(id) : undefined,
    element: text(element) || undefined,
  }
}

/** Marks before drawings, drawings before the ground they stand on. */
export function spotOf({ at, hits, mesh }: Picked): Spot {
  const body = hits.find(({ layer }) => layer === 'solids')
  if (body)
    return markSpot(
      body.properties,
      mapLayerNames.find((name) => name === body.properties.layer),
      at,
    )
  const mark = hits.find(({ layer }) => layer.startsWith('marks-'))
  if (mark) {
    const layer = mapLayerNames.find((name) => `marks-${name}` === mark.layer)
    return markSpot(mark.properties, layer, at)
  }
  if (mesh) {
    const { id, key, name } = mesh
    return { id: `${id}:${key}`, label: name, state: null, count: 1, at, mesh: { id, key } }
  }
  const kinds = hits.flatMap(({ layer, properties }) => {
    const kind = mapLayerNames.find((name) => layer.startsWith(`${name}-`))
    return kind && typeof properties.id === 'string' ? [{ kind, properties }] : []
  })
  const other = hits.find(({ layer }) => layer.startsWith('overlay-'))
  if (other) {
    const [id, key] = [text(other.properties.overlay), text(other.properties.key)]
    return { id: `${id}:${key}`, label: text(other.properties.name), state: null, count: 1, at, overlay: { id, key } }
  }
  const drawn = kinds.find(({ kind }) => kind !== 'grid') ?? kinds[0]
  if (!drawn) return { id: '', label: '', state: null, count: 0, at }
  const { id, name, placeId } = drawn.properties
  const isElement = drawn.kind === 'building' || drawn.kind === 'space'
  const element = isElement ? elementIdOf('place', text(placeId)) : undefined
  return { id: text(id), layer: drawn.kind, label: text(name), state: null, count: 1, at, placeId: text(placeId), element }
}

export const spotOfOverlay = (id: string, { key, name, longitude, latitude }: Overlay['elements'][number]): Spot => ({
  ...{ id: `${id}:${key}`, label: name, state: null, count: 1, at: [longitude, latitude], overlay: { id, key } },
})

export const spotOfMesh = (id: string, { key, name, longitude, latitude }: MeshElementFacts): Spot => ({
  ...{ id: `${id}:${key}`, label: name, state: null, count: 1, at: [longitude, latitude], mesh: { id, key } },
})

/** One row of the list beside the map. */
export const spotOfRow = (layer: MapLayer, row: MapElement): Spot => ({
  ...{ id: row.id, layer, label: row.title, state: row.state, count: 1, at: [row.longitude ?? 0, row.latitude ?? 0] },
  ...{ placeId: row.placeId ?? undefined, element: row.element ?? undefined },
})

export const spotOfMark = (layer: MapLayer, { id, label, state, longitude, latitude, element }: MapPoint): Spot => ({
  ...{ id, layer, label, state, count: 1, at: [longitude, latitude] },
  element: element ?? undefined,
})

const layerOfKind: Readonly<Record<string, MapLayer>> = { house: 'house', building: 'building', area: 'space' }

/** What an address of this page names. */
export const spotOfElement = ({ id, subject, recordId, kind, name, state, longitude, latitude }: ModelElement): Spot => ({
  ...{ id: recordId, layer: subject === 'device' ? 'device' : layerOfKind[kind], label: name, state: subject === 'device' ? state : null },
  ...{ count: 1, at: [longitude ?? 0, latitude ?? 0], element: id },
  ...(kind === 'building' ? { placeId: recordId } : {}),
})
