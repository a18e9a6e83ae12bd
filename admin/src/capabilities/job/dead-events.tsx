import { job } from '@liren/contract/capabilities/job'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { FormError } from '../../parts/form/error.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** Events that were tried often enough; they are sent again by hand once the cause is mended. */
export function DeadEvents() {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('job.run')
  const asked = usePages(job.endpoints.dead, { query: { limit: 50 } })
  const retry = useAction(job.endpoints.retry)
  const [sending, setSending] = useState<string>()
  return (
    <>
      <FormError error={retry.error} />
      <DataTable
        name="dead-events"
        caption={t('dead')}
        asked={asked}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'event',
            title: t('event'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>
                  {row.subject} {row.subjectId}
                </div>
              </>
            ),
          },
          { key: 'error', title: t('error'), render: (row) => row.error ?? '–' },
          { key: 'attempts', title: t('attempts'), align: 'end', render: (row) => row.attempts },
          { key: 'created', title: t('created'), render: (row) => <TimeText at={row.createdAt} /> },
          {
            key: 'retry',
            title: '',
            always: true,
            align: 'end',
            render: (row) =>
              may && (
                <Button
                  size="small"
                  loading={retry.running && sending === row.id}
                  onClick={async () => {
                    setSending(row.id)
                    if (await retry.done({ params: { id: row.id } })) void message.success(t('retried'))
                  }}
                >
                  {t('retry')}
                </Button>
              ),
          },
        ]}
        empty={<EmptyState scene="rest" title={t('noDead')} />}
      />
    </>
  )
}
