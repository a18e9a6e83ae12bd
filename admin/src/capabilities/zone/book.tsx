import { alarmStateNames, alarmStates } from '@liren/contract/capabilities/alarm'
import { type ZoneEvent, zone } from '@liren/contract/capabilities/zone'
import { Link } from 'react-router'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Outcome, useCategory } from './state.tsx'
import { words } from './words.ts'

const states = [...alarmStateNames, 'log'] as const

/** Every crossing of the boundary, by zone, place, day and state. */
export default function Book() {
  const t = useWords(words)
  const say = useText()
  const categoryText = useCategory()
  const state = useListState()
  const { filters, setFilter, setFilters } = state
  const zones = useQuery(zone.endpoints.list, { query: { limit: 100 } })
  const asked = usePages(zone.endpoints.events, {
    query: {
      ...{ zoneId: filters.zone, placeId: filters.place, state: states.find((one) => one === filters.state) },
      ...{ from: filters.from, to: filters.to, limit: 50 },
    },
  })
  return (
    <>
      <PageHead title={t('book')} text={t('bookText')} />
      <DataTable<ZoneEvent>
        name="zone-events"
        caption={t('book')}
        asked={asked}
        rowKey={(row) => row.id}
        tools={
          <>
            <FilterMenu
              label={t('zone')}
              value={filters.zone}
              onChange={(value) => setFilter('zone', value)}
              options={(zones.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilter('state', value)}
              options={states.map((value) => ({ value, label: value === 'log' ? t('log') : say(alarmStates[value].text) }))}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <FilterDays
              label={t('at')}
              value={{ from: filters.from, to: filters.to }}
              onChange={(days) => setFilters({ ...filters, from: days.from ?? '', to: days.to ?? '' })}
            />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'at', title: t('at'), always: true, render: (row) => <TimeText at={row.at} /> },
          { key: 'zone', title: t('zone'), render: (row) => <Link to={`/zones?id=${row.zone.id}`}>{row.zone.name}</Link> },
          { key: 'category', title: t('category'), render: (row) => categoryText(row.category) },
          {
            key: 'length',
            title: t('length'),
            align: 'end',
            render: (row) => (row.seconds === null ? t('going') : t('seconds', { count: row.seconds })),
          },
          {
            key: 'device',
            title: t('device'),
            render: (row) => <Link to={`/devices?id=${row.device.id}`}>{`${row.device.name} ${row.device.code}`}</Link>,
          },
          { key: 'place', title: t('place'), render: (row) => row.place.label },
          { key: 'outcome', title: t('outcome'), render: (row) => <Outcome event={row} /> },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('entry')} />}
      />
    </>
  )
}
