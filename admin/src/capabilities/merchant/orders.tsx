import { type MerchantOrder, merchant, type OrderState, orderStates } from '@liren/contract/capabilities/merchant'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { MoneyText } from '../../parts/text/money.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<OrderState, Status>> = {
  placed: { tone: 'info', icon: 'clock' },
  accepted: { tone: 'info', icon: 'play' },
  finished: { tone: 'warning', icon: 'clock' },
  confirmed: { tone: 'success', icon: 'check' },
  declined: { tone: 'neutral', icon: 'close' },
  cancelled: { tone: 'neutral', icon: 'close' },
}

/** Orders at one's places, to look at: only their two sides move them. */
export default function MerchantOrders() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const chosen = state.filters.state as OrderState | undefined
  const asked = usePages(merchant.endpoints.desk, { query: { limit: 50, ...(chosen ? { state: chosen } : {}) } })
  return (
    <>
      <PageHead title={t('ordersTitle')} text={t('ordersText')} />
      <DataTable<MerchantOrder>
        name="merchant-orders"
        caption={t('ordersTitle')}
        asked={asked}
        rowKey={(row) => row.id}
        tools={
          <FilterMenu
            label={t('state')}
            value={chosen}
            options={(Object.keys(orderStates) as OrderState[]).map((value) => ({ value, label: say(orderStates[value]) }))}
            onChange={(value) => state.setFilters(value === undefined ? {} : { state: value })}
          />
        }
        columns={[
          { key: 'number', title: t('number'), always: true, render: (row) => <code>{row.number}</code> },
          { key: 'state', title: t('state'), render: (row) => <StatusTag {...looks[row.state]}>{say(orderStates[row.state])}</StatusTag> },
          { key: 'merchant', title: t('one'), render: (row) => row.merchant.name },
          { key: 'service', title: t('service'), render: (row) => `${row.service.name} × ${row.quantity}` },
          { key: 'total', title: t('total'), align: 'end', render: (row) => <MoneyText fen={row.totalFen} /> },
          { key: 'address', title: t('address'), roomy: true, render: (row) => row.address },
          { key: 'rating', title: t('rating'), render: (row) => row.rating ?? '—' },
          { key: 'at', title: t('placedAt'), render: (row) => <TimeText at={row.placedAt} /> },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('order')} />}
      />
    </>
  )
}
