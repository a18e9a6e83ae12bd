import { device } from '@liren/contract/capabilities/device'
import type { Stock } from '@liren/contract/device/warehouse-endpoints'
import { dataClassTexts, deviceLayers, deviceLayerTexts } from '@liren/contract/thing/layers'
import { pagedOf, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Card, Figure, PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { words } from './warehouse-words.ts'

const sum = (items: readonly Stock[], of: 'installed' | 'online') => items.reduce((all, one) => all + one[of], 0)

/** What can be connected, and how many of it stand at the chosen place. */
export default function Inventory() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter } = state
  const layer = deviceLayers.find((one) => one === filters.layer)
  const asked = useQuery(device.endpoints.inventory, { query: { placeId: filters.place, layer } })
  const items = asked.data?.items
  const shown = items && filters.installed === 'true' ? items.filter((one) => one.installed > 0) : items
  return (
    <>
      <PageHead title={t('inventoryTitle')} text={t('inventoryText')} />
      {items && (
        <div style={{ marginBottom: 16 }}>
          <Card>
            <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: 24 }}>
              <Figure label={t('sumProducts')} value={items.length} />
              <Figure label={t('sumInstalled')} value={sum(items, 'installed')} />
              <Figure label={t('sumOnline')} value={sum(items, 'online')} />
            </div>
          </Card>
        </div>
      )}
      <DataTable
        name="inventory"
        caption={t('inventoryTitle')}
        asked={pagedOf(asked, shown)}
        rowKey={(row) => row.productId}
        columns={[
          {
            key: 'product',
            title: t('product'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.code}</div>
              </>
            ),
          },
          { key: 'layer', title: t('layer'), render: (row) => say(deviceLayerTexts[row.layer]) },
          { key: 'store', title: t('store'), roomy: true, render: (row) => say(dataClassTexts[row.dataClass]) },
          { key: 'protocol', title: t('protocol'), render: (row) => <Chip>{row.protocol}</Chip> },
          { key: 'installed', title: t('installed'), always: true, align: 'end', width: 90, render: (row) => row.installed },
          { key: 'online', title: t('online'), align: 'end', width: 90, render: (row) => (row.installed === 0 ? '–' : row.online) },
          { key: 'planned', title: t('planned'), align: 'end', width: 90, roomy: true, render: (row) => row.planned },
        ]}
        empty={<EmptyState title={t('noProducts')} scene="rest" />}
        tools={
          <>
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <FilterMenu
              label={t('layer')}
              value={filters.layer}
              onChange={(value) => setFilter('layer', value)}
              options={deviceLayers.map((value) => ({ value, label: say(deviceLayerTexts[value]) }))}
            />
            <FilterMenu
              label={t('installed')}
              value={filters.installed}
              onChange={(value) => setFilter('installed', value)}
              options={[{ value: 'true', label: t('only') }]}
            />
            <ClearFilters state={state} />
          </>
        }
      />
    </>
  )
}
