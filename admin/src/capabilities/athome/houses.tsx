import { type AthomeRow, athomeEndpoints, athomeReasons, athomeStateNames, athomeStates } from '@liren/contract/capabilities/athome'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Judgement } from './judgement.tsx'
import { AthomeTag } from './state.tsx'
import { words } from './words.ts'

/** Every house of communities that switched it on; a row opens what it rests on, judged anew. */
export function Houses() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const chosen = athomeStateNames.find((name) => name === state.filters.state)
  const asked = usePages(athomeEndpoints.list, { query: { limit: 50, state: chosen, placeId: state.filters.place } })
  const open = asked.data?.find(({ houseId }) => houseId === state.id)
  return (
    <>
      <DataTable
        name="athome"
        caption={t('title')}
        asked={asked}
        rowKey={(row: AthomeRow) => row.houseId}
        onOpen={(row) => state.open(row.houseId)}
        openId={state.id}
        empty={
          state.filters.state || state.filters.place ? (
            <NoMatch clear={() => state.setFilters({})} />
          ) : (
            <EmptyState title={t('noHouses')} text={t('noHousesText')} scene="rest" />
          )
        }
        tools={
          <>
            <FilterMenu
              label={t('state')}
              value={chosen}
              onChange={(value) => state.setFilter('state', value)}
              options={athomeStateNames.map((value) => ({ value, label: say(athomeStates[value]) }))}
            />
            <FilterPlace label={t('place')} value={state.filters.place} onChange={(value) => state.setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'house', title: t('house'), always: true, render: (row) => <strong>{row.name}</strong> },
          { key: 'state', title: t('state'), always: true, render: (row) => <AthomeTag state={row.state} confidence={row.confidence} /> },
          { key: 'why', title: t('why'), roomy: true, render: (row) => (row.reason ? say(athomeReasons[row.reason]) : t('none')) },
          { key: 'people', title: t('people'), align: 'end', width: 100, render: (row) => row.people },
          { key: 'changed', title: t('changed'), render: (row) => <TimeText at={row.changedAt} /> },
          { key: 'judged', title: t('judged'), roomy: true, render: (row) => <TimeText at={row.judgedAt} /> },
        ]}
      />
      <RecordDrawer open={state.id !== undefined} onClose={() => state.open(undefined)} title={open?.name ?? t('title')}>
        {state.id === undefined ? null : <Judgement houseId={state.id} />}
      </RecordDrawer>
    </>
  )
}
