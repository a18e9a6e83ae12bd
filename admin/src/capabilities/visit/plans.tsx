import { type VisitPlan, visitEndpoints } from '@liren/contract/capabilities/visit'
import { App, Button, Progress } from 'antd'
import { useMemo, useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { PlanForm } from './plan-form.tsx'
import { words } from './words.ts'

/** Who visits which grid, by when, and how far they are. */
export default function Plans() {
  const t = useWords(words)
  const state = useListState()
  const { message } = App.useApp()
  const asked = usePages(visitEndpoints.plans, {
    query: { state: (['active', 'closed'] as const).find((name) => name === state.filters.state), limit: 50 },
  })
  const close = useAction(visitEndpoints.close)
  const [isMaking, setMaking] = useState(false)
  const [closing, setClosing] = useState<VisitPlan>()
  const columns = useMemo<readonly Column<VisitPlan>[]>(
    () => [
      { key: 'name', title: t('name'), always: true, render: (row) => <strong>{row.title}</strong> },
      { key: 'grid', title: t('grid'), render: (row) => row.grid.name },
      { key: 'worker', title: t('worker'), render: (row) => <Person name={row.worker.name} /> },
      { key: 'dueOn', title: t('dueOn'), render: (row) => row.dueOn },
      {
        key: 'progress',
        title: t('progress'),
        render: (row) => (
          <Progress
            size="small"
            style={{ minWidth: 120 }}
            percent={row.total === 0 ? 0 : Math.round((100 * row.done) / row.total)}
            format={() => `${row.done}/${row.total}`}
          />
        ),
      },
      { key: 'changed', title: t('changed'), roomy: true, render: (row) => row.changed },
      { key: 'absent', title: t('absent'), roomy: true, render: (row) => row.absent },
      { key: 'state', title: t('state'), render: (row) => <PlanState plan={row} /> },
      {
        key: 'close',
        title: '',
        render: (row) =>
          row.state === 'active' ? (
            <Button size="small" onClick={() => setClosing(row)}>
              {t('close')}
            </Button>
          ) : null,
      },
    ],
    [t],
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <AddButton onClick={() => setMaking(true)}>{t('create')}</AddButton>
      </PageHead>
      <ViewTabs
        name="visit-plans"
        state={state}
        views={[
          { name: t('active'), filters: { state: 'active' } },
          { name: t('closed'), filters: { state: 'closed' } },
        ]}
      />
      <DataTable
        name="visit-plans"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} scene="rest" />}
      />
      <PlanForm
        open={isMaking}
        onClose={() => setMaking(false)}
        onMade={(count) => {
          setMaking(false)
          void message.success(t('created', { count }))
        }}
      />
      <ActionDialog
        open={closing !== undefined}
        onClose={() => setClosing(undefined)}
        title={t('closeTitle', { name: closing?.title ?? '' })}
        text={t('closeText', { rest: (closing?.total ?? 0) - (closing?.done ?? 0) })}
        submit={t('close')}
        danger
        running={close.running}
        error={close.error}
        onSubmit={async () =>
          closing !== undefined && (await close.done({ params: { id: closing.id }, body: { version: closing.version } }))
        }
      />
    </>
  )
}

function PlanState({ plan }: { plan: VisitPlan }) {
  const t = useWords(words)
  if (plan.state === 'closed')
    return (
      <StatusTag tone="neutral" icon="check">
        {t('closed')}
      </StatusTag>
    )
  if (plan.done >= plan.total)
    return (
      <StatusTag tone="success" icon="check">
        {t('finished')}
      </StatusTag>
    )
  return plan.isOverdue ? (
    <StatusTag tone="danger" icon="hourglass">
      {t('overdue')}
    </StatusTag>
  ) : (
    <StatusTag tone="primary" icon="half">
      {t('active')}
    </StatusTag>
  )
}
