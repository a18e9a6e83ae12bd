import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { BookingList } from './list.tsx'
import { Rooms } from './rooms.tsx'
import { Tries } from './tries.tsx'
import { words } from './words.ts'

const tabs = ['list', 'rooms', 'tries'] as const

/** Who has which public space when, how each of them is booked, and what was put in at their locks. */
export default function Bookings() {
  const t = useWords(words)
  const { filters, setFilters } = useListState()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={tabs.find((tab) => tab === filters.tab) ?? 'list'}
        onChange={(tab) => setFilters({ tab })}
        destroyOnHidden
        items={[
          { key: 'list', label: t('tabBookings'), children: <BookingList /> },
          { key: 'rooms', label: t('tabRooms'), children: <Rooms /> },
          { key: 'tries', label: t('tabTries'), children: <Tries /> },
        ]}
      />
    </>
  )
}
