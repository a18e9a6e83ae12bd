import { grid, gridArchive } from '@liren/contract/capabilities/grid'
import { map } from '@liren/contract/capabilities/map'
import type { ModelElement } from '@liren/contract/map/answers'
import { layerSpec, type MapLayer } from '@liren/contract/map/kinds'
import { Button } from 'antd'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { allRecords } from '../../app/nav/registry.ts'
import { useMay } from '../../app/session/store.ts'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import style from './map.module.css'
import { MeshFacts } from './mesh/mesh-facts.tsx'
import { AlarmFacts } from './model/alarm-facts.tsx'
import { ElementFacts } from './model/element-facts.tsx'
import { MoveElement, type Mover } from './model/move-element.tsx'
import { OverlayFacts } from './overlay/overlay-facts.tsx'
import type { Spot } from './spot.ts'
import { useStateText } from './state-text.ts'
import { words } from './words.ts'

interface Props {
  readonly spot: Spot
  /** The element of the model at which it is, once that is known. */
  readonly element: ModelElement | undefined
  readonly mover: Mover
  readonly onClose: () => void
  readonly onBuilding: (placeId: string) => void
  readonly onList: (layer: MapLayer, placeId: string) => void
}

/** What is known of the spot that was chosen, and where to go from it. */
export function SpotPanel({ spot, element, mover, onClose, onBuilding, onList }: Props) {
  const t = useWords(words)
  const say = useText()
  const stateText = useStateText()
  const { layer, placeId } = spot
  const record = layer && allRecords.find(({ subject }) => subject === layerSpec(layer).subject)
  const isRecord = layer !== undefined && layerSpec(layer).subject !== 'map-feature' && placeId === undefined
  // the element is asked for again when something changes, the spot was chosen once
  const own = element !== undefined && element.id === spot.element ? element : undefined
  const state = stateText(layer, layer === 'device' && own ? own.state : spot.state)
  return (
    <section className={style.panel} aria-label={spot.label || t('position')} data-spot={spot.id}>
      <header className={style.panelHead}>
        <h2>{spot.label || t('position')}</h2>
        <IconButton icon="close" label={t('close')} onClick={onClose} />
      </header>
      <Facts
        columns={1}
        items={[
          ...(layer ? [{ label: t('layer'), value: say(layerSpec(layer).text) }] : []),
          ...(state ? [{ label: t('state'), value: state }] : []),
          ...(spot.count > 1 || (layer && placeId && layerSpec(layer).subject !== 'map-feature')
            ? [{ label: '', value: t('here', { count: spot.count }) }]
            : []),
          { label: t('position'), value: `${spot.at[0].toFixed(6)}, ${spot.at[1].toFixed(6)}` },
        ]}
      />
      {layer === 'alarm' && isRecord && <AlarmFacts id={spot.id} />}
      {own && <ElementFacts element={own} />}
      {own && layer === 'device' && <MoveElement key={own.version ?? own.id} element={own} mover={mover} />}
      {layer === 'building' && placeId && <BuildingFacts id={placeId} />}
      {layer === 'grid' && placeId && <GridFacts placeId={placeId} />}
      {spot.overlay && <OverlayFacts id={spot.overlay.id} chosen={spot.overlay.key} onGone={onClose} />}
      {spot.mesh && <MeshFacts id={spot.mesh.id} chosen={spot.mesh.key} />}
      {layer === undefined && !spot.overlay && !spot.mesh && <Around at={spot.at} />}
      <div className={style.panelActions}>
        {layer === 'building' && placeId && (
          <Button type="primary" onClick={() => onBuilding(placeId)}>
            {t('buildingTable')}
          </Button>
        )}
        {layer === 'building' && placeId && (
          <Link to={`/map/buildings/${placeId}`}>
            <Button>{t('stages')}</Button>
          </Link>
        )}
        {isRecord && record && own?.recordId !== spot.id && <Link to={record.path(spot.id)}>{t('open')}</Link>}
        {layer && placeId && (
          <Button onClick={() => onList(layerSpec(layer).subject === 'map-feature' ? 'house' : layer, placeId)}>{t('showInList')}</Button>
        )}
      </div>
    </section>
  )
}

function BuildingFacts({ id }: { id: string }) {
  const t = useWords(words)
  const { data } = useQuery(map.endpoints.building, { params: { id } })
  if (!data) return null
  const [top = 0] = data.floors
  return (
    <Facts
      columns={1}
      items={[
        { label: t('floors'), value: top },
        { label: t('height'), value: t('metres', { metres: Math.round(data.height) }) },
        { label: t('houses'), value: data.houses.length },
      ]}
    />
  )
}

/** Who leads the grid and how large it is, as its file has it. */
function GridFacts({ placeId }: { placeId: string }) {
  const t = useWords(words)
  const may = useMay(`${gridArchive.name}.read`)
  const { data } = useQuery(grid.endpoints.list, may ? { query: { placeId, limit: 1 } } : null)
  const values = data?.items[0]?.values
  if (!values) return null
  const fact = (name: string, label: string): Fact[] => (values[name] == null ? [] : [{ label, value: String(values[name]) }])
  return (
    <Facts
      columns={1}
      items={[
        ...fact('leaderName', t('leader')),
        ...fact('workerName', t('worker')),
        ...fact('members', t('members')),
        ...fact('homes', t('homes')),
        ...fact('coverage', t('coverage')),
      ]}
    />
  )
}

/** The address nearest to a bare point, and the grid that it lies in. */
function Around({ at }: { at: Spot['at'] }) {
  const t = useWords(words)
  const { data } = useQuery(map.endpoints.where, { query: { longitude: at[0], latitude: at[1] } })
  if (!data) return null
  return <p role="status">{t('point', { grid: data.grids[0]?.name ?? t('noGrid'), address: data.nearest?.address ?? t('noGrid') })}</p>
}
