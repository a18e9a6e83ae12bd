import { map } from '@liren/contract/capabilities/map'
import type { MapElement } from '@liren/contract/map/answers'
import { layerSpec, type MapLayer } from '@liren/contract/map/kinds'
import { Select } from 'antd'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { allRecords } from '../../app/nav/registry.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { useStateText } from './state-text.ts'
import { words } from './words.ts'

interface Props {
  readonly layer: MapLayer
  readonly layers: readonly { readonly layer: MapLayer }[]
  readonly within: { readonly placeId: string | undefined; readonly ring: string | undefined }
  readonly chosen: string | undefined
  readonly onLayer: (layer: MapLayer) => void
  readonly onOpen: (element: MapElement) => void
}

/** The same records as on the map, as a list: by keyboard, by screen reader, and where no map can be drawn. */
export function Twin({ layer, layers, within, chosen, onLayer, onOpen }: Props) {
  const t = useWords(words)
  const say = useText()
  const stateText = useStateText()
  const asked = usePages(map.endpoints.elements, { query: { layer, ...within, limit: 50 } })
  const page = allRecords.find(({ subject }) => subject === layerSpec(layer).subject)
  const columns: Column<MapElement>[] = [
    { key: 'name', title: t('name'), always: true, render: (row) => row.title || '—' },
    { key: 'where', title: t('where'), render: (row) => row.hint },
    { key: 'state', title: t('state'), render: (row) => stateText(layer, row.state) },
    {
      ...{ key: 'position', title: t('position'), roomy: true },
      render: (row) =>
        row.longitude === null || row.latitude === null ? t('notPlaced') : `${row.longitude.toFixed(5)}, ${row.latitude.toFixed(5)}`,
    },
    ...(page && layerSpec(layer).subject !== 'map-feature'
      ? [{ key: 'open', title: '', render: (row: MapElement) => <Link to={page.path(row.id)}>{t('open')}</Link> }]
      : []),
  ]
  return (
    <DataTable
      name={`map.${layer}`}
      caption={t('listTitle', { layer: say(layerSpec(layer).text) })}
      asked={asked}
      columns={columns}
      rowKey={(row) => row.id}
      onOpen={onOpen}
      openId={chosen}
      empty={<EmptyState what={say(layerSpec(layer).text)} />}
      tools={
        <Select
          aria-label={t('layer')}
          style={{ minWidth: 160 }}
          value={layer}
          onChange={onLayer}
          options={layers.map((one) => ({ value: one.layer, label: say(layerSpec(one.layer).text) }))}
        />
      }
    />
  )
}
