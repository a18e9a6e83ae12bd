import { type Device, device } from '@liren/contract/capabilities/device'
import { type BinState, binFaults, binStateOf, binStates, filledOf } from '@liren/contract/device/bin'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './bin-words.ts'

const tags: Readonly<Record<BinState, Status>> = {
  offline: { tone: 'neutral', icon: 'circle' },
  fault: { tone: 'danger', icon: 'alert' },
  full: { tone: 'warning', icon: 'alert' },
  normal: { tone: 'success', icon: 'check' },
}

/** Every bin with how it stands and when it was heard last; those that wait for somebody come first. */
export default function Bins() {
  const t = useWords(words)
  const { filters, setFilter } = useListState()
  const asked = usePages(device.endpoints.list, { query: { kind: 'bin', limit: 100, placeId: filters.place } })
  const bins = asked.data && [...asked.data].sort((a, b) => binStates.indexOf(binStateOf(a)) - binStates.indexOf(binStateOf(b)))
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <DataTable
        name="bins"
        caption={t('title')}
        asked={bins ? { ...asked, data: bins } : asked}
        rowKey={(row: Device) => row.id}
        tools={<FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />}
        columns={[
          { key: 'name', title: t('bin'), always: true, render: (row) => <strong>{row.name}</strong> },
          {
            key: 'state',
            title: t('state'),
            always: true,
            render: (row) => <StatusTag {...tags[binStateOf(row)]}>{t(binStateOf(row))}</StatusTag>,
          },
          {
            key: 'filled',
            title: t('filled'),
            align: 'end',
            render: (row) => (filledOf(row) === undefined ? t('none') : `${Math.round(filledOf(row) ?? 0)}%`),
          },
          {
            key: 'wrong',
            title: t('wrong'),
            render: (row) =>
              binFaults(row)
                .map((one) => t(one))
                .join('、') || t('none'),
          },
          { key: 'heard', title: t('heard'), width: 140, render: (row) => <TimeText at={row.heardAt} /> },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.placeName ?? t('none') },
        ]}
        empty={<EmptyState title={t('empty')} scene="rest" />}
      />
    </>
  )
}
