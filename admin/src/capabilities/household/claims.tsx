import { claimStates, type HouseholdClaim, household, relationTexts } from '@liren/contract/capabilities/household'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { SlaClock } from '../../parts/tag/sla-clock.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { ClaimDrawer } from './claim-drawer.tsx'
import { ClaimState, claimLooks } from './state.tsx'
import { words } from './words.ts'

/** Requests to be bound to a house, the oldest promise first. */
export default function Claims() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const asked = usePages(household.endpoints.claims, {
    query: { state: claimStates.find((name) => name === state.filters.state), limit: 50 },
  })
  const columns = useMemo<readonly Column<HouseholdClaim>[]>(
    () => [
      { key: 'house', title: t('house'), always: true, render: (row) => <strong>{`${row.house.estate} ${row.house.name}`}</strong> },
      { key: 'claimant', title: t('claimant'), render: (row) => <Person name={row.name} note={row.phone ?? ''} /> },
      { key: 'relation', title: t('relation'), render: (row) => say(relationTexts[row.relation]) },
      { key: 'state', title: t('state'), render: (row) => <ClaimState state={row.state} /> },
      { key: 'due', title: t('due'), render: (row) => (row.state === 'waiting' ? <SlaClock dueAt={row.dueAt} /> : '–') },
      { key: 'applied', title: t('applied'), roomy: true, render: (row) => <TimeText at={row.createdAt} /> },
      { key: 'decided', title: t('decided'), hidden: true, render: (row) => <TimeText at={row.decidedAt} /> },
    ],
    [t, say],
  )
  const ids = (asked.data ?? []).filter((row) => row.state === 'waiting').map((row) => row.id)
  const following = state.id === undefined ? undefined : ids[ids.indexOf(state.id) + 1]
  return (
    <>
      <PageHead title={t('claims')} text={t('claimsText')} />
      <ViewTabs
        name="claims"
        state={state}
        views={[
          { name: t('waiting'), filters: { state: 'waiting' } },
          { name: t('approved'), filters: { state: 'approved' } },
          { name: t('rejected'), filters: { state: 'rejected' } },
        ]}
      />
      <DataTable
        name="claims"
        caption={t('claims')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('claim')} scene="rest" />}
        tools={
          <FilterMenu
            label={t('state')}
            value={state.filters.state}
            onChange={(value) => state.setFilter('state', value)}
            options={claimStates.map((value) => ({ value, label: t(value), icon: claimLooks[value].icon }))}
          />
        }
      />
      <ClaimDrawer id={state.id} onClose={() => state.open(undefined)} onDecided={() => state.open(following)} />
    </>
  )
}
