import { type RuleSummary, rule } from '@liren/contract/capabilities/rule'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { RuleDrawer } from './rule-drawer.tsx'
import { RuleForm } from './rule-form.tsx'
import { OnTag, RunsTag } from './runs.tsx'
import { RuleSentences } from './sentences.tsx'
import { Templates } from './templates.tsx'
import { words } from './words.ts'

function useColumns(): readonly Column<RuleSummary>[] {
  const t = useWords(words)
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        always: true,
        render: (row) => (
          <div>
            <strong>{row.name}</strong>
            <RuleSentences sentences={row.sentences} short />
          </div>
        ),
      },
      { key: 'on', title: t('enabled'), width: 110, render: (row) => <OnTag rule={row} /> },
      { key: 'runs', title: t('runs'), width: 150, render: (row) => <RunsTag runs={row.runs} /> },
      { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.label },
      { key: 'fired', title: t('fired'), width: 90, align: 'end', render: (row) => row.fired },
      { key: 'last', title: t('last'), width: 120, render: (row) => <TimeText at={row.lastFiredAt} /> },
    ],
    [t],
  )
}

/** Rules of the area as sentences, with where they run and how often they did something. */
export default function Rules() {
  const t = useWords(words)
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const [creating, setCreating] = useFlag('new')
  const [choosing, setChoosing] = useState(false)
  const enabled = filters.on === '1' || filters.on === '0' ? filters.on : undefined
  const asked = usePages(rule.endpoints.list, { query: { enabled, placeId: filters.place, limit: 50 } })
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <PermissionGate code="rule.manage">
          <Button icon={<Icon name="star" />} onClick={() => setChoosing(true)}>
            {t('templates')}
          </Button>
          <AddButton onClick={() => setCreating(true)}>{t('create')}</AddButton>
        </PermissionGate>
      </PageHead>
      <ViewTabs
        name="rules"
        state={state}
        views={[
          { name: t('viewOn'), filters: { on: '1' } },
          { name: t('viewOff'), filters: { on: '0' } },
        ]}
      />
      <DataTable
        name="rules"
        caption={t('title')}
        asked={asked}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
      />
      <RuleDrawer id={state.id} onClose={() => open(undefined)} />
      {creating && <RuleForm onClose={() => setCreating(false)} onSaved={open} />}
      <Templates open={choosing} onClose={() => setChoosing(false)} onInstalled={open} />
    </>
  )
}
