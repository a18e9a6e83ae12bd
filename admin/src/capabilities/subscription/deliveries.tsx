import { subscription as contract, type Delivery, deliveryStates } from '@liren/contract/capabilities/subscription'
import { App, Button } from 'antd'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<Delivery['state'], Status>> = {
  waiting: { tone: 'info', icon: 'hourglass' },
  done: { tone: 'success', icon: 'check' },
  dead: { tone: 'danger', icon: 'ban' },
}

/** What went to addresses, newest first, and what can be sent again. */
export function Deliveries() {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('subscription.manage')
  const state = useListState()
  const { filters, setFilter, setFilters } = state
  const asked = usePages(contract.endpoints.deliveries, {
    query: { state: deliveryStates.find((one) => one === filters.state), limit: 50 },
  })
  const replay = useAction(contract.endpoints.replay)
  const answer = ({ status, fault }: Delivery) => {
    if (status !== null) return String(status)
    if (fault === null) return '–'
    return fault === 'timeout' || fault === 'private' || fault === 'unresolved' ? t(`f_${fault}`) : `${t('f_none')} (${fault})`
  }
  return (
    <DataTable
      name="subscription-deliveries"
      caption={t('tabDeliveries')}
      asked={asked}
      rowKey={(row: Delivery) => row.id}
      columns={[
        { key: 'hook', title: t('oneHook'), always: true, render: (row) => <strong>{row.hook.name}</strong> },
        { key: 'about', title: t('about'), render: (row) => `${t(`a_${row.about.kind}`)} · ${row.about.name}` },
        {
          key: 'state',
          title: t('state'),
          width: 110,
          render: (row) => <StatusTag {...looks[row.state]}>{t(`s_${row.state}`)}</StatusTag>,
        },
        { key: 'attempts', title: t('attempts'), align: 'end', width: 70, render: (row) => row.attempts },
        { key: 'answer', title: t('answer'), render: answer },
        { key: 'created', title: t('created'), width: 120, render: (row) => <TimeText at={row.createdAt} /> },
        { key: 'retry', title: t('retryAt'), roomy: true, width: 120, render: (row) => <TimeText at={row.retryAt} /> },
        {
          key: 'do',
          title: '',
          always: true,
          align: 'end',
          render: (row) =>
            may &&
            row.state === 'dead' && (
              <Button
                size="small"
                onClick={async () => {
                  const sent = await replay.run({ params: { id: row.id }, body: { version: row.version } })
                  if (sent !== undefined) void message.success(t('replayed'))
                }}
              >
                {t('replay')}
              </Button>
            ),
        },
      ]}
      empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('oneDelivery')} />}
      tools={
        <>
          <FilterMenu
            label={t('state')}
            value={filters.state}
            onChange={(value) => setFilter('state', value)}
            options={deliveryStates.map((value) => ({ value, label: t(`s_${value}`) }))}
          />
          <ClearFilters state={state} />
        </>
      }
    />
  )
}
