import { sources } from '@liren/contract/archive/source'
import { type Review, reviewEndpoints, reviewStates } from '@liren/contract/capabilities/review'
import { useMemo } from 'react'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { type Shortcut, useShortcuts } from '../../app/shortcuts.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './review.module.css'
import { ReviewDrawer } from './review-drawer.tsx'
import { ReviewTag } from './state.tsx'
import { neighboursOf } from './told.ts'
import { words } from './words.ts'

const states = ['open', 'done', ...reviewStates] as const
const most = 1000

/** What waits for a second pair of eyes, the oldest first. */
export default function Reviews() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters } = state
  const asked = usePages(reviewEndpoints.list, {
    query: {
      state: states.find((name) => name === filters.state),
      archive: filters.archive,
      source: sources.find(({ code }) => code === filters.source)?.code,
      limit: 50,
    },
  })
  const counts = useQuery(reviewEndpoints.counts).data
  const columns = useMemo<readonly Column<Review>[]>(
    () => [
      { key: 'who', title: t('who'), always: true, render: (row) => <strong>{row.title}</strong> },
      {
        key: 'fields',
        title: t('fields'),
        render: (row) =>
          row.fileId === null ? (
            <Chip>{t('newFile')}</Chip>
          ) : (
            row.fields.map((name) => say(archiveCalled(row.archive).definition.fields[name]?.label) || name).join('、')
          ),
      },
      { key: 'place', title: t('place'), roomy: true, render: (row) => row.place?.name ?? '–' },
      { key: 'source', title: t('source'), render: (row) => say(sources.find(({ code }) => code === row.source)?.text) },
      { key: 'proposedBy', title: t('proposedBy'), render: (row) => row.proposedBy?.name ?? '–' },
      { key: 'proposed', title: t('proposed'), render: (row) => <TimeText at={row.proposedAt} /> },
      { key: 'state', title: t('state'), render: (row) => <ReviewTag state={row.state} /> },
    ],
    [t, say],
  )
  const ids = (asked.data ?? []).map(({ id }) => id)
  const { before, after } = neighboursOf(ids, state.id)
  const shortcuts: readonly Shortcut[] = [
    { keys: 'j', label: words.keyNext, run: () => after !== undefined && state.open(after) },
    { keys: 'k', label: words.keyBefore, run: () => before !== undefined && state.open(before) },
  ]
  useShortcuts(shortcuts, state.id !== undefined)
  const capped = (count: number) => (count >= most ? t('capped', { count: most }) : String(count))
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      {counts ? (
        <p className={style.counts}>
          {t('counts', { pending: capped(counts.pending), asked: capped(counts.asked), residents: capped(counts.fromResidents) })}
        </p>
      ) : null}
      <ViewTabs
        name="reviews"
        state={state}
        views={[
          { name: t('open'), filters: { state: 'open' } },
          { name: t('fromResidents'), filters: { state: 'open', source: 'declared' } },
          { name: t('done'), filters: { state: 'done' } },
        ]}
      />
      <DataTable
        name="reviews"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} scene="rest" />}
      />
      <p className={style.keys}>{t('keys')}</p>
      <ReviewDrawer id={state.id} onClose={() => state.open(undefined)} onDecided={() => state.open(after)} />
    </>
  )
}
