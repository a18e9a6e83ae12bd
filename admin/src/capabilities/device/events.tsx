import { device } from '@liren/contract/capabilities/device'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './device.module.css'
import { words } from './words.ts'

/** What the device said, newest first; what its model did not take is marked. */
export function Events({ id }: { id: string }) {
  const t = useWords(words)
  const say = useText()
  const model = useQuery(device.endpoints.shadow, { params: { id } }).data?.model
  const asked = usePages(device.endpoints.events, { params: { id }, query: { limit: 30 } })
  const nameOf = (type: string) => {
    const known = model?.events.find((event) => event.code === type)
    return known ? say(known.text) : type
  }
  return (
    <DataTable
      name="device-events"
      caption={t('tabEvents')}
      asked={asked}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'event',
          title: t('event'),
          always: true,
          render: (row) => (
            <>
              <strong>{nameOf(row.type)}</strong>
              {row.fault && (
                <StatusTag tone="warning" icon="alert" plain>
                  {t('fault')}
                </StatusTag>
              )}
            </>
          ),
        },
        { key: 'values', title: t('values'), render: (row) => <pre className={style.json}>{JSON.stringify(row.values)}</pre> },
        { key: 'at', title: t('when'), width: 130, render: (row) => <TimeText at={row.at} /> },
        { key: 'sequence', title: '#', hidden: true, align: 'end', render: (row) => row.sequence },
      ]}
      empty={<EmptyState title={t('noEvents')} scene="rest" />}
    />
  )
}
