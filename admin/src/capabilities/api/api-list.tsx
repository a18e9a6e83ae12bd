import type { Text } from '@liren/contract'
import { type Api, api } from '@liren/contract/capabilities/api'
import { useMemo } from 'react'
import { pagedOf, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { ApiForm } from './api-form.tsx'
import { words } from './words.ts'

const states = ['on', 'off'] as const

export function OnOff({ state }: { state: 'on' | 'off' }) {
  const t = useWords(words)
  return (
    <StatusTag tone={state === 'on' ? 'success' : 'neutral'} icon={state === 'on' ? 'check' : 'ban'}>
      {t(state)}
    </StatusTag>
  )
}

function useColumns(groups: readonly { readonly code: string; readonly text: Text }[] | undefined): readonly Column<Api>[] {
  const t = useWords(words)
  const say = useText()
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        always: true,
        render: (row) => (
          <>
            <strong>{say(row.text)}</strong>
            <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.id}</div>
          </>
        ),
      },
      {
        key: 'path',
        title: t('path'),
        render: (row) => (
          <code style={{ fontSize: 12 }}>
            {row.method} {row.path}
          </code>
        ),
      },
      { key: 'group', title: t('group'), render: (row) => say(groups?.find(({ code }) => code === row.group)?.text) || row.group },
      { key: 'version', title: t('version'), width: 120, render: (row) => <code style={{ fontSize: 12 }}>{row.revision}</code> },
      { key: 'owner', title: t('owner'), width: 100, render: (row) => row.owner },
      { key: 'state', title: t('state'), width: 100, render: (row) => <OnOff state={row.state} /> },
      { key: 'permission', title: t('permission'), hidden: true, render: (row) => <code>{row.permission}</code> },
      { key: 'rate', title: t('rate'), hidden: true, render: (row) => row.rate },
      {
        key: 'document',
        title: '',
        roomy: true,
        align: 'end',
        render: (row) => (
          <a href={row.document} target="_blank" rel="noopener noreferrer">
            {t('document')}
          </a>
        ),
      },
    ],
    [t, say, groups],
  )
}

/** Every interface, by name, path, group, owner and state. */
export function ApiList() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter } = state
  const asked = useQuery(api.endpoints.list, {
    query: { q: filters.q, group: filters.group, owner: filters.owner, state: states.find((name) => name === filters.state) },
  })
  const groups = useQuery(api.endpoints.groups)
  const paged = useMemo(() => pagedOf(asked, asked.data?.items), [asked])
  const columns = useColumns(groups.data?.items)
  const owners = [...new Set((asked.data?.items ?? []).map((item) => item.owner))]
  return (
    <>
      <DataTable
        name="apis"
        caption={t('tabList')}
        asked={paged}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.state === 'off' ? 'quiet' : undefined)}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            <SearchField value={filters.q ?? ''} onChange={(text) => setFilter('q', text)} placeholder={t('search')} maxLength={80} />
            <FilterMenu
              label={t('group')}
              value={filters.group}
              onChange={(value) => setFilter('group', value)}
              options={(groups.data?.items ?? []).map((group) => ({ value: group.code, label: say(group.text) }))}
            />
            <FilterMenu
              label={t('owner')}
              value={filters.owner}
              onChange={(value) => setFilter('owner', value)}
              options={owners.map((value) => ({ value, label: value }))}
            />
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilter('state', value)}
              options={states.map((value) => ({ value, label: t(value) }))}
            />
            <ClearFilters state={state} />
          </>
        }
      />
      <ApiForm api={asked.data?.items.find((item) => item.id === state.id)} onClose={() => state.open(undefined)} />
    </>
  )
}
