import { exactTime } from '@liren/client/format/time'
import { type Booking, bookingEndpoints, bookingStateNames, bookingStates } from '@liren/contract/capabilities/booking'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { BookingDrawer } from './drawer.tsx'
import { SpaceFilter } from './space-filter.tsx'
import { BookingTag, slotText } from './state.tsx'
import { words } from './words.ts'

/** Bookings, the latest slot first: of one space, of a day, or those that wait. */
export function BookingList() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters } = state
  const chosen = bookingStateNames.find((name) => name === filters.state)
  const asked = usePages(bookingEndpoints.list, {
    query: { limit: 50, state: chosen, spaceId: filters.space, from: filters.from, to: filters.to },
  })
  const columns = useMemo<readonly Column<Booking>[]>(
    () => [
      { key: 'slot', title: t('slot'), always: true, render: (row) => <strong>{slotText(row, exactTime)}</strong> },
      { key: 'space', title: t('space'), always: true, render: (row) => row.space.name },
      { key: 'state', title: t('state'), always: true, render: (row) => <BookingTag state={row.state} /> },
      { key: 'booker', title: t('booker'), render: (row) => row.booker || t('none') },
      { key: 'house', title: t('house'), render: (row) => row.house || t('none') },
      { key: 'people', title: t('people'), align: 'end', render: (row) => row.people },
      { key: 'purpose', title: t('purpose'), roomy: true, render: (row) => row.purpose || t('none') },
      {
        key: 'outside',
        title: t('hours'),
        roomy: true,
        render: (row) =>
          row.can.length > 0 && !row.isWithinHours ? (
            <StatusTag tone="danger" icon="alert">
              {t('outside')}
            </StatusTag>
          ) : (
            t('none')
          ),
      },
    ],
    [t],
  )
  return (
    <>
      <ViewTabs
        name="bookings"
        state={state}
        views={[
          { name: t('waiting'), filters: { state: 'waiting' } },
          { name: t('today'), filters: { from: dayBefore(0), to: dayBefore(0) } },
        ]}
      />
      <DataTable
        name="bookings"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        tools={
          <>
            <SpaceFilter />
            <FilterMenu
              label={t('state')}
              value={chosen}
              options={bookingStateNames.map((value) => ({ value, label: say(bookingStates[value]) }))}
              onChange={(value) => state.setFilter('state', value)}
            />
            <FilterDays
              label={t('days')}
              value={{ from: filters.from, to: filters.to }}
              onChange={(days) => state.setFilters({ ...filters, from: days.from ?? '', to: days.to ?? '' })}
            />
          </>
        }
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} />}
      />
      <BookingDrawer id={state.id} onClose={() => state.open(undefined)} onDone={asked.reload} />
    </>
  )
}
