import { device } from '@liren/contract/capabilities/device'
import type { WarehouseItem } from '@liren/contract/device/warehouse-endpoints'
import { dataClasses, dataClassTexts } from '@liren/contract/thing/layers'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { DeviceDrawer } from './device-drawer.tsx'
import { DeviceTags } from './state.tsx'
import { sayValue } from './value.ts'
import { words } from './warehouse-words.ts'

/** What devices told last, store by store. */
export default function Warehouse() {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilter, open, id } = useListState()
  const store = dataClasses.find((one) => one === filters.store) ?? 'entrance'
  const asked = usePages(device.endpoints.warehouse, { query: { store, placeId: filters.place, limit: 50 } })
  return (
    <>
      <PageHead title={t('warehouseTitle')} text={t('warehouseText')} />
      <DataTable
        name="warehouse"
        caption={say(dataClassTexts[store])}
        asked={asked}
        rowKey={(row: WarehouseItem) => row.id}
        onOpen={(row) => open(row.id)}
        openId={id}
        columns={[
          {
            key: 'device',
            title: t('device'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.productName ?? row.code}</div>
              </>
            ),
          },
          {
            key: 'presence',
            title: t('presence'),
            width: 100,
            render: (row) => <DeviceTags device={{ stage: 'active', presence: row.presence }} />,
          },
          {
            key: 'values',
            title: t('values'),
            always: true,
            render: (row) =>
              row.values.length === 0 ? (
                <span style={{ color: 'var(--text-3)' }}>{t(row.withheld ? 'withheldValues' : 'noValues')}</span>
              ) : (
                <span style={{ display: 'flex', flexWrap: 'wrap', gap: '2px 16px' }}>
                  {row.values.slice(0, 6).map((one) => (
                    <span key={one.property}>
                      <span style={{ color: 'var(--text-3)' }}>{say(one)} </span>
                      {one.called ? say(one.called) : sayValue(undefined, one.value, say, [t('yes'), t('no')])}
                      {typeof one.value === 'number' && one.unit ? ` ${one.unit}` : ''}
                    </span>
                  ))}
                </span>
              ),
          },
          { key: 'heard', title: t('heard'), width: 130, render: (row) => <TimeText at={row.heardAt} /> },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.placeName ?? '–' },
        ]}
        empty={<EmptyState title={t('noData')} scene="rest" />}
        tools={
          <>
            <FilterMenu
              label={t('store')}
              value={store}
              onChange={(value) => setFilter('store', value)}
              options={dataClasses.map((value) => ({ value, label: say(dataClassTexts[value]) }))}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
          </>
        }
      />
      <DeviceDrawer id={id} onClose={() => open(undefined)} />
    </>
  )
}
