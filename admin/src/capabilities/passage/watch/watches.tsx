import { type PlateWatch, passageEndpoints } from '@liren/contract/capabilities/passage'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, usePages } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { useListState } from '../../../app/list-state.ts'
import { ActionDialog } from '../../../parts/action/action-dialog.tsx'
import { ViewTabs } from '../../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../../parts/page/page.tsx'
import { EmptyState } from '../../../parts/state/empty.tsx'
import { DataTable } from '../../../parts/table/data-table.tsx'
import { StatusTag } from '../../../parts/tag/status-tag.tsx'
import { TimeText } from '../../../parts/text/time.tsx'
import { WatchForm } from './watch-form.tsx'
import { words } from './words.ts'

/** Plates that somebody looks for, where, why and until when. */
export default function Watches() {
  const t = useWords(words)
  const state = useListState()
  const shown = (['active', 'ended'] as const).find((name) => name === state.filters.state)
  const asked = usePages(passageEndpoints.watches, { query: { limit: 50, state: shown } })
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<PlateWatch>()
  const end = useAction(passageEndpoints.unwatch)
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
      </PageHead>
      <ViewTabs
        name="plate-watches"
        state={state}
        views={[
          { name: t('active'), filters: { state: 'active' } },
          { name: t('ended'), filters: { state: 'ended' } },
        ]}
      />
      <DataTable
        name="plate-watches"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        empty={<EmptyState what={t('one')} />}
        columns={[
          { key: 'plate', title: t('plate'), always: true, render: (row) => <strong>{row.plate}</strong> },
          {
            key: 'state',
            title: t('state'),
            render: (row) => (
              <StatusTag tone={row.state === 'active' ? 'warning' : 'neutral'} icon={row.state === 'active' ? 'eye' : 'check'}>
                {t(row.state)}
              </StatusTag>
            ),
          },
          { key: 'level', title: t('level'), render: (row) => t('levelOf', { level: row.level }) },
          { key: 'place', title: t('place'), render: (row) => row.place.name },
          { key: 'reason', title: t('reason'), render: (row) => row.reason },
          { key: 'people', title: t('people'), roomy: true, render: (row) => row.people.map(({ name }) => name).join('、') || t('none') },
          { key: 'until', title: t('until'), render: (row) => (row.untilAt === null ? t('forever') : <TimeText at={row.untilAt} />) },
          { key: 'hits', title: t('hits'), render: (row) => row.hits },
          { key: 'lastHit', title: t('lastHit'), roomy: true, render: (row) => <TimeText at={row.lastHitAt} /> },
          { key: 'by', title: t('by'), roomy: true, render: (row) => row.createdBy ?? t('none') },
          {
            key: 'seen',
            title: '',
            render: (row) =>
              row.hits > 0 && !row.plate.includes('*') ? <Link to={`/passages?f=kind:vehicle;plate:${row.plate}`}>{t('seen')}</Link> : null,
          },
          {
            key: 'end',
            title: '',
            render: (row) =>
              row.state === 'active' && (
                <Button size="small" onClick={() => setEnding(row)} aria-label={`${t('end')} ${row.plate}`}>
                  {t('end')}
                </Button>
              ),
          },
        ]}
      />
      {adding && <WatchForm onClose={() => setAdding(false)} />}
      <ActionDialog
        open={ending !== undefined}
        onClose={() => {
          setEnding(undefined)
          end.clear()
        }}
        title={t('endTitle', { plate: ending?.plate ?? '' })}
        text={t('endText')}
        submit={t('endDo')}
        reason="needed"
        running={end.running}
        error={end.error}
        onSubmit={async ({ reason }) =>
          ending !== undefined && (await end.done({ params: { id: ending.id }, body: { version: ending.version, reason } }))
        }
      />
    </>
  )
}
