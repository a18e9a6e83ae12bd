import { device, deviceStages, presenceStates } from '@liren/contract/capabilities/device'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import type { ViewProps } from '../../app/nav/registry.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { Card, Figure, PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { useDeviceColumns } from './columns.tsx'
import { DeviceDrawer } from './device-drawer.tsx'
import { DeviceForm } from './device-form.tsx'
import { words } from './words.ts'

const listQuery = (filters: Readonly<Record<string, string>>) => ({
  q: filters.q,
  presence: presenceStates.find((one) => one === filters.presence),
  stage: deviceStages.find((one) => one === filters.stage),
  productId: filters.product,
  kind: filters.kind,
  owner: filters.owner?.trim() || undefined,
  placeId: filters.place,
  silent: filters.silent === 'true' ? ('true' as const) : undefined,
  incomplete: filters.incomplete === 'true' ? ('true' as const) : undefined,
  limit: 50,
})

/** Every device of the area: who is there, whose record lacks something, what is due. */
export default function Devices({ title, below }: ViewProps) {
  const t = useWords(words)
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const [creating, setCreating] = useFlag('new')
  const asked = usePages(device.endpoints.list, { query: listQuery(filters) })
  const columns = useDeviceColumns()
  return (
    <>
      <PageHead title={title ?? t('title')} text={t('text')}>
        <AddButton code="device.manage" onClick={() => setCreating(true)}>
          {t('create')}
        </AddButton>
      </PageHead>
      {below}
      <Report />
      <ViewTabs
        name="devices"
        state={state}
        views={[
          { name: t('viewGateways'), filters: { kind: 'gateway' } },
          { name: t('viewSilent'), filters: { silent: 'true' } },
          { name: t('viewIncomplete'), filters: { incomplete: 'true' } },
          { name: t('viewFresh'), filters: { stage: 'registered' } },
          { name: t('viewMaintaining'), filters: { stage: 'maintaining' } },
          { name: t('viewStopped'), filters: { stage: 'stopped' } },
          { name: t('viewRetired'), filters: { stage: 'retired' } },
        ]}
      />
      <DataTable
        name="devices"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.stage === 'retired' ? 'quiet' : undefined)}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            <SearchField value={filters.q ?? ''} onChange={(text) => setFilter('q', text)} placeholder={t('search')} maxLength={60} />
            <FilterMenu
              label={t('presence')}
              value={filters.presence}
              onChange={(value) => setFilter('presence', value)}
              options={presenceStates.map((value) => ({ value, label: t(`p_${value}`) }))}
            />
            <FilterMenu
              label={t('stage')}
              value={filters.stage}
              onChange={(value) => setFilter('stage', value)}
              options={deviceStages.map((value) => ({ value, label: t(`s_${value}`) }))}
            />
            <SearchField
              value={filters.owner ?? ''}
              onChange={(text) => setFilter('owner', text)}
              placeholder={t('owner')}
              maxLength={60}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
      />
      <DeviceDrawer id={state.id} onClose={() => open(undefined)} />
      <DeviceForm open={creating} onClose={() => setCreating(false)} />
    </>
  )
}

function Report() {
  const t = useWords(words)
  const { data } = useQuery(device.endpoints.report)
  if (data === undefined) return null
  const share = data.total === 0 ? '–' : ((data.online / data.total) * 100).toFixed(1)
  return (
    <div style={{ marginBottom: 16 }}>
      <Card>
        <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: 24 }}>
          <Figure label={t('total')} value={data.total} />
          <Figure label={t('online')} value={share} unit={data.total === 0 ? undefined : '%'} />
          <Figure label={t('maintaining')} value={data.maintaining} />
          <Figure label={t('incomplete')} value={data.incomplete} {...(data.incomplete > 0 ? { tone: 'warning' as const } : {})} />
        </div>
      </Card>
    </div>
  )
}
