import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Items } from './items.tsx'
import { Trace } from './trace.tsx'
import { words } from './words.ts'

/** What the government lets the community use, and who used it. */
export default function Govdata() {
  const t = useWords(words)
  const state = useListState()
  const mayTrace = useMay('govdata.trace')
  const { tab = 'items', ...rest } = state.filters
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={tab}
        onChange={(key) => state.setFilters({ ...rest, tab: key })}
        destroyOnHidden
        items={[
          { key: 'items', label: t('items'), children: <Items /> },
          ...(mayTrace ? [{ key: 'trace', label: t('trace'), children: <Trace /> }] : []),
        ]}
      />
    </>
  )
}
