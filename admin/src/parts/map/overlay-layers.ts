import { type OverlayKind, overlayKindNames } from '@liren/contract/map/overlay'
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl'
import type { Tokens } from '../../app/theme/tokens.ts'

/** Data of others that is switched on. */
export interface ShownOverlay {
  readonly id: string
  readonly kind: OverlayKind
}

/** Each kind has its colour, in a fixed order. */
export const overlayColour = (kind: OverlayKind, series: readonly string[]): string =>
  series[(overlayKindNames.indexOf(kind) + 1) % series.length] ?? 'gray'

export const overlaySources = (overlays: readonly ShownOverlay[], origin: string): Record<string, SourceSpecification> =>
  Object.fromEntries(overlays.map(({ id }) => [`overlay-${id}`, { type: 'geojson', data: `${origin}/api/map/overlays/${id}/content` }]))

interface Look {
  readonly tokens: Tokens
  readonly series: readonly string[]
  readonly chosen: string | undefined
}

/** Above the ground and below what we know ourselves: seen through, so that nothing of ours is hidden. */
export const overlayLayers = (overlays: readonly ShownOverlay[], { tokens, series, chosen = '' }: Look): LayerSpecification[] =>
  overlays.flatMap(({ id, kind }): LayerSpecification[] => {
    const color = overlayColour(kind, series)
    const source = `overlay-${id}`
    const isChosen = ['==', ['concat', ['get', 'overlay'], ':', ['get', 'key']], chosen] as never
    const only = (shape: string) => ['==', ['geometry-type'], shape] as never
    return [
      {
        ...{ id: `${source}-fill`, type: 'fill', source, filter: only('Polygon') },
        paint: { 'fill-color': color, 'fill-opacity': ['case', isChosen, 0.4, 0.2] },
      },
      {
        ...{ id: `${source}-line`, type: 'line', source, filter: ['!=', ['geometry-type'], 'Point'] },
        paint: { 'line-color': color, 'line-width': ['case', isChosen, 4, 2], 'line-dasharray': [3, 1] },
      },
      {
        ...{ id: `${source}-dot`, type: 'circle', source, filter: only('Point') },
        paint: {
          ...{ 'circle-color': color, 'circle-radius': ['case', isChosen, 9, 6] },
          ...{ 'circle-stroke-color': tokens.surface, 'circle-stroke-width': 2 },
        },
      },
      {
        ...{ id: `${source}-name`, type: 'symbol', source, minzoom: 15 },
        layout: {
          ...{ 'text-field': ['get', 'name'], 'text-font': ['sans-serif'], 'text-size': 12 },
          ...{ 'text-offset': [0, 1.2], 'text-anchor': 'top' },
        },
        paint: { 'text-color': color, 'text-halo-color': tokens.surface, 'text-halo-width': 1.4 },
      },
    ]
  })
