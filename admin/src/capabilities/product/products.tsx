import { type Product, product, productStates } from '@liren/contract/capabilities/product'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import type { ViewProps } from '../../app/nav/registry.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { ProductDrawer } from './product-drawer.tsx'
import { ProductState } from './state.tsx'
import { words } from './words.ts'

/** Every kind of device that can be registered here. */
export default function Products({ title, below }: ViewProps) {
  const t = useWords(words)
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const query = { q: filters.q, state: productStates.find((one) => one === filters.state), limit: 50 }
  const asked = usePages(product.endpoints.list, { query })
  return (
    <>
      <PageHead title={title ?? t('title')} text={t('text')} />
      {below}
      <DataTable
        name="products"
        caption={t('title')}
        asked={asked}
        rowKey={(row: Product) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.state === 'retired' ? 'quiet' : undefined)}
        columns={[
          {
            key: 'product',
            title: t('product'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.code}</div>
              </>
            ),
          },
          { key: 'state', title: t('state'), width: 110, render: (row) => <ProductState state={row.state} /> },
          { key: 'protocol', title: t('protocol'), render: (row) => <Chip>{row.protocol}</Chip> },
          { key: 'maker', title: t('maker'), roomy: true, render: (row) => `${row.manufacturer} · ${row.model}` },
          { key: 'grade', title: t('grade'), roomy: true, render: (row) => t(`g_${row.grade}`) },
          {
            key: 'number',
            title: t('modelNumber'),
            align: 'end',
            width: 110,
            render: (row) => (row.modelNumber === 0 ? '–' : `v${row.modelNumber}`),
          },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            <SearchField value={filters.q ?? ''} onChange={(text) => setFilter('q', text)} placeholder={t('search')} maxLength={60} />
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilter('state', value)}
              options={productStates.map((value) => ({ value, label: t(`st_${value}`) }))}
            />
            <ClearFilters state={state} />
          </>
        }
      />
      <ProductDrawer id={state.id} onClose={() => open(undefined)} />
    </>
  )
}
