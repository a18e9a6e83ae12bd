import { type LeaseSummary, leaseEndpoints, leaseStateNames, rentalKinds } from '@liren/contract/capabilities/lease'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LeaseDrawer } from './lease-drawer.tsx'
import { LeaseTag } from './lease-tag.tsx'
import { words } from './words.ts'

const states = [...leaseStateNames, 'expired'] as const

/** Who lets which house until when; what waits to be verified, and what has run out. */
export default function Leases() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters } = state
  const asked = usePages(leaseEndpoints.list, {
    query: { state: states.find((name) => name === filters.state), placeId: filters.place, limit: 50 },
  })
  const columns = useMemo<readonly Column<LeaseSummary>[]>(
    () => [
      { key: 'house', title: t('house'), always: true, render: (row) => <strong>{`${row.house.estate} ${row.house.name}`}</strong> },
      { key: 'landlord', title: t('landlord'), render: (row) => row.landlord.name },
      { key: 'kind', title: t('kind'), render: (row) => say(rentalKinds[row.kind]) },
      { key: 'span', title: t('span'), render: (row) => t('spanOf', { from: row.from, until: row.until }) },
      { key: 'tenants', title: t('tenantCount'), render: (row) => row.tenantCount },
      { key: 'declared', title: t('declared'), roomy: true, render: (row) => <TimeText at={row.declaredAt} /> },
      { key: 'state', title: t('state'), render: (row) => <LeaseTag state={row.state} isExpired={row.isExpired} /> },
    ],
    [t, say],
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <ViewTabs
        name="leases"
        state={state}
        views={[
          { name: t('waiting'), filters: { state: 'declared' } },
          { name: t('expired'), filters: { state: 'expired' } },
          { name: t('verified'), filters: { state: 'verified' } },
        ]}
      />
      <DataTable
        name="leases"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        tools={<FilterPlace label={t('place')} value={filters.place} onChange={(value) => state.setFilter('place', value)} />}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} />}
      />
      <LeaseDrawer id={state.id} onClose={() => state.open(undefined)} />
    </>
  )
}
