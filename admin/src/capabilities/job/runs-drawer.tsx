import { job } from '@liren/contract/capabilities/job'
import type { Answer } from '../../app/api/call.ts'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { RunState } from './state.tsx'
import { words } from './words.ts'

type Kind = Answer<typeof job.endpoints.list>['items'][number]

/** How the runs of one kind went, newest first. */
export function RunsDrawer({ kind, onClose }: { kind: Kind | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(job.endpoints.runs, kind === undefined ? null : { params: { kind: kind.kind }, query: { limit: 50 } })
  return (
    <RecordDrawer open={kind !== undefined} onClose={onClose} title={say(kind?.text)} width={820}>
      <DataTable
        name="job-runs"
        caption={t('runs')}
        asked={asked}
        rowKey={(row) => row.id}
        columns={[
          { key: 'runAt', title: t('runAt'), always: true, render: (row) => <TimeText at={row.runAt} /> },
          { key: 'state', title: t('result'), render: (row) => <RunState state={row.state} /> },
          { key: 'finished', title: t('finished'), render: (row) => <TimeText at={row.finishedAt} /> },
          { key: 'attempts', title: t('attempts'), align: 'end', render: (row) => row.attempts },
          { key: 'error', title: t('error'), render: (row) => row.error ?? '–' },
          { key: 'key', title: t('key'), hidden: true, render: (row) => <code>{row.key}</code> },
        ]}
        empty={<EmptyState title={t('noRuns')} />}
      />
    </RecordDrawer>
  )
}
