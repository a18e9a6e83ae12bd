import { type ZoneSummary, zone, zoneKindNames, zoneKinds } from '@liren/contract/capabilities/zone'
import { Button } from 'antd'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { ZoneState } from './state.tsx'
import { words } from './words.ts'
import { ZoneDrawer } from './zone-drawer.tsx'
import { ZoneForm } from './zone-form.tsx'

/** Every zone of the area: armed or not, what stands open, what it is fitted with. */
export default function Zones() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const [creating, setCreating] = useFlag('new')
  const armed = filters.armed === '1' || filters.armed === '0' ? filters.armed : undefined
  const asked = usePages(zone.endpoints.list, {
    query: { kind: zoneKindNames.find((one) => one === filters.kind), placeId: filters.place, armed, limit: 50 },
  })
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Link to="/zones/coverage">
          <Button>{t('seeCoverage')}</Button>
        </Link>
        <AddButton code="zone.manage" onClick={() => setCreating(true)}>
          {t('create')}
        </AddButton>
      </PageHead>
      <DataTable<ZoneSummary>
        name="zones"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        tools={
          <>
            <FilterMenu
              label={t('kind')}
              value={filters.kind}
              onChange={(value) => setFilter('kind', value)}
              options={zoneKindNames.map((value) => ({ value, label: say(zoneKinds[value]) }))}
            />
            <FilterMenu
              label={t('state')}
              value={armed}
              onChange={(value) => setFilter('armed', value)}
              options={[
                { value: '1', label: t('armed') },
                { value: '0', label: t('disarmed') },
              ]}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'name', title: t('name'), always: true, render: (row) => <strong>{row.name}</strong> },
          { key: 'state', title: t('state'), render: (row) => <ZoneState zone={row} /> },
          { key: 'kind', title: t('kind'), render: (row) => say(zoneKinds[row.kind]) },
          { key: 'place', title: t('place'), render: (row) => row.place.label },
          { key: 'detectors', title: t('detectors'), align: 'end', render: (row) => row.detectors },
          { key: 'cameras', title: t('cameras'), align: 'end', render: (row) => row.cameras },
          { key: 'next', title: t('next'), render: (row) => (row.nextAt === null ? '—' : <TimeText at={row.nextAt} />) },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} text={t('boundaryHint')} />}
      />
      <ZoneDrawer id={state.id} onClose={() => open(undefined)} />
      <ZoneForm open={creating} onClose={() => setCreating(false)} />
    </>
  )
}
