import { bridge } from '@liren/contract/capabilities/bridge'
import type { IdentityLock } from '@liren/contract/edge/lock-endpoints'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LockDrawer } from './lock-drawer.tsx'
import { LockState } from './lock-state.tsx'
import { words } from './lock-words.ts'

/** Protocols in which a device shows a secret of its own. */
const protocols = ['mqtt-sensor', 'mqtt', 'coap', 'https-sensor', 'ocpp16', 'ocpp201', 'camera-http', 'gb24476', 'isapi', 'nbiot'] as const
const states = ['held', 'ended'] as const

/** Identities under which bridges let nobody in, newest first. */
export default function Locks() {
  const t = useWords(words)
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const asked = usePages(bridge.endpoints.locks, {
    query: {
      q: filters.q,
      protocol: protocols.find((one) => one === filters.protocol),
      state: states.find((one) => one === filters.state),
      limit: 50,
    },
  })
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <ViewTabs name="identity-locks" state={state} views={states.map((one) => ({ name: t(one), filters: { state: one } }))} />
      <DataTable
        name="identity-locks"
        caption={t('title')}
        asked={asked}
        rowKey={(row: IdentityLock) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.isHeld ? undefined : 'quiet')}
        columns={[
          {
            key: 'identity',
            title: t('identity'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.device?.name ?? t('unregistered')}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12, overflowWrap: 'anywhere' }}>{row.identity}</div>
              </>
            ),
          },
          { key: 'state', title: t('state'), always: true, width: 240, render: (row) => <LockState of={row} /> },
          { key: 'until', title: t('until'), width: 130, render: (row) => <TimeText at={row.until} /> },
          { key: 'attempts', title: t('attempts'), align: 'end', width: 100, render: (row) => row.attempts },
          { key: 'remotes', title: t('remotes'), width: 150, render: (row) => row.remotes.at(-1) ?? '–' },
          { key: 'protocol', title: t('protocol'), width: 120, render: (row) => row.protocol },
          { key: 'last', title: t('last'), roomy: true, width: 130, render: (row) => <TimeText at={row.lastAt} /> },
          { key: 'bridge', title: t('bridge'), hidden: true, render: (row) => row.bridge.name },
        ]}
        empty={
          state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState title={t('none')} text={t('noneText')} scene="rest" />
        }
        tools={
          <>
            <SearchField value={filters.q ?? ''} onChange={(text) => setFilter('q', text)} placeholder={t('search')} maxLength={60} />
            <FilterMenu
              label={t('protocol')}
              value={filters.protocol}
              onChange={(value) => setFilter('protocol', value)}
              options={protocols.map((value) => ({ value, label: value }))}
            />
            <ClearFilters state={state} />
          </>
        }
      />
      <LockDrawer id={state.id} onClose={() => open(undefined)} />
    </>
  )
}
