import { alarmKindNames, alarmKinds, alarmLevels, alarmStateNames, alarmStates } from '@liren/contract/capabilities/alarm'
import { type HazardSummary, hazard, hazardAreaNames, hazardAreaOf, hazardAreas } from '@liren/contract/capabilities/hazard'
import { Button } from 'antd'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { AlarmStateTag } from '../../parts/alarm/alarm-state.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { HazardFigures } from './figures.tsx'
import { HazardDrawer } from './hazard-drawer.tsx'
import { PushState } from './push-state.tsx'
import { words } from './words.ts'

const kinds = alarmKindNames.filter((kind) => hazardAreaOf(kind) !== undefined)

/** What the address says, as list and figures ask for it. */
const asQuery = (filters: Readonly<Record<string, string>>) => ({
  area: hazardAreaNames.find((one) => one === filters.area),
  kind: kinds.find((one) => one === filters.kind),
  state: alarmStateNames.find((one) => one === filters.state),
  ...{ placeId: filters.place, deviceId: filters.device, from: filters.from, to: filters.to },
})

/** Every hazard that ever was, with figures over the same rows. */
export default function Hazards() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const query = asQuery(filters)
  const asked = usePages(hazard.endpoints.list, { query: { ...query, limit: 50 } })
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Link to="/hazards/roster">
          <Button>{t('seeRoster')}</Button>
        </Link>
      </PageHead>
      <HazardFigures query={query} />
      <DataTable<HazardSummary>
        name="hazards"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.push.late && row.state === 'raised' ? 'late' : undefined)}
        tools={
          <>
            <FilterMenu
              label={t('area')}
              value={filters.area}
              onChange={(value) => setFilter('area', value)}
              options={hazardAreaNames.map((value) => ({ value, label: say(hazardAreas[value]) }))}
            />
            <FilterMenu
              label={t('kind')}
              value={filters.kind}
              onChange={(value) => setFilter('kind', value)}
              options={kinds
                .filter((kind) => query.area === undefined || hazardAreaOf(kind) === query.area)
                .map((value) => ({ value, label: say(alarmKinds[value].text) }))}
            />
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilter('state', value)}
              options={alarmStateNames.map((value) => ({ value, label: say(alarmStates[value].text) }))}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <FilterDays
              label={t('days')}
              value={{ from: filters.from, to: filters.to }}
              onChange={(days) => setFilters({ ...filters, from: days.from ?? '', to: days.to ?? '' })}
            />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'title', title: t('kind'), always: true, render: (row) => <strong>{say(row.title)}</strong> },
          { key: 'level', title: t('level'), width: 130, render: (row) => say(alarmLevels[row.level]) },
          { key: 'state', title: t('state'), width: 110, render: (row) => <AlarmStateTag state={row.state} /> },
          { key: 'number', title: t('number'), width: 140, render: (row) => row.number },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.label },
          { key: 'device', title: t('device'), render: (row) => row.device?.name ?? '–' },
          { key: 'duty', title: t('duty'), render: (row) => row.duty.map(({ name }) => name).join('、') || '–' },
          { key: 'push', title: t('push'), width: 110, render: (row) => <PushState push={row.push} /> },
          { key: 'raised', title: t('raised'), width: 130, render: (row) => <TimeText at={row.raisedAt} /> },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} scene="rest" />}
      />
      <HazardDrawer id={state.id} onClose={() => open(undefined)} />
    </>
  )
}
