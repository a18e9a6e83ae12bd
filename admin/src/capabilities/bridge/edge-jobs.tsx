import { bridge } from '@liren/contract/capabilities/bridge'
import type { EdgeJobSummary } from '@liren/contract/edge/endpoints'
import { edgeKinds } from '@liren/contract/edge/jobs'
import { useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './edge-words.ts'
import { JobView } from './job-view.tsx'
import { StartJob } from './start-job.tsx'

const looks: Readonly<Record<EdgeJobSummary['state'], Status>> = {
  waiting: { tone: 'info', icon: 'hourglass' },
  sent: { tone: 'info', icon: 'send' },
  running: { tone: 'primary', icon: 'half' },
  done: { tone: 'success', icon: 'check' },
  failed: { tone: 'danger', icon: 'alert' },
  expired: { tone: 'warning', icon: 'clock' },
  cancelled: { tone: 'neutral', icon: 'ban' },
}

export function JobState({ of: { state, cause, isCancelling } }: { of: EdgeJobSummary }) {
  const t = useWords(words)
  const why = isCancelling ? t('cancelling') : cause === null ? undefined : t(`c_${cause}`)
  return (
    <>
      <StatusTag {...looks[state]}>{t(`s_${state}`)}</StatusTag>
      {why && <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{why}</div>}
    </>
  )
}

export const useKindName = () => {
  const t = useWords(words)
  return (kind: string): string => {
    const known = edgeKinds.find((one) => one === kind)
    return known ? t(known) : kind
  }
}

/** What a node was given to reckon, and what became of it. */
export function EdgeJobs({ code, name }: { code: string; name: string }) {
  const t = useWords(words)
  const kindName = useKindName()
  const [starting, setStarting] = useState(false)
  const [open, setOpen] = useState<string>()
  const asked = usePages(bridge.endpoints.jobs, { params: { code }, query: { limit: 20 } })
  if (open !== undefined) return <JobView id={open} onBack={() => setOpen(undefined)} />
  return (
    <>
      <DataTable
        name="edge-jobs"
        caption={t('jobs')}
        asked={asked}
        tools={<AddButton onClick={() => setStarting(true)}>{t('start')}</AddButton>}
        rowKey={(row: EdgeJobSummary) => row.id}
        onOpen={(row) => setOpen(row.id)}
        columns={[
          { key: 'kind', title: t('kind'), always: true, render: (row) => <strong>{kindName(row.kind)}</strong> },
          { key: 'devices', title: t('count'), align: 'end', width: 80, render: (row) => row.devices },
          { key: 'state', title: t('state'), always: true, render: (row) => <JobState of={row} /> },
          { key: 'by', title: t('askedBy'), render: (row) => row.askedBy },
          { key: 'issued', title: t('issued'), render: (row) => <TimeText at={row.issuedAt} /> },
          { key: 'ended', title: t('ended'), roomy: true, render: (row) => <TimeText at={row.endedAt} /> },
        ]}
        empty={<EmptyState title={t('noJobs')} text={t('noJobsText')} scene="rest" />}
      />
      {starting ? <StartJob code={code} name={name} onClose={() => setStarting(false)} onStarted={setOpen} /> : null}
    </>
  )
}
