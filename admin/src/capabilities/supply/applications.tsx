import {
  type SupplySummary,
  supplyEndpoints,
  supplyKindNames,
  supplyKinds,
  supplyStateNames,
  supplyStates,
  utilities,
} from '@liren/contract/capabilities/supply'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { SupplyDrawer } from './drawer.tsx'
import { SupplyTag } from './supply-tag.tsx'
import { words } from './words.ts'

const shownViews = ['submitted', 'accepted', 'arranged', 'done', 'returned'] as const

/** What residents applied for around energy, by its state. */
export default function Applications() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters } = state
  const asked = usePages(supplyEndpoints.list, {
    query: {
      state: supplyStateNames.find((name) => name === filters.state),
      kind: supplyKindNames.find((name) => name === filters.kind),
      limit: 50,
    },
  })
  const columns = useMemo<readonly Column<SupplySummary>[]>(
    () => [
      { key: 'kind', title: t('kind'), always: true, render: (row) => <strong>{say(supplyKinds[row.kind])}</strong> },
      { key: 'utility', title: t('utility'), render: (row) => (row.utility === null ? (row.parking ?? '–') : say(utilities[row.utility])) },
      { key: 'address', title: t('address'), render: (row) => row.address },
      { key: 'number', title: t('number'), roomy: true, render: (row) => row.number },
      { key: 'submitted', title: t('submitted'), roomy: true, render: (row) => <TimeText at={row.submittedAt} /> },
      { key: 'due', title: t('due'), render: (row) => <TimeText at={row.dueAt} /> },
      { key: 'state', title: t('state'), render: (row) => <SupplyTag state={row.state} /> },
    ],
    [t, say],
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <ViewTabs
        name="supply"
        state={state}
        views={shownViews.map((name) => ({ name: say(supplyStates[name]), filters: { state: name } }))}
      />
      <DataTable
        name="supply"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        tools={
          <FilterMenu
            label={t('kind')}
            value={filters.kind}
            options={supplyKindNames.map((value) => ({ value, label: say(supplyKinds[value]) }))}
            onChange={(value) => state.setFilter('kind', value)}
          />
        }
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} />}
      />
      <SupplyDrawer id={state.id} onClose={() => state.open(undefined)} onDone={asked.reload} />
    </>
  )
}
