import { type Bounds, type Position, planeAt } from '@liren/contract/map/position'
import type { Map as Engine, MapGeoJSONFeature } from 'maplibre-gl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useWords } from '../../app/language/use.ts'
import { useCalm, useMode } from '../../app/theme/mode.ts'
import { dark, fontStack, light, series } from '../../app/theme/tokens.ts'
import { Notice } from '../notice/notice.tsx'
import { Bone } from '../state/bones.tsx'
import { canDraw } from './canvas.ts'
import style from './map.module.css'
import type { PickedMesh, ShownMesh } from './mesh/shown.ts'
import { useMeshes } from './mesh/use-meshes.ts'
import { type Look, styleOf } from './style.ts'
import { words } from './words.ts'

export interface Picked {
  readonly at: Position
  /** What lies under the pointer, the uppermost first. */
  readonly hits: readonly { readonly layer: string; readonly properties: Readonly<Record<string, unknown>> }[]
  /** What of a model lies there. */
  readonly mesh?: PickedMesh | undefined
}

/** A point to look at, and how high above the ground it is. */
export interface Focus {
  readonly at: Position
  readonly zoom?: number
  readonly height?: number
}

interface Props {
  readonly look: Omit<Look, 'tokens' | 'series'>
  /** Models that are switched on. */
  readonly meshes?: readonly ShownMesh[] | undefined
  readonly label: string
  readonly bounds: Bounds | null | undefined
  /** Where to look next; a new object moves there. */
  readonly focus?: Focus | undefined
  readonly onPick?: (picked: Picked) => void
  /** The engine itself, for tools that follow the pointer. */
  readonly onEngine?: (engine: Engine | undefined) => void
  readonly children?: ReactNode
}

const pitched = 55
const hitOf = ({ layer, properties }: MapGeoJSONFeature) => ({ layer: layer.id, properties })

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** The point of the ground behind what is high up: looking there one sees it in the middle. */
function centreFor({ at, height = 0 }: Focus, pitch: number, bearing: number): Position {
  const behind = height * Math.tan(radians(pitch))
  return planeAt(at).from([behind * Math.sin(radians(bearing)), behind * Math.cos(radians(bearing))])
}

/** A map of our own tiles. Where it cannot be drawn it says so, and the list beside it has everything. */
export function MapView({ look, meshes, label, bounds, focus, onPick, onEngine, children }: Props) {
  const t = useWords(words)
  const mode = useMode()
  const calm = useCalm()
  const box = useRef<HTMLDivElement>(null)
  const [engine, setEngine] = useState<Engine>()
  const [isDrawable] = useState(canDraw)
  const [isBroken, setBroken] = useState(false)
  const full: Look = { ...look, tokens: mode === 'dark' ? dark : light, series: series[mode] }
  const isKnown = bounds !== undefined
  const drawn = useMeshes(engine, box, { meshes, chosen: look.chosen, colour: full.tokens.primary })
  const latest = useRef({ full, bounds, onPick, onEngine })
  latest.current = { full, bounds, onPick, onEngine }

  useEffect(() => {
    if (!isDrawable || !isKnown || box.current === null) return
    const container = box.current
    let made: Engine | undefined
    let isHere = true
    void import('./engine.ts').then(
      ({ Engine: Made }) => {
        if (!isHere) return
        const { west, south, east, north } = latest.current.bounds ?? { west: 73, south: 18, east: 135, north: 53 }
        made = new Made({
          ...{
            container,
            style: styleOf(latest.current.full),
            localIdeographFontFamily: fontStack,
            attributionControl: false,
            maxZoom: 20,
          },
          ...{ bounds: [west, south, east, north], fitBoundsOptions: { padding: 40, maxZoom: 17 }, fadeDuration: 0 },
        })
        const tell = () => {
          const centre = made?.getCenter()
          container.dataset.centre = `${centre?.lng.toFixed(6)},${centre?.lat.toFixed(6)}`
          container.dataset.zoom = String(made?.getZoom().toFixed(2))
        }
        made.on('idle', () => {
          container.dataset.ready = 'true'
          tell()
        })
        made.on('moveend', tell)
        made.on('click', ({ point, lngLat }) => {
          const around = 4
          const hits = made?.queryRenderedFeatures([
            [point.x - around, point.y - around],
            [point.x + around, point.y + around],
          ])
          latest.current.onPick?.({ at: [lngLat.lng, lngLat.lat], hits: (hits ?? []).map(hitOf), mesh: drawn.current?.pick(point) })
        })
        setEngine(made)
        latest.current.onEngine?.(made)
      },
      () => setBroken(true),
    )
    return () => {
      isHere = false
      latest.current.onEngine?.(undefined)
      made?.remove()
      setEngine(undefined)
    }
    // drawn once there is something to show; later bounds are a wish to move, said by `focus`
  }, [isDrawable, isKnown, drawn])

  const wanted = JSON.stringify(styleOf(full))
  useEffect(() => {
    engine?.setStyle(JSON.parse(wanted), { diff: true })
  }, [engine, wanted])
  useEffect(() => {
    if (engine) engine.easeTo({ pitch: look.isSolid ? pitched : 0, duration: calm ? 0 : 400 })
  }, [engine, look.isSolid, calm])
  useEffect(() => {
    if (!engine || !focus) return
    const pitch = latest.current.full.isSolid ? pitched : 0
    const [lng, lat] = centreFor(focus, pitch, engine.getBearing())
    const to = { center: { lng, lat }, zoom: Math.max(engine.getZoom(), focus.zoom ?? 17), pitch }
    if (calm) engine.jumpTo(to)
    else engine.flyTo({ ...to, duration: 900 })
  }, [engine, focus, calm])

  if (!isDrawable || isBroken)
    return (
      <div className={style.none}>
        <Notice tone="warning" role="status" title={t('noCanvas')}>
          {t('noCanvasText')}
        </Notice>
        {children}
      </div>
    )
  return (
    <div className={style.frame}>
      <section ref={box} className={style.canvas} aria-label={label} data-own-keys />
      {engine === undefined && (
        <div className={style.waiting}>
          <Bone height={800} />
        </div>
      )}
      <div className={style.zoom}>
        <button type="button" aria-label={t('closer')} onClick={() => engine?.zoomIn({ duration: calm ? 0 : 200 })}>
          +
        </button>
        <button type="button" aria-label={t('farther')} onClick={() => engine?.zoomOut({ duration: calm ? 0 : 200 })}>
          −
        </button>
      </div>
      {children}
    </div>
  )
}
