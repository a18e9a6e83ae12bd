import type { MapPoint } from '@liren/contract/map/answers'
import { featureKinds, type MapLayer } from '@liren/contract/map/kinds'
import { deepestTile } from '@liren/contract/map/read-endpoints'
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { Tokens } from '../../app/theme/tokens.ts'
import { overlayLayers, overlaySources, type ShownOverlay } from './overlay-layers.ts'
import { heightOf, isSolidMark, type Opened, type Solid, solidLayers, solidOf, solidSource } from './solid.ts'

export interface Look {
  readonly tokens: Tokens
  readonly series: readonly string[]
  /** Grows when something was drawn: tiles are asked for anew. */
  readonly version: string
  readonly isSolid: boolean
  /** Buildings are cut above this floor. */
  readonly slice: number | undefined
  /** One building is open down to a floor; the others stand back. */
  readonly opened?: Opened | undefined
  /** What else stands in the solid map, as the houses of a floor. */
  readonly solids?: readonly Solid[] | undefined
  readonly chosen: string | undefined
  readonly marks: readonly { readonly layer: MapLayer; readonly points: readonly MapPoint[] }[]
  /** Drawings of kinds that were switched off. */
  readonly hidden: ReadonlySet<string>
  /** Data of others that lies over our own. */
  readonly overlays?: readonly ShownOverlay[] | undefined
  /** An area that is being asked about or drawn. */
  readonly sketch?: GeoJSON.FeatureCollection | undefined
}

/** Beyond so many, marks that stand close are drawn as one with their number. */
const crowded = 50

const tileSource = (version: string, origin: string): SourceSpecification => ({
  type: 'vector',
  tiles: [`${origin}/api/map/tiles/{z}/{x}/{y}.mvt?v=${version}`],
  minzoom: 9,
  maxzoom: deepestTile,
  promoteId: Object.fromEntries(Object.keys(featureKinds).map((kind) => [kind, 'id'])),
})

/** The whole map as a plain value: the engine compares it with what is drawn and changes the difference. */
export function styleOf(look: Look, origin = location.origin): StyleSpecification {
  const { tokens, marks, sketch, isSolid, overlays = [] } = look
  const isBody = (layer: MapLayer, point: MapPoint) => isSolid && isSolidMark(layer, point)
  const solids = [
    ...marks.flatMap(({ layer, points }) =>
      points
        .filter((point) => isBody(layer, point))
        .map((point) => solidOf(layer, point, markColour(layer, point.state, look), point.id === look.chosen)),
    ),
    ...(isSolid ? (look.solids ?? []) : []),
  ]
  const flat = marks.map(({ layer, points }) => ({ layer, points: points.filter((point) => !isBody(layer, point)) }))
  const markSources = flat.map(({ layer, points }): [string, SourceSpecification] => [
    `marks-${layer}`,
    {
      type: 'geojson',
      data: { type: 'FeatureCollection', features: points.map((point) => markFeature(point, layer)) },
      ...(points.length > crowded && points.every(({ at }) => at === 'record')
        ? { cluster: true, clusterRadius: 28, clusterMaxZoom: 16, clusterProperties: { count: ['+', ['get', 'count']] } }
        : {}),
    },
  ])
  return {
    version: 8,
    sources: {
      liren: tileSource(look.version, origin),
      ...overlaySources(overlays, origin),
      ...Object.fromEntries(markSources),
      ...solidSource(solids),
      ...(sketch ? { sketch: { type: 'geojson', data: sketch } as const } : {}),
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': tokens.page } },
      ...groundLayers(look),
      ...overlayLayers(overlays, look),
      ...solidLayers(solids),
      ...buildingLayers(look),
      ...labelLayers(look),
      ...marks.flatMap(({ layer }) => markLayers(layer, look)),
      ...(sketch ? sketchLayers(tokens) : []),
    ],
  }
}

const markFeature = (point: MapPoint, layer: MapLayer): GeoJSON.Feature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [point.longitude, point.latitude] },
  properties: { ...point, layer, state: point.state ?? '' },
})

const shown = (look: Look, kind: string) => ({ visibility: look.hidden.has(kind) ? ('none' as const) : ('visible' as const) })
const drawn = { source: 'liren' } as const

function groundLayers(look: Look): LayerSpecification[] {
  const { tokens, chosen = '' } = look
  const fill = (kind: string, color: string, opacity = 1): LayerSpecification => ({
    ...{ id: `${kind}-fill`, type: 'fill', ...drawn, 'source-layer': kind, layout: shown(look, kind) },
    ...{ filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': color, 'fill-opacity': opacity } },
  })
  const outline = (kind: string, color: string, width: number, dash?: number[]): LayerSpecification => ({
    ...{ id: `${kind}-line`, type: 'line', ...drawn, 'source-layer': kind, layout: shown(look, kind) },
    paint: {
      'line-color': color,
      'line-width': ['case', ['==', ['get', 'id'], chosen], width + 2.5, width],
      ...(dash ? { 'line-dasharray': dash } : {}),
    },
  })
  return [
    fill('green', tokens.successTint),
    fill('water', tokens.infoTint),
    fill('parking', tokens.neutralTint),
    {
      ...{ id: 'grid-fill', type: 'fill', ...drawn, 'source-layer': 'grid', layout: shown(look, 'grid') },
      paint: { 'fill-color': tokens.primary, 'fill-opacity': ['case', ['==', ['get', 'id'], chosen], 0.16, 0.04] },
    },
    fill('space', tokens.accentTint),
    {
      ...{
        id: 'road-casing',
        type: 'line',
        ...drawn,
        'source-layer': 'road',
        layout: { ...shown(look, 'road'), 'line-cap': 'round', 'line-join': 'round' },
      },
      paint: { 'line-color': tokens.line, 'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 13, 2.5, 18, 20] },
    },
    {
      ...{
        id: 'road-line',
        type: 'line',
        ...drawn,
        'source-layer': 'road',
        layout: { ...shown(look, 'road'), 'line-cap': 'round', 'line-join': 'round' },
      },
      paint: { 'line-color': tokens.surface, 'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 13, 1.2, 18, 16] },
    },
    outline('boundary', tokens.text3, 1.5, [4, 2]),
    fill('zone', tokens.dangerTint, 0.5),
    outline('zone', tokens.danger, 2.5, [2, 1]),
    outline('grid', tokens.primary, 1.8),
    outline('space', tokens.accent, 1),
  ]
}

function buildingLayers(look: Look): LayerSpecification[] {
  const { tokens, isSolid, slice, opened, chosen = '' } = look
  const color: ['case', ...unknown[]] = ['case', ['==', ['get', 'id'], chosen], tokens.primary, tokens.lineControl]
  if (!isSolid)
    return [
      {
        ...{ id: 'building-fill', type: 'fill', ...drawn, 'source-layer': 'building', layout: shown(look, 'building') },
        paint: { 'fill-color': color as never, 'fill-opacity': 0.55 },
      },
      {
        ...{ id: 'building-line', type: 'line', ...drawn, 'source-layer': 'building', layout: shown(look, 'building') },
        paint: { 'line-color': tokens.text3, 'line-width': 1 },
      },
    ]
  const height = heightOf(slice, opened)
  return [
    {
      ...{ id: 'building-fill', type: 'fill-extrusion', ...drawn, 'source-layer': 'building', layout: shown(look, 'building') },
      paint: {
        'fill-extrusion-color': color as never,
        'fill-extrusion-height': height as never,
        'fill-extrusion-opacity': opened ? 0.35 : 0.7,
      },
    },
  ]
}

/** Areas are cut by tiles; their names come once, as points of their own. */
const named = new Set(['water', 'green', 'space', 'grid', 'building'])

/** Letters are drawn from the fonts of the machine: nothing is fetched from anywhere. */
function labelLayers(look: Look): LayerSpecification[] {
  const { tokens } = look
  const label = (kind: string, minzoom: number, size: number, color: string, along = false): LayerSpecification => ({
    ...{ id: `${kind}-label`, type: 'symbol', ...drawn, 'source-layer': named.has(kind) ? 'name' : kind, minzoom },
    ...(named.has(kind) ? { filter: ['==', ['get', 'kind'], kind] } : {}),
    layout: {
      ...shown(look, kind),
      ...{ 'text-field': ['get', 'name'], 'text-font': ['sans-serif'], 'text-size': size, 'symbol-placement': along ? 'line' : 'point' },
      ...(kind === 'entrance' || kind === 'waste' || kind === 'service' ? ({ 'text-offset': [0, 1], 'text-anchor': 'top' } as const) : {}),
    },
    paint: { 'text-color': color, 'text-halo-color': tokens.surface, 'text-halo-width': 1.4 },
  })
  const dot = (kind: string, minzoom: number, color: string): LayerSpecification => ({
    ...{ id: `${kind}-dot`, type: 'circle', ...drawn, 'source-layer': kind, minzoom, layout: shown(look, kind) },
    paint: { 'circle-radius': 4, 'circle-color': color, 'circle-stroke-color': tokens.surface, 'circle-stroke-width': 1.5 },
  })
  return [
    dot('unit', 17, tokens.text3),
    ...(['entrance', 'waste', 'service'] as const).map((kind, i) =>
      dot(kind, 15, [tokens.primary, tokens.success, tokens.accent][i] as string),
    ),
    label('water', 14, 12, tokens.info),
    label('green', 15, 12, tokens.success),
    label('road', 14, 12, tokens.text2, true),
    label('space', 16.5, 11, tokens.accent),
    label('grid', 13, 14, tokens.primary),
    label('building', 15.5, 12, tokens.text1),
    ...(['entrance', 'waste', 'service'] as const).map((kind) => label(kind, 16.5, 11, tokens.text2)),
  ]
}

const order: readonly MapLayer[] = ['person', 'house', 'org', 'device', 'repair', 'space']

const statesOf: Partial<Record<MapLayer, readonly string[]>> = {
  alarm: ['1', '2', '3', '4'],
  device: ['alarm', 'online', 'offline', 'unknown'],
  zone: ['alarm', 'armed', 'disarmed'],
}

/** A colour for each kind, and for states the colours that states have everywhere. */
export function markColour(layer: MapLayer, state: string | null, { tokens, series }: Pick<Look, 'tokens' | 'series'>): string {
  if (layer === 'alarm') return [tokens.level1, tokens.level2, tokens.level3, tokens.level4][Number(state ?? 4) - 1] ?? tokens.danger
  if (layer === 'zone') return state === 'alarm' ? tokens.danger : state === 'armed' ? tokens.success : tokens.text3
  if (layer === 'device') return deviceColour(state, tokens)
  return series[order.indexOf(layer) % series.length] ?? tokens.primary
}

const deviceColour = (state: string | null, tokens: Tokens): string =>
  state === 'alarm' ? tokens.danger : state === 'online' ? tokens.success : state === 'offline' ? tokens.warning : tokens.text3

function markLayers(layer: MapLayer, look: Look): LayerSpecification[] {
  const { tokens } = look
  const states = statesOf[layer] ?? []
  const plain = markColour(layer, null, look)
  const color =
    states.length === 0 ? plain : ['match', ['get', 'state'], ...states.flatMap((state) => [state, markColour(layer, state, look)]), plain]
  const chosen = look.chosen ?? ''
  return [
    {
      ...{ id: `marks-${layer}`, type: 'circle', source: `marks-${layer}` },
      paint: {
        'circle-color': color as never,
        'circle-radius': ['interpolate', ['linear'], ['get', 'count'], 1, 7, 50, 14, 500, 22],
        'circle-stroke-color': ['case', ['==', ['get', 'id'], chosen], tokens.text1, tokens.surface],
        'circle-stroke-width': ['case', ['==', ['get', 'id'], chosen], 4, 2],
      },
    },
    {
      ...{ id: `counts-${layer}`, type: 'symbol', source: `marks-${layer}`, filter: ['>', ['get', 'count'], 1] },
      layout: { 'text-field': ['to-string', ['get', 'count']], 'text-font': ['sans-serif'], 'text-size': 11, 'text-allow-overlap': true },
      paint: { 'text-color': tokens.surface },
    },
  ]
}

const sketchLayers = (tokens: Tokens): LayerSpecification[] => [
  {
    id: 'sketch-fill',
    type: 'fill',
    source: 'sketch',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: {
      'fill-color': ['match', ['get', 'role'], 'overlap', tokens.danger, tokens.accentFill],
      'fill-opacity': ['match', ['get', 'role'], 'overlap', 0.5, 0.18],
    },
  },
  {
    id: 'sketch-line',
    type: 'line',
    source: 'sketch',
    filter: ['!=', ['geometry-type'], 'Point'],
    paint: {
      'line-color': ['match', ['get', 'role'], 'ahead', tokens.lineControl, 'track', tokens.primary, tokens.accent],
      'line-width': ['match', ['get', 'role'], 'track', 4, 2.5],
    },
  },
  {
    ...{ id: 'sketch-corner', type: 'circle', source: 'sketch', filter: ['==', ['geometry-type'], 'Point'] },
    paint: {
      'circle-radius': ['match', ['get', 'role'], ['middle', 'stop'], 4, 'now', 9, 6.5],
      'circle-color': [
        'match',
        ['get', 'role'],
        ['middle', 'stop'],
        tokens.surface,
        'sliver',
        tokens.danger,
        'now',
        tokens.primary,
        tokens.accentFill,
      ],
      'circle-stroke-color': ['match', ['get', 'role'], 'stop', tokens.primary, 'now', tokens.surface, tokens.accent],
      'circle-stroke-width': 2,
    },
  },
]
