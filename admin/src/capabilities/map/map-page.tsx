import { map } from '@liren/contract/capabilities/map'
import type { MapPoint } from '@liren/contract/map/answers'
import { layerSpec, type MapLayer, mapLayerNames } from '@liren/contract/map/kinds'
import type { Position } from '@liren/contract/map/position'
import { writeRing } from '@liren/contract/map/within'
import { Button, Segmented, Slider } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { refresh } from '../../app/api/cache.ts'
import { useQuery } from '../../app/api/use.ts'
import { useKept } from '../../app/kept.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { type LiveEvent, useLiveEvents } from '../../app/live/live.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { MapView, type Picked } from '../../parts/map/map-view.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { PlacePanel } from '../../parts/place/place-picker.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { AddressBox } from './address-box.tsx'
import { BuildingDrawer } from './building-drawer.tsx'
import { LayerList } from './layer-list.tsx'
import style from './map.module.css'
import { Marks } from './marks.tsx'
import { areaOf } from './sketch.ts'
import { type Spot, spotOf } from './spot.ts'
import { SpotPanel } from './spot-panel.tsx'
import { Twin } from './twin.tsx'
import { words } from './words.ts'

const markLayers = mapLayerNames.filter((layer) => layerSpec(layer).subject !== 'map-feature')
const liveSubjects = new Set(['device', 'alarm', 'repair', 'map'])
const highest = 34

/** Everything that is known of a community on one map, and the same as a list. */
export default function MapPage() {
  const t = useWords(words)
  const state = useListState()
  const { place: placeId, ring, view, floor, layer: listed } = state.filters
  const [on, setOn] = useKept<readonly MapLayer[]>('map.layers', ['building', 'device', 'alarm', 'grid', 'road', 'entrance'])
  const [marks, setMarks] = useState<Readonly<Partial<Record<MapLayer, readonly MapPoint[]>>>>({})
  const [spot, setSpot] = useState<Spot>()
  const [focus, setFocus] = useState<{ at: Position; zoom?: number }>()
  const [corners, setCorners] = useState<readonly Position[]>()
  const [building, setBuilding] = useState<string>()
  const within = useMemo(() => ({ placeId, ring }), [placeId, ring])
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
    if (corners) setCorners([...corners, picked.at])
    else setSpot(spotOf(picked))
  }
  const readable = new Set(asked.data?.layers.map(({ layer }) => layer))
  const shown = markLayers.filter((layer) => on.includes(layer) && readable.has(layer))
  // the list begins with devices, or with what this person may read instead
  const twin = [listed, 'device', ...mapLayerNames].flatMap((name) =>
    mapLayerNames.filter((layer) => layer === name && readable.has(layer)),
  )[0]
  const isSolid = view === '3d'
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
          <MapView
            label={t('mapLabel')}
            bounds={asked.data ? asked.data.bounds : undefined}
            focus={focus}
            onPick={pick}
            look={{
              ...{ version: asked.data?.tiles ?? '0', isSolid, slice, chosen: spot?.id, sketch: areaOf(corners, ring) },
              hidden: new Set(mapLayerNames.filter((layer) => !on.includes(layer))),
              marks: shown.flatMap((layer) => (marks[layer] ? [{ layer, points: marks[layer] }] : [])),
            }}
          >
            {spot && (
              <SpotPanel
                spot={spot}
                onClose={() => setSpot(undefined)}
                onBuilding={setBuilding}
                onList={(layer, at) => state.setFilters({ ...state.filters, layer, place: at })}
              />
            )}
          </MapView>
          {shown.map((layer) => (
            <Marks key={layer} layer={layer} within={within} onMarks={onMarks} />
          ))}
          {twin && (
            <Twin
              layer={twin}
              layers={asked.data?.layers ?? []}
              within={within}
              chosen={spot?.id}
              onLayer={(layer) => state.setFilter('layer', layer)}
              onOpen={(element) => {
                if (element.longitude === null || element.latitude === null) return
                goTo([element.longitude, element.latitude])
                setSpot({
                  id: element.id,
                  layer: twin,
                  label: element.title,
                  state: element.state,
                  placeId: element.placeId ?? undefined,
                  at: [element.longitude, element.latitude],
                  count: 1,
                })
              }}
            />
          )}
        </div>
      </div>
      <BuildingDrawer id={building} onClose={() => setBuilding(undefined)} />
    </>
  )
}
