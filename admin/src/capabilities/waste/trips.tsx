import { type WasteTrip, wasteEndpoints, wasteKindTexts } from '@liren/contract/capabilities/waste'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { kg } from './live.tsx'
import { words } from './words.ts'

/** What was driven away, as the bins weighed it. */
export function Trips() {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(wasteEndpoints.trips, { query: { limit: 50 } })
  return (
    <DataTable
      name="waste-trips"
      caption={t('trips')}
      asked={asked}
      rowKey={(row: WasteTrip) => row.id}
      columns={[
        { key: 'at', title: t('at'), width: 140, always: true, render: (row) => <TimeText at={row.at} /> },
        { key: 'bin', title: t('bin'), always: true, render: (row) => <strong>{row.bin.name}</strong> },
        { key: 'kind', title: t('kind'), render: (row) => (row.kind === null ? t('none') : say(wasteKindTexts[row.kind])) },
        { key: 'weight', title: t('weight'), align: 'end', render: (row) => kg(row.weightKg) },
        { key: 'vehicle', title: t('vehicle'), render: (row) => row.vehicle ?? t('none') },
        { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name },
      ]}
      empty={<EmptyState title={t('noTrips')} scene="rest" />}
    />
  )
}
