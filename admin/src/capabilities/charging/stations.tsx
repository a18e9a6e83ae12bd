import { type ChargingStation, chargerUseTexts, chargingEndpoints } from '@liren/contract/capabilities/charging'
import { Button } from 'antd'
import { useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { RecordForm } from './record-form.tsx'
import { words } from './words.ts'

/** Every charger with its record and its ports; those that nobody registered yet say so. */
export function Stations() {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilter } = useListState()
  const [editing, setEditing] = useState<ChargingStation>()
  const asked = usePages(chargingEndpoints.stations, { query: { limit: 50, placeId: filters.place } })
  return (
    <>
      <DataTable
        name="chargers"
        caption={t('tabStations')}
        asked={asked}
        rowKey={(row: ChargingStation) => row.id}
        tools={<FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />}
        columns={[
          { key: 'station', title: t('station'), always: true, render: (row) => <strong>{row.name}</strong> },
          {
            key: 'state',
            title: t('state'),
            always: true,
            width: 96,
            render: (row) =>
              row.presence === 'online' ? (
                <StatusTag tone="success" icon="check">
                  {t('online')}
                </StatusTag>
              ) : (
                <StatusTag tone="neutral" icon="circle">
                  {t('offline')}
                </StatusTag>
              ),
          },
          { key: 'use', title: t('use'), width: 110, render: (row) => (row.record ? say(chargerUseTexts[row.record.use]) : t('none')) },
          { key: 'ports', title: t('ports'), render: (row) => <Ports station={row} /> },
          {
            key: 'rated',
            title: t('rated'),
            render: (row) =>
              row.record ? (
                `${row.record.ratedVolts} V · ${row.record.ratedHertz} Hz`
              ) : (
                <StatusTag tone="warning" icon="alert">
                  {t('unrated')}
                </StatusTag>
              ),
          },
          {
            key: 'serves',
            title: t('serves'),
            roomy: true,
            render: (row) => (row.record ? (row.record.serves?.name ?? t('everybody')) : t('none')),
          },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name || t('none') },
          {
            key: 'edit',
            title: t('change'),
            width: 88,
            render: (row) => (
              <PermissionGate code="charging.manage">
                <Button
                  size="small"
                  onClick={() => setEditing(row)}
                  aria-label={t(row.record ? 'changeOf' : 'registerOf', { name: row.name })}
                >
                  {t(row.record ? 'change' : 'register')}
                </Button>
              </PermissionGate>
            ),
          },
        ]}
        empty={<EmptyState title={t('noStations')} scene="rest" />}
      />
      {editing ? <RecordForm station={editing} onClose={() => setEditing(undefined)} /> : null}
    </>
  )
}

function Ports({ station }: { station: ChargingStation }) {
  const t = useWords(words)
  if (!station.record) return t('none')
  const parts = [
    t('counts', { free: String(station.free), busy: String(station.busy) }),
    ...(station.faulty > 0 ? [t('faulty', { n: String(station.faulty) })] : []),
    ...(station.unknown > 0 ? [t('unknown', { n: String(station.unknown) })] : []),
  ]
  return parts.join(' · ')
}
