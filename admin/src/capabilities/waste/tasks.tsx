import { type ClearingTask, wasteEndpoints } from '@liren/contract/capabilities/waste'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** Full bins and who empties them; they are cleared on the phone, in front of the bin. */
export function Tasks() {
  const t = useWords(words)
  const asked = usePages(wasteEndpoints.tasks, { query: { limit: 50 } })
  return (
    <DataTable
      name="waste-tasks"
      caption={t('tasks')}
      asked={asked}
      rowKey={(row: ClearingTask) => row.id}
      columns={[
        { key: 'bin', title: t('bin'), always: true, render: (row) => <strong>{row.bin.name}</strong> },
        {
          key: 'state',
          title: t('state'),
          always: true,
          render: (row) =>
            row.state === 'open' ? (
              <StatusTag tone="warning" icon="alert">
                {t('stateOpen')}
              </StatusTag>
            ) : (
              <StatusTag tone="success" icon="check">
                {t('stateDone')}
              </StatusTag>
            ),
        },
        { key: 'filled', title: t('filled'), align: 'end', render: (row) => `${Math.round(row.percent)}%` },
        { key: 'opened', title: t('opened'), width: 140, render: (row) => <TimeText at={row.openedAt} /> },
        { key: 'assignee', title: t('assignee'), render: (row) => row.assignee?.name ?? t('anyone') },
        { key: 'done', title: t('done'), width: 140, render: (row) => (row.doneAt === null ? t('none') : <TimeText at={row.doneAt} />) },
        {
          key: 'proof',
          title: t('proof'),
          render: (row) =>
            row.proof === null ? t('none') : row.proof === 'empty' ? t('empty') : <PhotoStrip photos={row.photos} size={40} />,
        },
        { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name },
      ]}
      empty={<EmptyState title={t('noTasks')} scene="rest" />}
    />
  )
}
