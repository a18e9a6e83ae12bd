import { catalogueEndpoints } from '@liren/contract/capabilities/catalogue'
import { Alert, Tabs } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Domains } from './domains.tsx'
import { Fields } from './fields.tsx'
import { Policies } from './policies.tsx'
import { words } from './words.ts'

/** What the house keeps, who answers for it, and by which rules. */
export default function Catalogue() {
  const t = useWords(words)
  const state = useListState()
  const faults = useQuery(catalogueEndpoints.faults)
  const found = faults.data?.items ?? []
  const kinds = [...new Set(found.map(({ fault }) => fault))]
  const { tab = 'domains', ...rest } = state.filters
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      {found.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t('faults', { count: found.length })}
          description={kinds.map((kind) => `${t(kind)} ${found.filter(({ fault }) => fault === kind).length}`).join(' · ')}
        />
      ) : null}
      <Tabs
        activeKey={tab}
        onChange={(key) => state.setFilters({ ...rest, tab: key })}
        destroyOnHidden
        items={[
          { key: 'domains', label: t('domains'), children: <Domains /> },
          { key: 'fields', label: t('fields'), children: <Fields state={state} /> },
          { key: 'policies', label: t('policies'), children: <Policies /> },
        ]}
      />
    </>
  )
}
