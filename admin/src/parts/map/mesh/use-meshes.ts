import type { Map as Engine } from 'maplibre-gl'
import { type RefObject, useEffect, useRef } from 'react'
import type { MeshLayer } from './layer.ts'
import type { ShownMesh } from './shown.ts'

interface Wanted {
  readonly meshes: readonly ShownMesh[]
  readonly chosen: string
  /** `#0B6B6B`: what was chosen stands out in it. */
  readonly colour: string
}

const none: readonly ShownMesh[] = []
const partsOf = (colour: string): [number, number, number] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255) as [number, number, number]

/** Draws models within the map; what draws them is loaded with the first of them. */
export function useMeshes(
  engine: Engine | undefined,
  box: RefObject<HTMLElement | null>,
  { meshes = none, chosen, colour }: Partial<Wanted> & { colour: string },
) {
  const layer = useRef<MeshLayer | undefined>(undefined)
  const latest = useRef({ meshes, chosen, colour })
  latest.current = { meshes, chosen, colour }
  const wanted = JSON.stringify({ meshes, chosen, colour })
  const isWanted = meshes.length > 0

  useEffect(() => {
    if (!engine || !isWanted) return
    let isHere = true
    const container = box.current
    const put = () => {
      if (!layer.current || engine.getLayer(layer.current.id)) return
      // letters and marks stay above the models
      const above = engine.getStyle().layers.find(({ id, type }) => type === 'symbol' || id.startsWith('marks-'))
      engine.addLayer(layer.current, above?.id)
    }
    void import('./layer.ts').then(({ MeshLayer: Made }) => {
      if (!isHere) return
      layer.current ??= new Made((names) => container?.setAttribute('data-meshes', names.join(' ')))
      put()
      show(layer.current, latest.current)
      // a style that is laid anew knows nothing of layers that draw themselves
      engine.on('styledata', put)
    })
    return () => {
      isHere = false
      engine.off('styledata', put)
      if (layer.current && engine.getLayer(layer.current.id)) engine.removeLayer(layer.current.id)
      layer.current = undefined
      container?.removeAttribute('data-meshes')
    }
  }, [engine, isWanted, box])

  useEffect(() => {
    if (layer.current) show(layer.current, JSON.parse(wanted))
  }, [wanted])

  return layer
}

const show = (
  layer: MeshLayer,
  { meshes = none, chosen = '', colour = '#0B6B6B' }: { meshes?: readonly ShownMesh[]; chosen?: string | undefined; colour?: string },
) => layer.show(meshes, chosen, partsOf(colour))
