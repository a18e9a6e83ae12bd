import { type KeptMerchant, merchant } from '@liren/contract/capabilities/merchant'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip, StatusTag } from '../../parts/tag/status-tag.tsx'
import { MoneyText } from '../../parts/text/money.tsx'
import { MerchantForm } from './merchant-form.tsx'
import { words } from './words.ts'

const mostShown = 3

/** Businesses that residents can order from, as the keepers of the list see them. */
export default function Merchants() {
  const t = useWords(words)
  const state = useListState()
  const asked = usePages(merchant.endpoints.kept, { query: { limit: 50 } })
  const [adding, setAdding] = useState(false)
  const opened = asked.data?.find(({ id }) => id === state.id)
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Link to="/merchants/orders">
          <Button>{t('orders')}</Button>
        </Link>
        <AddButton onClick={() => setAdding(true)}>{t('add')}</AddButton>
      </PageHead>
      <DataTable<KeptMerchant>
        name="merchants"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        columns={[
          { key: 'name', title: t('name'), always: true, render: (row) => <strong>{row.name}</strong> },
          {
            key: 'state',
            title: t('state'),
            render: (row) => (
              <StatusTag tone={row.state === 'listed' ? 'success' : 'neutral'} icon={row.state === 'listed' ? 'check' : 'pause'}>
                {t(row.state)}
              </StatusTag>
            ),
          },
          {
            key: 'services',
            title: t('services'),
            roomy: true,
            render: (row) => (
              <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                {row.services.slice(0, mostShown).map((service) => (
                  <Chip key={service.id}>
                    {service.name} <MoneyText fen={service.fen} />
                  </Chip>
                ))}
                {row.services.length > mostShown && <Chip>+{row.services.length - mostShown}</Chip>}
              </span>
            ),
          },
          { key: 'place', title: t('place'), render: (row) => row.place.name },
          { key: 'keeper', title: t('keeper'), render: (row) => row.keeper?.name ?? t('keeperNone') },
          {
            key: 'rating',
            title: t('rating'),
            render: (row) => (row.stars === null ? t('noRating') : t('stars', { stars: row.stars, rated: row.rated })),
          },
          { key: 'done', title: t('done'), align: 'end', render: (row) => row.done },
        ]}
        empty={<EmptyState what={t('one')} />}
      />
      <MerchantForm
        open={adding || opened !== undefined}
        merchant={opened}
        onClose={() => {
          setAdding(false)
          state.open(undefined)
        }}
      />
    </>
  )
}
