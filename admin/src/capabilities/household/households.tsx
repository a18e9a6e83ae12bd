import { household, relationTexts } from '@liren/contract/capabilities/household'
import { useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { DayText } from '../../parts/text/time.tsx'
import { ContactsDrawer } from './contacts-drawer.tsx'
import { MemberState } from './state.tsx'
import { words } from './words.ts'

/** A whole number is found by its blind index, four digits by the index of endings; anything else is not asked. */
export const phoneQuery = (text: string | undefined): { phone?: string; last4?: string } => {
  if (text === undefined) return {}
  if (/^1\d{10}$/.test(text)) return { phone: text }
  return /^\d{4}$/.test(text) ? { last4: text } : {}
}

/** Who lives where. */
export default function Households() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const mayManage = useMay('household.manage')
  const [house, setHouse] = useState<{ id: string; name: string }>()
  const asked = usePages(household.endpoints.list, { query: { ...phoneQuery(state.filters.q), placeId: state.filters.place, limit: 50 } })
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <DataTable
        name="households"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={mayManage ? (row) => setHouse({ id: row.house.id, name: `${row.house.estate} ${row.house.name}` }) : undefined}
        columns={[
          { key: 'house', title: t('house'), always: true, render: (row) => <strong>{row.house.name}</strong> },
          { key: 'estate', title: t('estate'), render: (row) => row.house.estate },
          { key: 'name', title: t('name'), render: (row) => <Person name={row.name} /> },
          { key: 'phone', title: t('phone'), render: (row) => row.phone ?? '–' },
          { key: 'relation', title: t('relation'), render: (row) => say(relationTexts[row.relation]) },
          { key: 'state', title: t('state'), render: (row) => <MemberState state={row.state} /> },
          { key: 'since', title: t('since'), roomy: true, render: (row) => <DayText at={row.validFrom} /> },
          { key: 'until', title: t('until'), roomy: true, render: (row) => <DayText at={row.validUntil} none={t('forever')} /> },
        ]}
        rowTone={(row) => (row.state === 'ended' ? 'quiet' : undefined)}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            <SearchField
              value={state.filters.q ?? ''}
              onChange={(text) => state.setFilter('q', text)}
              placeholder={t('search')}
              maxLength={11}
            />
            <FilterPlace label={t('place')} value={state.filters.place} onChange={(value) => state.setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
      />
      <ContactsDrawer house={house} onClose={() => setHouse(undefined)} />
    </>
  )
}
