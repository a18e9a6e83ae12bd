import { job } from '@liren/contract/capabilities/job'
import { App, Button, Tabs } from 'antd'
import { useMemo, useState } from 'react'
import type { Answer } from '../../app/api/call.ts'
import { pagedOf, useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Card, Figure, PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { DeadEvents } from './dead-events.tsx'
import { RunsDrawer } from './runs-drawer.tsx'
import { RunState } from './state.tsx'
import { words } from './words.ts'

type Kind = Answer<typeof job.endpoints.list>['items'][number]

/** Work in the background: what there is, how it went, what is stuck. */
export default function Jobs() {
  const t = useWords(words)
  const asked = useQuery(job.endpoints.list)
  const dead = asked.data?.outbox.dead ?? 0
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        items={[
          { key: 'jobs', label: t('tabJobs'), children: <Kinds /> },
          { key: 'dead', label: dead > 0 ? `${t('dead')} ${dead}` : t('dead'), children: <DeadEvents /> },
        ]}
      />
    </>
  )
}

function Rhythm({ of }: { of: Kind['rhythm'] }) {
  const t = useWords(words)
  if (of?.daily !== undefined) return <>{t('daily', { time: of.daily })}</>
  const seconds = of?.everySeconds
  if (seconds === undefined) return <>{t('byEvent')}</>
  return <>{seconds % 60 === 0 ? t('everyMinutes', { count: seconds / 60 }) : t('everySeconds', { count: seconds })}</>
}

function Kinds() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const state = useListState()
  const mayRun = useMay('job.run')
  const asked = useQuery(job.endpoints.list)
  const paged = useMemo(() => pagedOf(asked, asked.data?.items), [asked])
  const run = useAction(job.endpoints.run)
  const [running, setRunning] = useState<Kind>()
  const outbox = asked.data?.outbox
  return (
    <>
      {outbox && (
        <Card title={t('outbox')}>
          <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: 24 }}>
            <Figure label={t('outboxWaiting')} value={outbox.waiting} />
            <Figure label={t('outboxLag')} value={outbox.lagSeconds} unit={t('seconds')} />
            <Figure label={t('outboxDead')} value={outbox.dead} {...(outbox.dead > 0 ? { tone: 'danger' } : {})} />
          </div>
        </Card>
      )}
      <div style={{ marginTop: 16 }}>
        <DataTable
          name="jobs"
          caption={t('title')}
          asked={paged}
          rowKey={(row) => row.kind}
          onOpen={(row) => state.open(row.kind)}
          openId={state.id}
          columns={[
            {
              key: 'name',
              title: t('name'),
              always: true,
              render: (row) => (
                <>
                  <strong>{say(row.text)}</strong>
                  <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.kind}</div>
                </>
              ),
            },
            { key: 'rhythm', title: t('rhythm'), render: (row) => <Rhythm of={row.rhythm} /> },
            { key: 'result', title: t('result'), render: (row) => row.lastState && <RunState state={row.lastState} /> },
            { key: 'last', title: t('last'), render: (row) => <TimeText at={row.lastAt} /> },
            { key: 'next', title: t('next'), roomy: true, render: (row) => <TimeText at={row.nextAt} /> },
            { key: 'waiting', title: t('waiting'), align: 'end', render: (row) => row.waiting },
            { key: 'error', title: t('error'), hidden: true, render: (row) => row.lastError ?? '–' },
            {
              key: 'run',
              title: '',
              always: true,
              align: 'end',
              render: (row) =>
                mayRun &&
                row.rhythm !== null && (
                  <Button size="small" onClick={() => setRunning(row)}>
                    {t('run')}
                  </Button>
                ),
            },
          ]}
          rowTone={(row) => (row.lastState === 'dead' ? 'late' : undefined)}
          empty={<EmptyState what={t('title')} scene="rest" />}
        />
      </div>
      <RunsDrawer kind={asked.data?.items.find((row) => row.kind === state.id)} onClose={() => state.open(undefined)} />
      <ActionDialog
        open={running !== undefined}
        onClose={() => setRunning(undefined)}
        title={t('runTitle', { name: say(running?.text) })}
        text={t('runText')}
        submit={t('run')}
        running={run.running}
        error={run.error}
        onSubmit={async () => {
          if (running === undefined || (await run.run({ params: { kind: running.kind } })) === undefined) return false
          void message.success(t('runDone', { name: say(running.text) }))
          return true
        }}
      />
    </>
  )
}
