import { type RetentionRun, retentionEndpoints } from '@liren/contract/capabilities/retention'
import { Button } from 'antd'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { saveText } from '../../app/save-text.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** What was cleared away, each line with its proof. */
export function Reports() {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(retentionEndpoints.runs, { query: { limit: 20 } })
  const columns = useMemo<readonly Column<RetentionRun>[]>(
    () => [
      { key: 'class', title: t('class'), always: true, render: ({ text }) => say(text) },
      { key: 'ranAt', title: t('ranAt'), render: ({ ranAt }) => <TimeText at={ranAt} /> },
      { key: 'before', title: t('before'), roomy: true, render: ({ before }) => <DayText at={before} /> },
      { key: 'removed', title: t('removed'), render: ({ deleted, action }) => `${t(action)} ${deleted}` },
      { key: 'held', title: t('held'), roomy: true, render: ({ held }) => String(held) },
      { key: 'proof', title: t('proof'), render: (run) => <Proof run={run} /> },
    ],
    [t, say],
  )
  return (
    <Card title={t('reports')} flush>
      <DataTable
        name="retention-runs"
        caption={t('reports')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        empty={<EmptyState what={t('oneReport')} scene="rest" />}
      />
    </Card>
  )
}

function Proof({ run }: { run: RetentionRun }) {
  const t = useWords(words)
  if (run.signature === null)
    return (
      <StatusTag tone="info" icon="hourglass">
        {t('unsigned')}
      </StatusTag>
    )
  const { proof, signature, publicKey } = run
  return (
    <>
      <StatusTag tone={run.isGood ? 'success' : 'danger'} icon={run.isGood ? 'check' : 'alert'}>
        {t(run.isGood ? 'good' : 'bad')}
      </StatusTag>{' '}
      <Button
        size="small"
        type="link"
        onClick={() =>
          saveText(`retention-${run.class}-${run.id}.json`, JSON.stringify({ proof, signature, publicKey }, null, 2), 'application/json')
        }
      >
        {t('download')}
      </Button>
    </>
  )
}
