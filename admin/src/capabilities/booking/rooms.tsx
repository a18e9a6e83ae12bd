import { type BookingRoom, bookingEndpoints } from '@liren/contract/capabilities/booking'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { RoomForm } from './room-form.tsx'
import { words } from './words.ts'

/** Every public space, whether it is booked and how; those that nobody set up say so. */
export function Rooms() {
  const t = useWords(words)
  const { filters, setFilter } = useListState()
  const [editing, setEditing] = useState<BookingRoom>()
  const asked = usePages(bookingEndpoints.rooms, { query: { limit: 50, placeId: filters.place } })
  return (
    <>
      <DataTable
        name="booking-rooms"
        caption={t('tabRooms')}
        asked={asked}
        rowKey={(row: BookingRoom) => row.id}
        tools={<FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />}
        columns={[
          { key: 'name', title: t('space'), always: true, render: (row) => <strong>{row.name}</strong> },
          {
            key: 'state',
            title: t('state'),
            always: true,
            render: ({ booking }) =>
              booking?.isOpen ? (
                <StatusTag tone="success" icon="check">
                  {t('isOpen')}
                </StatusTag>
              ) : (
                <StatusTag tone="neutral" icon="circle">
                  {t(booking ? 'isShut' : 'neverSet')}
                </StatusTag>
              ),
          },
          { key: 'slot', title: t('slot'), render: ({ booking }) => (booking ? t('every', { minutes: booking.slotMinutes }) : t('none')) },
          { key: 'capacity', title: t('capacity'), align: 'end', render: ({ booking }) => booking?.capacity ?? t('none') },
          { key: 'lock', title: t('lock'), render: ({ booking }) => booking?.lock?.name ?? t('none') },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place || t('none') },
          {
            key: 'edit',
            title: t('set'),
            width: 88,
            render: (row) => (
              <PermissionGate code="booking.manage">
                <Button size="small" onClick={() => setEditing(row)} aria-label={t('setOf', { name: row.name })}>
                  {t('set')}
                </Button>
              </PermissionGate>
            ),
          },
        ]}
        empty={
          <EmptyState title={t('noRooms')} text={t('noRoomsText')} scene="rest">
            <Link to="/spaces">{t('openArchive')}</Link>
          </EmptyState>
        }
      />
      {editing ? (
        <RoomForm
          room={editing}
          onClose={() => {
            setEditing(undefined)
            asked.reload()
          }}
        />
      ) : null}
    </>
  )
}
