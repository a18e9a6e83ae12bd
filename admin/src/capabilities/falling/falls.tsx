import { alarmStateNames, alarmStates } from '@liren/contract/capabilities/alarm'
import { type FallSummary, falling } from '@liren/contract/capabilities/falling'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { FallDrawer } from './fall-drawer.tsx'
import style from './falling.module.css'
import { useFloors } from './floors.ts'
import { words } from './words.ts'

const floorNumbers = Array.from({ length: 40 }, (_, i) => i + 1)

/** What fell, newest first, with what is known of where it came from. */
export default function Falls() {
  const t = useWords(words)
  const say = useText()
  const floors = useFloors()
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const days = { from: filters.from, to: filters.to }
  const counts = useQuery(falling.endpoints.counts, { query: days })
  const floor = floorNumbers.find((one) => String(one) === filters.floor)
  const asked = usePages(falling.endpoints.list, {
    query: { ...days, buildingId: filters.building, floor, state: alarmStateNames.find((one) => one === filters.state), limit: 50 },
  })
  const buildings = (counts.data?.items ?? []).flatMap(({ building }) => building ?? [])
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      {(counts.data?.items.length ?? 0) > 0 && (
        <Card title={t('counts')}>
          <div className={style.counts}>
            {counts.data?.items.map(({ building, events }) => (
              <span key={building?.id ?? 'none'}>
                {building?.label ?? t('elsewhere')} <strong>{t('events', { count: events })}</strong>
              </span>
            ))}
          </div>
        </Card>
      )}
      <DataTable<FallSummary>
        name="falls"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        tools={
          <>
            <FilterMenu
              label={t('building')}
              value={filters.building}
              onChange={(value) => setFilter('building', value)}
              options={buildings.map(({ id, label }) => ({ value: id, label }))}
            />
            <FilterMenu
              label={t('floor')}
              value={filters.floor}
              onChange={(value) => setFilter('floor', value)}
              options={floorNumbers.map((number) => ({ value: String(number), label: t('floorOf', { number }) }))}
            />
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilter('state', value)}
              options={alarmStateNames.map((value) => ({ value, label: say(alarmStates[value].text) }))}
            />
            <FilterDays
              label={t('days')}
              value={days}
              onChange={(next) => setFilters({ ...filters, from: next.from ?? '', to: next.to ?? '' })}
            />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'first', title: t('first'), always: true, render: (row) => <TimeText at={row.firstAt} /> },
          { key: 'building', title: t('building'), render: (row) => <strong>{row.place.label || t('elsewhere')}</strong> },
          { key: 'floors', title: t('floors'), render: (row) => floors(row) },
          { key: 'column', title: t('column'), render: (row) => row.column ?? '–' },
          { key: 'confidence', title: t('confidence'), align: 'end', render: (row) => `${row.confidencePercent}%` },
          { key: 'camera', title: t('camera'), render: (row) => row.camera.name },
          { key: 'times', title: t('times'), align: 'end', render: (row) => row.times },
          { key: 'state', title: t('state'), render: (row) => say(alarmStates[row.state].text) },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} scene="rest" />}
      />
      <FallDrawer id={state.id} onClose={() => open(undefined)} />
    </>
  )
}
