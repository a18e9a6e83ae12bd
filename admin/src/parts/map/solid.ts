import type { MapPoint } from '@liren/contract/map/answers'
import type { MapLayer } from '@liren/contract/map/kinds'
import { squareAt, storeyMetres, storeyOf, widened } from '@liren/contract/map/model'
import type { Line } from '@liren/contract/map/position'
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl'

/** A body of the model: an outline between two heights, and what it is when somebody points at it. */
export interface Solid {
  readonly ring: Line
  readonly base: number
  readonly top: number
  readonly colour: string
  readonly properties: Readonly<Record<string, string | number>>
}

/** A building that is open: nothing of it stands above this floor. */
export interface Opened {
  readonly placeId: string
  readonly floor: number
}

/** Bodies by which what hangs in a building is found: as tall as a person, as wide as a hand can point at. */
const deviceMetres = 2.4
const chosenMetres = 4
const deviceTall = 2.2
const bandMetres = 0.8

/** Marks that the solid map shows as bodies: devices at their height, alarms as a band around their floor. */
export const isSolidMark = (layer: MapLayer, point: MapPoint): boolean =>
  (layer === 'device' && point.at === 'record') || (layer === 'alarm' && point.outline !== undefined && point.floor !== null)

export function solidOf(layer: MapLayer, point: MapPoint, colour: string, isChosen: boolean): Solid {
  const { id, label, count, at, floor, element, longitude, latitude } = point
  const properties = { layer, id, label, count, at, state: point.state ?? '', element: element ?? '', longitude, latitude }
  if (layer === 'alarm' && point.outline && floor !== null)
    return { ring: widened(point.outline, bandMetres), ...storeyOf(floor), colour, properties }
  const base = floor === null ? 0 : storeyOf(floor).base + 0.4
  return { ring: squareAt([longitude, latitude], isChosen ? chosenMetres : deviceMetres), base, top: base + deviceTall, colour, properties }
}

const sourceOf = (solids: readonly Solid[]): SourceSpecification => ({
  type: 'geojson',
  data: {
    type: 'FeatureCollection',
    features: solids.map(({ ring, base, top, colour, properties }) => ({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [ring.map(([x, y]) => [x, y])] },
      properties: { ...properties, base, top, colour },
    })),
  },
})

export const solidSource = (solids: readonly Solid[]): Record<string, SourceSpecification> =>
  solids.length === 0 ? {} : { solids: sourceOf(solids) }

/** In the colour of their state from every side: shade would make another colour of it. */
export const solidLayers = (solids: readonly Solid[]): LayerSpecification[] =>
  solids.length === 0
    ? []
    : [
        {
          ...{ id: 'solids', type: 'fill-extrusion', source: 'solids' },
          paint: {
            'fill-extrusion-color': ['get', 'colour'],
            'fill-extrusion-base': ['get', 'base'],
            'fill-extrusion-height': ['get', 'top'],
            'fill-extrusion-opacity': 1,
            'fill-extrusion-vertical-gradient': false,
          },
        },
      ]

/** Whole buildings as high as their files say, the open one as high as its floor. */
export function heightOf(slice: number | undefined, opened: Opened | undefined): unknown {
  const whole = slice === undefined ? ['get', 'height'] : ['min', ['get', 'height'], slice * storeyMetres]
  if (!opened) return whole
  return ['case', ['==', ['get', 'placeId'], opened.placeId], ['min', whole, storeyOf(opened.floor).base], whole]
}
