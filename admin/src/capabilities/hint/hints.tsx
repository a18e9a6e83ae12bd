import { type HintSummary, hintEndpoints, hintModelNames, hintStateNames, hintStates, hintTasks } from '@liren/contract/capabilities/hint'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import { HintDrawer } from './hint-drawer.tsx'
import { HintStateTag, modelText, useSubject } from './state.tsx'
import { words } from './words.ts'

/** What models pointed at; a person looks at each. */
export default function Hints() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const subject = useSubject()
  const { model, place, state: stateName } = state.filters
  const asked = usePages(hintEndpoints.list, {
    query: {
      ...{ placeId: place, limit: 50 },
      model: hintModelNames.find((name) => name === model),
      state: hintStateNames.find((name) => name === stateName),
    },
  })
  const columns = useMemo<readonly Column<HintSummary>[]>(
    () => [
      { key: 'model', title: t('model'), always: true, render: (row) => <strong>{say(modelText(row.model))}</strong> },
      { key: 'subject', title: t('subject'), always: true, render: subject },
      { key: 'place', title: t('place'), roomy: true, render: (row) => row.place || t('none') },
      { key: 'confidence', title: t('confidence'), render: (row) => `${row.confidence}%` },
      { key: 'state', title: t('state'), render: (row) => <HintStateTag state={row.state} /> },
      { key: 'task', title: t('task'), roomy: true, render: (row) => (row.task ? say(hintTasks[row.task]) : t('none')) },
      { key: 'worker', title: t('worker'), roomy: true, render: (row) => row.worker?.name ?? t('none') },
      { key: 'due', title: t('due'), hidden: true, render: (row) => <DayText at={row.dueOn} none={t('none')} /> },
      { key: 'raised', title: t('raised'), render: (row) => <TimeText at={row.raisedAt} /> },
    ],
    [t, say, subject],
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <DataTable
        name="hints"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} scene="rest" />}
        tools={
          <>
            <FilterMenu
              label={t('model')}
              value={model}
              onChange={(value) => state.setFilter('model', value)}
              options={hintModelNames.map((value) => ({ value, label: say(modelText(value)) }))}
            />
            <FilterMenu
              label={t('state')}
              value={stateName}
              onChange={(value) => state.setFilter('state', value)}
              options={hintStateNames.map((value) => ({ value, label: say(hintStates[value]) }))}
            />
            <FilterPlace label={t('place')} value={place} onChange={(value) => state.setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
      />
      <HintDrawer id={state.id} onClose={() => state.open(undefined)} />
    </>
  )
}
