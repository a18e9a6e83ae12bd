import { map } from '@liren/contract/capabilities/map'
import type { MapPoint } from '@liren/contract/map/answers'
import { layerSpec, type MapLayer, mapLayerNames } from '@liren/contract/map/kinds'
import type { Position } from '@liren/contract/map/position'
import { writeRing } from '@liren/contract/map/within'
import { Button, Segmented, Slider } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import { refresh } from '../../app/api/cache.ts'
import { useQuery } from '../../app/api/use.ts'
import { useKept } from '../../app/kept.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { type LiveEvent, useLiveEvents } from '../../app/live/live.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { type Focus, MapView, type Picked } from '../../parts/map/map-view.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { PlacePanel } from '../../parts/place/place-picker.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { AddressBox } from './address-box.tsx'
import { BuildingDrawer } from './building-drawer.tsx'
import { LayerList } from './layer-list.tsx'
import style from './map.module.css'
import { Marks } from './marks.tsx'
import { MeshCard, useShownMeshes } from './mesh/mesh-card.tsx'
import { NewAlarm } from './model/new-alarm.tsx'
import { useElement } from './model/use-element.ts'
import { useFloor } from './model/use-floor.ts'
import { AddOverlay } from './overlay/add-overlay.tsx'
import { OverlayList, useOverlays } from './overlay/overlay-list.tsx'
import { words as overlayWords } from './overlay/words.ts'
import { areaOf } from './sketch.ts'
import { type Spot, spotOf, spotOfElement, spotOfMark, spotOfRow } from './spot.ts'
import { SpotPanel } from './spot-panel.tsx'
import { overlaysOf } from './timeline/shown.ts'
import { TimeStrip } from './timeline/time-strip.tsx'
import { Twin } from './twin.tsx'
import { words } from './words.ts'

const markLayers = mapLayerNames.filter((layer) => layerSpec(layer).subject !== 'map-feature')
const liveSubjects = new Set(['device', 'alarm', 'repair', 'map', 'zone', 'house', 'building', 'space', 'place'])
const highest = 34

/** Everything that is known of a community on one map, and the same as a list. */
export default function MapPage() {
  const t = useWords(words)
  const tOverlay = useWords(overlayWords)
  const state = useListState()
  const { place: placeId, ring, view, floor, day, layer: listed, element: chosen } = state.filters
  const [on, setOn] = useKept<readonly MapLayer[]>('map.layers', ['building', 'device', 'alarm', 'grid', 'road', 'entrance'])
  const [marks, setMarks] = useState<Readonly<Partial<Record<MapLayer, readonly MapPoint[]>>>>({})
  const [spot, setSpot] = useState<Spot>()
  const [focus, setFocus] = useState<Focus>()
  const [moving, setMoving] = useState<{ readonly to: Position | undefined }>()
  const [seen, setSeen] = useState<string>()
  const [corners, setCorners] = useState<readonly Position[]>()
  const [building, setBuilding] = useState<string>()
  const within = useMemo(() => ({ placeId, ring }), [placeId, ring])
  const [overlaysOn, setOverlaysOn] = useKept<readonly string[]>('map.overlays', [])
  const [adding, setAdding] = useState(false)
  const overlays = useOverlays(placeId)
  const meshes = useShownMeshes(placeId, day)
  const ground = useRef<HTMLDivElement>(null)
  const asked = useQuery(map.endpoints.layers, { query: within })

  useLiveEvents(
    useCallback((event: LiveEvent) => {
      if (liveSubjects.has(event.subject)) refresh('map')
    }, []),
  )
  const onMarks = useCallback(
    (layer: MapLayer, points: readonly MapPoint[] | undefined) =>
      setMarks((before) => (before[layer] === points ? before : { ...before, [layer]: points })),
    [],
  )
  const goTo = (at: Position, zoom?: number) => setFocus({ at, ...(zoom === undefined ? {} : { zoom }) })
  const pick = (picked: Picked) => {
    if (corners) return setCorners([...corners, picked.at])
    if (moving) return setMoving({ to: picked.at })
    const next = spotOf(picked)
    setSeen(next.element)
    look(next)
  }
  const look = (next: Spot | undefined) => {
    setSpot(next)
    setMoving(undefined)
    state.setFilter('element', next?.element)
  }
  const readable = new Set(asked.data?.layers.map(({ layer }) => layer))
  const shown = markLayers.filter((layer) => on.includes(layer) && readable.has(layer))
  // the list begins with devices, or with what this person may read instead
  const twin = [listed, 'device', ...mapLayerNames].flatMap((name) =>
    mapLayerNames.filter((layer) => layer === name && readable.has(layer)),
  )[0]
  const isSolid = view === '3d'
  const model = useElement(chosen, isSolid, seen, setFocus)
  const cells = useFloor(model.opened)
  const shownSpot = spot ?? (model.element && spotOfElement(model.element))
  const slice = isSolid && floor !== undefined ? Number(floor) : undefined

  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <PermissionGate code="map.edit">
          <Link to="/map/edit">
            <Button icon={<Icon name="edit" />}>{t('edit')}</Button>
          </Link>
        </PermissionGate>
      </PageHead>
      <div className={style.split}>
        <div className={style.side}>
          <Card
            title={t('places')}
            extra={
              placeId && (
                <Button size="small" type="text" onClick={() => state.setFilter('place', undefined)}>
                  {t('everywhere')}
                </Button>
              )
            }
          >
            <div className={style.tree}>
              <PlacePanel value={placeId} onChoose={(chosen) => state.setFilter('place', chosen.id)} />
            </div>
          </Card>
          <Card title={t('layers')}>
            <Shown asked={asked}>{(data) => <LayerList counts={data.layers} on={on} onChange={setOn} />}</Shown>
          </Card>
          <Card
            title={tOverlay('overlays')}
            extra={
              <PermissionGate code="map.edit">
                <Button size="small" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>
                  {tOverlay('add')}
                </Button>
              </PermissionGate>
            }
          >
            <OverlayList
              asked={overlays}
              on={overlaysOn}
              onChange={setOverlaysOn}
              onShow={(next) => {
                goTo(next.at, 16)
                look(next)
              }}
            />
          </Card>
          <MeshCard
            meshes={meshes}
            placeId={placeId}
            bounds={asked.data?.bounds ?? undefined}
            onShow={(next, height) => {
              // the list may stand far below the map
              ground.current?.scrollIntoView({ block: 'center' })
              setFocus({ at: next.at, zoom: 18, height: isSolid ? height : 0 })
              look(next)
            }}
          />
        </div>
        <div className={style.main}>
          <div className={style.bar}>
            <AddressBox
              onChoose={({ longitude, latitude }) => longitude !== null && latitude !== null && goTo([longitude, latitude], 18)}
            />
            <Segmented
              aria-label={t('view')}
              value={isSolid ? '3d' : '2d'}
              onChange={(next) => state.setFilter('view', next === '3d' ? '3d' : undefined)}
              options={[
                { value: '2d', label: t('flat') },
                { value: '3d', label: t('solid') },
              ]}
            />
            {isSolid && (
              <Slider
                style={{ width: 160 }}
                min={1}
                max={highest}
                value={slice ?? highest}
                onChange={(next) => state.setFilter('floor', next >= highest ? undefined : String(next))}
                tooltip={{ formatter: (next) => (next === highest ? t('sliceAll') : t('slice', { floor: next ?? 0 })) }}
                ariaLabelForHandle={slice === undefined ? t('sliceAll') : t('slice', { floor: slice })}
              />
            )}
            {corners === undefined && ring === undefined && <Button onClick={() => setCorners([])}>{t('draw')}</Button>}
            {corners !== undefined && (
              <>
                <span role="status">{t('drawing')}</span>
                <Button
                  type="primary"
                  disabled={corners.length < 3}
                  onClick={() => {
                    state.setFilter('ring', writeRing(corners))
                    setCorners(undefined)
                  }}
                >
                  {t('finish')}
                </Button>
                <Button onClick={() => setCorners(undefined)}>{t('cancel')}</Button>
              </>
            )}
            {ring !== undefined && <Button onClick={() => state.setFilter('ring', undefined)}>{t('clearArea')}</Button>}
          </div>
          <NewAlarm points={marks.alarm} onShow={(point) => look(spotOfMark('alarm', point))} />
          <div ref={ground}>
            <MapView
              label={t('mapLabel')}
              bounds={asked.data ? asked.data.bounds : undefined}
              focus={focus}
              onPick={pick}
              meshes={meshes.shown}
              look={{
                ...{ version: asked.data?.tiles ?? '0', isSolid, slice, chosen: shownSpot?.id, sketch: areaOf(corners, ring) },
                ...{ opened: model.opened, solids: cells },
                hidden: new Set(mapLayerNames.filter((layer) => !on.includes(layer))),
                overlays: overlaysOf(overlays.data, overlaysOn, day),
                marks: shown.flatMap((layer) => (marks[layer] ? [{ layer, points: marks[layer] }] : [])),
              }}
            >
              {shownSpot && (
                <SpotPanel
                  spot={shownSpot}
                  element={model.element}
                  mover={{
                    ...{ isPicking: moving !== undefined, to: moving?.to },
                    onPicking: (isPicking) => setMoving(isPicking ? { to: undefined } : undefined),
                  }}
                  onClose={() => look(undefined)}
                  onBuilding={setBuilding}
                  onList={(layer, at) => state.setFilters({ ...state.filters, layer, place: at })}
                />
              )}
            </MapView>
          </div>
          <TimeStrip placeId={placeId} day={day} onDay={(next) => state.setFilter('day', next)} />
          {shown.map((layer) => (
            <Marks key={layer} layer={layer} within={within} onMarks={onMarks} />
          ))}
          {twin && (
            <Twin
              layer={twin}
              layers={asked.data?.layers ?? []}
              within={within}
              chosen={shownSpot?.id}
              onLayer={(layer) => state.setFilter('layer', layer)}
              onOpen={(element) => {
                if (element.longitude === null || element.latitude === null) return
                // on the flat map a house is at its building, in the solid one in its part of its floor
                const isFlat = !isSolid || element.element === null
                setSeen(isFlat ? (element.element ?? undefined) : undefined)
                if (isFlat) goTo([element.longitude, element.latitude], twin === 'device' ? 19 : undefined)
                look(spotOfRow(twin, element))
              }}
            />
          )}
        </div>
      </div>
      <AddOverlay
        open={adding}
        placeId={placeId}
        onClose={() => setAdding(false)}
        onAdded={({ id }) => setOverlaysOn([...overlaysOn, id])}
      />
      <BuildingDrawer id={building} onClose={() => setBuilding(undefined)} />
    </>
  )
}
