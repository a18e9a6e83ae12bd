import { type RightsRow, rights } from '@liren/contract/capabilities/rights'
import { useNavigate } from 'react-router'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<RightsRow['state'], Status>> = {
  making: { tone: 'info', icon: 'half' },
  ready: { tone: 'success', icon: 'check' },
  expired: { tone: 'neutral', icon: 'clock' },
  waiting: { tone: 'info', icon: 'circle' },
  accepted: { tone: 'success', icon: 'check' },
  refused: { tone: 'neutral', icon: 'close' },
  cooling: { tone: 'warning', icon: 'hourglass' },
  held: { tone: 'warning', icon: 'pause' },
  done: { tone: 'success', icon: 'check' },
  withdrawn: { tone: 'neutral', icon: 'undo' },
}
const views = ['open', 'overdue', 'all'] as const

/** What people ask of whoever keeps their data, with the time that the law leaves for an answer. */
export default function Requests() {
  const t = useWords(words)
  const say = useText()
  const go = useNavigate()
  const state = useListState()
  const view = views.find((name) => name === state.filters.view) ?? 'all'
  const asked = usePages(rights.endpoints.list, { query: { view, limit: 50 } })
  const summary = useQuery(rights.endpoints.summary)
  const late = summary.data?.overdue ?? 0
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      {late > 0 && <Notice tone="danger" title={t('late', { count: String(late) })} />}
      <DataTable
        name="rights"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => row.reviewId !== null && go(`/reviews?id=${row.reviewId}`)}
        rowTone={(row) => (row.isOverdue ? 'late' : undefined)}
        columns={[
          { key: 'who', title: t('who'), always: true, render: (row) => <Person name={row.name} /> },
          { key: 'kind', title: t('kind'), render: (row) => t(`kind_${row.kind}`) },
          { key: 'about', title: t('about'), render: (row) => row.fields.map(say).join(' · ') || '–' },
          {
            key: 'state',
            title: t('state'),
            render: (row) =>
              row.isOverdue ? (
                <StatusTag tone="danger" icon="hourglass">
                  {t('overdue')}
                </StatusTag>
              ) : (
                <StatusTag {...looks[row.state]}>{t(`state_${row.state}`)}</StatusTag>
              ),
          },
          { key: 'due', title: t('due'), render: (row) => <TimeText at={row.dueAt} /> },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place ?? '–' },
          { key: 'asked', title: t('asked'), roomy: true, render: (row) => <TimeText at={row.createdAt} /> },
          {
            key: 'answer',
            title: t('answer'),
            roomy: true,
            render: (row) => (row.proof === null ? (row.answer ?? '–') : t('proof', totals(row.proof.items))),
          },
        ]}
        empty={<EmptyState what={t('one')} />}
        tools={
          <ViewTabs
            name="rights"
            state={state}
            views={[
              { name: t('view_open'), filters: { view: 'open' }, count: summary.data?.waiting },
              { name: t('view_overdue'), filters: { view: 'overdue' }, count: late },
            ]}
          />
        }
      />
    </>
  )
}

const totals = (items: readonly { readonly erased: number; readonly kept: number }[]) => ({
  erased: String(items.reduce((sum, item) => sum + item.erased, 0)),
  kept: String(items.reduce((sum, item) => sum + item.kept, 0)),
})
