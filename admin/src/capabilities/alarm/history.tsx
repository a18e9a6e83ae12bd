import {
  type AlarmSummary,
  alarm,
  alarmGroupNames,
  alarmGroups,
  alarmLevels,
  alarmResults,
  alarmStateNames,
  alarmStates,
  levelNumbers,
} from '@liren/contract/capabilities/alarm'
import { Button } from 'antd'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { AlarmStateTag, alarmLooks } from '../../parts/alarm/alarm-state.tsx'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './alarm.module.css'
import { Matter } from './matter.tsx'
import { AlarmFlags, LevelMark } from './state.tsx'
import { words } from './words.ts'

const phases = ['open', 'active', 'done', 'unclosed'] as const

/** What the address says, as the list asks for it. */
export const listQuery = (filters: Readonly<Record<string, string>>) => ({
  phase: phases.find((name) => name === filters.phase),
  state: alarmStateNames.find((name) => name === filters.state),
  group: alarmGroupNames.find((name) => name === filters.group),
  level: levelNumbers.find((number) => String(number) === filters.level),
  placeId: filters.place,
  deviceId: filters.device,
  number: filters.number,
  shelved: filters.shelved === '1' ? ('1' as const) : undefined,
  from: filters.from,
  to: filters.to,
  limit: 50,
})

function useColumns(): readonly Column<AlarmSummary>[] {
  const t = useWords(words)
  const say = useText()
  return useMemo(
    () => [
      {
        key: 'what',
        title: t('what'),
        always: true,
        render: (row) => (
          <div className={style.what}>
            <LevelMark level={row.level} />
            <div>
              <strong>{say(row.title)}</strong>
              <small>{row.number}</small>
            </div>
          </div>
        ),
      },
      {
        key: 'state',
        title: t('state'),
        render: (row) => (
          <span className={style.tags}>
            <AlarmStateTag state={row.state} />
            <AlarmFlags alarm={row} />
          </span>
        ),
      },
      { key: 'device', title: t('device'), render: (row) => row.device?.name ?? '–' },
      { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.label },
      { key: 'handler', title: t('handler'), width: 120, render: (row) => <Person name={row.handler?.name} /> },
      { key: 'result', title: t('result'), hidden: true, render: (row) => (row.result === null ? '–' : say(alarmResults[row.result])) },
      { key: 'first', title: t('first'), width: 130, render: (row) => <TimeText at={row.firstAt} /> },
    ],
    [t, say],
  )
}

/** Every alarm of the area that ever was, with the ways to find one again. */
export default function History() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const asked = usePages(alarm.endpoints.list, { query: listQuery(filters) })
  return (
    <>
      <PageHead title={t('history')} text={t('historyText')}>
        <Link to="/alarms">
          <Button icon={<Icon name="siren" />}>{t('desk')}</Button>
        </Link>
      </PageHead>
      <ViewTabs
        name="alarms"
        state={state}
        views={[
          { name: t('viewOpen'), filters: { phase: 'open' } },
          { name: t('viewActive'), filters: { phase: 'active' } },
          { name: t('viewShelved'), filters: { shelved: '1' } },
          { name: t('viewDone'), filters: { phase: 'done' } },
        ]}
      />
      <DataTable
        name="alarms"
        caption={t('history')}
        asked={asked}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.overdue ? 'late' : undefined)}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} scene="rest" />}
        tools={
          <>
            <SearchField
              value={filters.number ?? ''}
              onChange={(text) => setFilter('number', text)}
              placeholder={t('search')}
              maxLength={30}
            />
            <FilterMenu
              label={t('level')}
              value={filters.level}
              onChange={(value) => setFilter('level', value)}
              options={levelNumbers.map((number) => ({ value: String(number), label: say(alarmLevels[number]) }))}
            />
            <FilterMenu
              label={t('group')}
              value={filters.group}
              onChange={(value) => setFilter('group', value)}
              options={alarmGroupNames.map((value) => ({ value, label: say(alarmGroups[value]) }))}
            />
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilter('state', value)}
              options={alarmStateNames.map((value) => ({ value, label: say(alarmStates[value].text), icon: alarmLooks[value].icon }))}
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
      />
      <RecordDrawer
        open={state.id !== undefined}
        onClose={() => open(undefined)}
        title={t('one')}
        share={state.id === undefined ? undefined : { subject: 'alarm', id: state.id, name: t('one') }}
      >
        {state.id !== undefined && <Matter id={state.id} />}
      </RecordDrawer>
    </>
  )
}
