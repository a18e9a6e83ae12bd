import type { z } from '@liren/contract'
import { type reviewSchema, user } from '@liren/contract/capabilities/user'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { SlaClock } from '../../parts/tag/sla-clock.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { ReviewDrawer } from './review-drawer.tsx'
import { words } from './words.ts'

type Review = z.infer<typeof reviewSchema>

const looks: Readonly<Record<Review['state'], Status>> = {
  open: { tone: 'info', icon: 'circle' },
  done: { tone: 'success', icon: 'check' },
  missed: { tone: 'danger', icon: 'alert' },
}
const states = ['open', 'done', 'missed'] as const

export function ReviewState({ state }: { state: Review['state'] }) {
  const t = useWords(words)
  return <StatusTag {...looks[state]}>{t(state)}</StatusTag>
}

/** Month after month: who still needs an account. */
export default function Reviews() {
  const t = useWords(words)
  const state = useListState()
  const asked = usePages(user.endpoints.reviews, { query: { state: states.find((name) => name === state.filters.state), limit: 50 } })
  return (
    <>
      <PageHead title={t('reviews')} text={t('reviewsText')} />
      <DataTable
        name="reviews"
        caption={t('reviews')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        columns={[
          { key: 'month', title: t('month'), always: true, render: (row) => <strong>{row.month}</strong> },
          { key: 'place', title: t('place'), render: (row) => row.place.name },
          { key: 'state', title: t('state'), render: (row) => <ReviewState state={row.state} /> },
          { key: 'accounts', title: t('accounts'), align: 'end', render: (row) => row.accounts },
          { key: 'flagged', title: t('flagged'), align: 'end', render: (row) => row.flagged },
          {
            key: 'due',
            title: t('due'),
            render: (row) => (row.state === 'open' ? <SlaClock dueAt={row.dueAt} /> : <TimeText at={row.dueAt} />),
          },
          { key: 'signedBy', title: t('signedBy'), render: (row) => row.signedOffBy ?? '–', roomy: true },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('reviews')} scene="rest" />}
        tools={
          <FilterMenu
            label={t('state')}
            value={state.filters.state}
            onChange={(value) => state.setFilter('state', value)}
            options={states.map((value) => ({ value, label: t(value) }))}
          />
        }
      />
      <ReviewDrawer id={state.id} onClose={() => state.open(undefined)} />
    </>
  )
}
