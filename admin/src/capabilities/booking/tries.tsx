import { type BookingTry, bookingEndpoints } from '@liren/contract/capabilities/booking'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { SpaceFilter } from './space-filter.tsx'
import { TryTag } from './state.tsx'
import { words } from './words.ts'

/** Every code that was put in at a lock, of one booking or of all; never the code itself. */
export function Tries({ bookingId }: { bookingId?: string }) {
  const t = useWords(words)
  const { filters } = useListState()
  const spaceId = bookingId === undefined ? filters.space : undefined
  const asked = usePages(bookingEndpoints.tries, { query: { limit: 50, bookingId, spaceId } })
  return (
    <DataTable
      name={bookingId === undefined ? 'booking-tries' : 'booking-tries-of'}
      caption={t('tries')}
      asked={asked}
      rowKey={(row: BookingTry) => row.id}
      tools={bookingId === undefined ? <SpaceFilter /> : null}
      columns={[
        { key: 'at', title: t('at'), always: true, render: (row) => <TimeText at={row.at} /> },
        { key: 'result', title: t('result'), always: true, render: (row) => <TryTag result={row.result} /> },
        ...(bookingId === undefined ? [{ key: 'space', title: t('space'), render: (row: BookingTry) => row.space }] : []),
        { key: 'device', title: t('device'), render: (row) => row.device || t('none') },
      ]}
      empty={<EmptyState title={t('noTries')} scene="rest" />}
    />
  )
}
