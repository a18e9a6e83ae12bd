import { type QualityTask, quality } from '@liren/contract/capabilities/quality'
import { App, Button, InputNumber, Select, Space } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { FormError } from '../../parts/form/error.tsx'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** How often files of this archive are looked at again, and which of them are due. */
export function PeriodCard({ name }: { name: string }) {
  const t = useWords(words)
  const { path } = archiveCalled(name)
  const [state, setState] = useState<QualityTask['state']>('open')
  const asked = usePages(quality.endpoints.tasks, { params: { archive: name }, query: { limit: 20, state } })
  const columns = useMemo<readonly Column<QualityTask>[]>(
    () => [
      { key: 'who', title: t('who'), always: true, render: ({ title, fileId }) => <Link to={`/${path}/${fileId}`}>{title}</Link> },
      { key: 'place', title: t('place'), roomy: true, render: ({ place }) => place ?? '–' },
      { key: 'due', title: t('dueOn'), render: ({ dueOn }) => <DayText at={dueOn} /> },
      { key: 'done', title: t('doneAt'), roomy: true, render: ({ doneAt }) => (doneAt === null ? '–' : <TimeText at={doneAt} />) },
      { key: 'go', title: '', render: ({ fileId }) => <Link to={`/${path}/${fileId}`}>{t('confirm')}</Link> },
    ],
    [t, path],
  )
  return (
    <Card
      title={t('tasks')}
      flush
      extra={
        <Space wrap>
          <Period name={name} />
          <Select
            size="small"
            aria-label={t('taskState')}
            value={state}
            onChange={setState}
            options={(['open', 'done'] as const).map((value) => ({ value, label: t(value === 'open' ? 'due' : 'confirmed') }))}
          />
        </Space>
      }
    >
      <DataTable
        name="quality-tasks"
        caption={t('tasks')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        empty={<EmptyState title={t('noTasks')} scene="rest" />}
      />
    </Card>
  )
}

function Period({ name }: { name: string }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const maySet = useMay('quality.measure')
  const asked = useQuery(quality.endpoints.periods)
  const save = useAction(quality.endpoints.setPeriod)
  const [typed, setTyped] = useState<number | null>(null)
  const known = asked.data?.items.find(({ archive }) => archive === name)
  if (known === undefined) return null
  if (!maySet) return <span>{t(known.isSet ? 'periodOf' : 'periodUnset', { days: known.days })}</span>
  const days = typed ?? known.days
  return (
    <>
      {save.error && <FormError error={save.error} />}
      <span>
        {t('period')}{' '}
        <InputNumber
          aria-label={t('period')}
          size="small"
          min={7}
          max={3650}
          precision={0}
          value={days}
          onChange={setTyped}
          suffix={t('days')}
          style={{ width: 104 }}
        />
      </span>
      <Button
        size="small"
        loading={save.running}
        disabled={known.isSet && days === known.days}
        onClick={async () => {
          const saved = await save.run({ params: { archive: name }, body: { days, version: known.version } })
          if (saved === undefined) return
          setTyped(null)
          asked.reload()
          void message.success(t('periodSaved', { days: saved.days }))
        }}
      >
        {t('setPeriod')}
      </Button>
    </>
  )
}
