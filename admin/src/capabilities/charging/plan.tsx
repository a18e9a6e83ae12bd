import { type ChargingPlanRow, chargingEndpoints, defaultPerPort } from '@liren/contract/capabilities/charging'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Card, Figure } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const ratios = ['1', '2', '3', '4', '5', '6', '8', '10']

/** E-bikes of the vehicle archive against ports of the device archive. */
export function Plan() {
  const t = useWords(words)
  const { filters, setFilter } = useListState()
  const perPort = ratios.find((one) => one === filters.perPort) ?? String(defaultPerPort)
  const query = { placeId: filters.place, perPort }
  const sums = useQuery(chargingEndpoints.sums, { query })
  const asked = usePages(chargingEndpoints.plan, { query: { ...query, limit: 50 } })
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Shown asked={sums}>
        {(all) => (
          <Card title={t('sums')}>
            <div style={{ display: 'flex', flexWrap: 'wrap', gap: '12px 40px' }}>
              <Figure label={t('ebikes')} value={all.ebikes} />
              <Figure label={t('ports')} value={all.ports} />
              <Figure label={t('shared')} value={all.shared} />
              <Figure label={t('wanted')} value={all.wanted} />
              <Figure label={t('short')} value={all.short} {...(all.short > 0 ? { tone: 'warning' as const } : {})} />
            </div>
          </Card>
        )}
      </Shown>
      <DataTable
        name="charging-plan"
        caption={t('tabPlan')}
        asked={asked}
        rowKey={(row: ChargingPlanRow) => row.building.id}
        tools={
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <FilterMenu
              label={t('perPort')}
              value={perPort}
              onChange={(value) => setFilter('perPort', value)}
              options={ratios.map((value) => ({ value, label: t('perPortOf', { n: value }) }))}
            />
          </div>
        }
        columns={[
          { key: 'building', title: t('building'), always: true, render: (row) => <strong>{row.building.name}</strong> },
          { key: 'ebikes', title: t('ebikes'), align: 'end', render: (row) => row.ebikes },
          { key: 'ports', title: t('ports'), align: 'end', render: (row) => row.ports },
          { key: 'wanted', title: t('wanted'), align: 'end', render: (row) => row.wanted },
          {
            key: 'short',
            title: t('short'),
            always: true,
            render: (row) =>
              row.short > 0 ? (
                <StatusTag tone="warning" icon="alert">
                  {t('missing', { n: String(row.short) })}
                </StatusTag>
              ) : (
                <StatusTag tone="success" icon="check">
                  {t('enough')}
                </StatusTag>
              ),
          },
        ]}
        empty={<EmptyState title={t('noBuildings')} scene="rest" />}
      />
    </div>
  )
}
