import { repair, repairStateNames, repairStates } from '@liren/contract/capabilities/repair'
import { Button } from 'antd'
import { Link } from 'react-router'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { useRepairColumns } from './columns.tsx'
import { CreateForm } from './create-form.tsx'
import { RepairDrawer } from './repair-drawer.tsx'
import { repairLooks } from './state.tsx'
import { words } from './words.ts'

const phases = ['open', 'active', 'done', 'void'] as const
const kinds = ['home', 'public', 'event'] as const

/** What the address says, as the list asks for it; words that it does not know are left out. */
export const listQuery = (filters: Readonly<Record<string, string>>) => ({
  view: 'all' as const,
  phase: phases.find((name) => name === filters.phase),
  state: repairStateNames.find((name) => name === filters.state),
  kind: kinds.find((name) => name === filters.kind),
  category: filters.category,
  placeId: filters.place,
  handlerId: filters.handler,
  overdue: filters.overdue === '1' ? ('1' as const) : undefined,
  number: filters.number,
  from: filters.from,
  to: filters.to,
  limit: 50,
})

/** Every repair of the area, with the ways of looking at them that are used every day. */
export default function Repairs() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const [creating, setCreating] = useFlag('new')
  const asked = usePages(repair.endpoints.list, { query: listQuery(filters) })
  const categories = useQuery(repair.endpoints.categories)
  const columns = useRepairColumns()
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Link to="/repairs/board">
          <Button icon={<Icon name="board" />}>{t('board')}</Button>
        </Link>
        <AddButton code="repair.report" onClick={() => setCreating(true)}>
          {t('create')}
        </AddButton>
      </PageHead>
      <ViewTabs
        name="repairs"
        state={state}
        views={[
          { name: t('viewWaiting'), filters: { state: 'submitted' } },
          { name: t('viewActive'), filters: { phase: 'active' } },
          { name: t('viewLate'), filters: { overdue: '1' } },
          { name: t('viewConfirm'), filters: { state: 'finished' } },
          { name: t('viewDone'), filters: { phase: 'done' } },
        ]}
      />
      <DataTable
        name="repairs"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.overdue ? 'late' : undefined)}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} scene="rest" />}
        tools={
          <>
            <SearchField
              value={filters.number ?? ''}
              onChange={(text) => setFilter('number', text)}
              placeholder={t('search')}
              maxLength={30}
            />
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilter('state', value)}
              options={repairStateNames.map((value) => ({ value, label: say(repairStates[value].text), icon: repairLooks[value].icon }))}
            />
            <FilterMenu
              label={t('category')}
              value={filters.category}
              onChange={(value) => setFilter('category', value)}
              options={(categories.data?.items ?? []).map((category) => ({ value: category.code, label: say(category.text) }))}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <FilterDays
              label={t('days')}
              value={{ from: filters.from, to: filters.to }}
              onChange={(days) => setFilters({ ...filters, from: days.from ?? '', to: days.to ?? '' })}
            />
            <ClearFilters state={state} />
          </>
        }
      />
      <RepairDrawer id={state.id} onClose={() => open(undefined)} />
      <CreateForm open={creating} onClose={() => setCreating(false)} onCreated={open} />
    </>
  )
}
