import { type AuditEntryView, audit, auditKinds, auditResults } from '@liren/contract/capabilities/audit'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { actionText, knownSubjects, subjectText } from '../../parts/audit/action-text.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Actor, Result, resultLooks } from './entry.tsx'
import { EntryDrawer } from './entry-drawer.tsx'
import { words } from './words.ts'

const rowKey = (row: AuditEntryView) => row.id

/** Days of the community as the instants that bound them. */
const bounds = (from: string | undefined, to: string | undefined) => ({
  from: from === undefined ? undefined : `${from}T00:00:00+08:00`,
  to: to === undefined ? undefined : `${to}T23:59:59.999+08:00`,
})

function useColumns(): readonly Column<AuditEntryView>[] {
  const t = useWords(words)
  const say = useText()
  return useMemo(
    () => [
      { key: 'at', title: t('at'), width: 150, render: (row) => <TimeText at={row.at} /> },
      {
        key: 'action',
        title: t('action'),
        always: true,
        render: (row) => (
          <>
            <strong>{say(actionText(row.action))}</strong>
            <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.action}</div>
          </>
        ),
      },
      { key: 'who', title: t('who'), render: (row) => <Actor entry={row} /> },
      { key: 'result', title: t('result'), width: 110, render: (row) => <Result result={row.result} /> },
      { key: 'subject', title: t('subject'), render: (row) => say(subjectText(row.subject)) },
      { key: 'ip', title: t('ip'), roomy: true, render: (row) => row.ip ?? '–' },
      { key: 'reason', title: t('reason'), roomy: true, render: (row) => row.reason ?? '–' },
      { key: 'place', title: t('place'), hidden: true, render: (row) => <code>{row.placePath}</code> },
      { key: 'kind', title: t('kind'), hidden: true, render: (row) => t(`kind_${row.kind}`) },
    ],
    [t, say],
  )
}

/** The trail, searchable by who, what, where and when. */
export default function Audit() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters } = state
  const asked = usePages(audit.endpoints.list, {
    query: {
      action: filters.action,
      subject: filters.subject,
      subjectId: filters.subjectId,
      actorId: filters.actor,
      result: auditResults.find((name) => name === filters.result),
      kind: auditKinds.find((name) => name === filters.kind),
      ...bounds(filters.from, filters.to),
      limit: 50,
    },
  })
  const columns = useColumns()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <ViewTabs
        name="audit"
        state={state}
        views={[
          { name: t('viewSignIn'), filters: { action: 'session.' } },
          { name: t('viewPeople'), filters: { action: 'role.' } },
          { name: t('viewRefused'), filters: { result: 'refused' } },
          { name: t('viewFailed'), filters: { result: 'failed' } },
        ]}
      />
      <DataTable
        name="audit"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={rowKey}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            <FilterMenu
              label={t('subject')}
              value={filters.subject}
              onChange={(value) => setFilters({ ...filters, subject: value ?? '', subjectId: '' })}
              options={knownSubjects.map((value) => ({ value, label: say(subjectText(value)) }))}
            />
            <FilterMenu
              label={t('result')}
              value={filters.result}
              onChange={(value) => setFilter('result', value)}
              options={auditResults.map((value) => ({ value, label: t(value), icon: resultLooks[value].icon }))}
            />
            <FilterMenu
              label={t('kind')}
              value={filters.kind}
              onChange={(value) => setFilter('kind', value)}
              options={auditKinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
            />
            <FilterDays
              label={t('days')}
              value={{ from: filters.from, to: filters.to }}
              onChange={(days) => setFilters({ ...filters, from: days.from ?? '', to: days.to ?? '' })}
            />
            <ClearFilters state={state} />
          </>
        }
      />
      <EntryDrawer id={state.id} onClose={() => state.open(undefined)} />
    </>
  )
}
