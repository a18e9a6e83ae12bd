import { type Stream, streamEndpoints } from '@liren/contract/capabilities/stream'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StateTag, StreamSentence } from './of-stream.tsx'
import { StreamDrawer } from './stream-drawer.tsx'
import { StreamForm } from './stream-form.tsx'
import { words } from './words.ts'

function useColumns(): readonly Column<Stream>[] {
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
            <div>
              <StreamSentence stream={row} />
            </div>
          </div>
        ),
      },
      { key: 'on', title: t('enabled'), width: 110, render: (row) => <StateTag stream={row} /> },
      { key: 'product', title: t('product'), width: 160, render: (row) => row.product.name },
      { key: 'per', title: t('per'), width: 180, render: (row) => t(row.per === 'device' ? 'perDevice' : 'perPlace') },
      { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.label },
      { key: 'rules', title: t('usedBy'), width: 90, align: 'end', render: (row) => row.rules.length },
    ],
    [t],
  )
}

/** The windows of the area: what each reckons, of whom, and how many rules look at it. */
export default function Streams() {
  const t = useWords(words)
  const state = useListState()
  const { filters, setFilters, open } = state
  const [creating, setCreating] = useFlag('new')
  const enabled = filters.on === '1' || filters.on === '0' ? filters.on : undefined
  const asked = usePages(streamEndpoints.list, { query: { enabled, limit: 50 } })
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <PermissionGate code="rule.manage">
          <AddButton onClick={() => setCreating(true)}>{t('create')}</AddButton>
        </PermissionGate>
      </PageHead>
      <ViewTabs
        name="streams"
        state={state}
        views={[
          { name: t('viewOn'), filters: { on: '1' } },
          { name: t('viewOff'), filters: { on: '0' } },
        ]}
      />
      <DataTable
        name="streams"
        caption={t('title')}
        asked={asked}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} />}
      />
      <StreamDrawer id={state.id} onClose={() => open(undefined)} />
      {creating && <StreamForm onClose={() => setCreating(false)} onSaved={open} />}
    </>
  )
}
