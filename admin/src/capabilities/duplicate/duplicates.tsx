import { type Duplicate, duplicateEndpoints, duplicateStates } from '@liren/contract/capabilities/duplicate'
import { App, Button } from 'antd'
import { useMemo } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { DuplicateDrawer } from './duplicate-drawer.tsx'
import { PairTag, Signs } from './signs.tsx'
import { words } from './words.ts'

/** Pairs of files that may be about one thing, the newest first. */
export default function Duplicates() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const state = useListState()
  const { filters } = state
  const find = useAction(duplicateEndpoints.find)
  const asked = usePages(duplicateEndpoints.list, {
    query: { state: duplicateStates.find((name) => name === filters.state), archive: filters.archive, limit: 50 },
  })
  const columns = useMemo<readonly Column<Duplicate>[]>(
    () => [
      {
        key: 'pair',
        title: t('pair'),
        always: true,
        render: ({ first, second }) => <strong>{first.title === second.title ? first.title : `${first.title} · ${second.title}`}</strong>,
      },
      { key: 'archive', title: t('archive'), render: ({ archive }) => <Chip>{say(archiveCalled(archive).definition.text)}</Chip> },
      { key: 'why', title: t('why'), render: ({ signs }) => <Signs signs={signs} /> },
      { key: 'score', title: t('score'), render: ({ score }) => String(score) },
      {
        key: 'place',
        title: t('place'),
        roomy: true,
        render: ({ first, second }) => [...new Set([first.place, second.place].filter((place) => place !== null))].join(' / ') || '–',
      },
      { key: 'found', title: t('found'), roomy: true, render: ({ foundAt }) => <TimeText at={foundAt} /> },
      { key: 'state', title: t('state'), render: (row) => <PairTag state={row.state} /> },
    ],
    [t, say],
  )
  const views = ['person', 'vehicle', 'org', 'house'].map((archive) => ({
    name: say(archiveCalled(archive).definition.text),
    filters: { archive },
  }))
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <PermissionGate code="duplicate.find">
          <Button
            icon={<Icon name="refresh" />}
            loading={find.running}
            onClick={async () => {
              if (await find.done({})) void message.success(t('finding'))
            }}
          >
            {t('findNow')}
          </Button>
        </PermissionGate>
      </PageHead>
      <ViewTabs
        name="duplicates"
        state={state}
        views={[...views, { name: t('merged'), filters: { state: 'merged' } }, { name: t('dismissed'), filters: { state: 'dismissed' } }]}
      />
      <DataTable
        name="duplicates"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} scene="rest" />}
      />
      <DuplicateDrawer id={state.id} onClose={() => state.open(undefined)} />
    </>
  )
}
