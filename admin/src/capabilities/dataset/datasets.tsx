import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Approvals } from './approvals.tsx'
import { Kept } from './kept.tsx'
import { Mine } from './mine.tsx'
import { words } from './words.ts'

/** Data sets that are for me, and those that I keep or approve. */
export default function Datasets() {
  const t = useWords(words)
  const state = useListState()
  const mayKeep = useMay('dataset.manage')
  const mayApprove = useMay('dataset.approve')
  const tabs = [
    { key: 'mine', label: t('mine'), children: <Mine /> },
    ...(mayKeep ? [{ key: 'kept', label: t('kept'), children: <Kept /> }] : []),
    ...(mayApprove ? [{ key: 'approvals', label: t('approvals'), children: <Approvals /> }] : []),
  ]
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={tabs.some(({ key }) => key === state.filters.tab) ? (state.filters.tab ?? 'mine') : 'mine'}
        onChange={(tab) => state.setFilters({ tab })}
        destroyOnHidden
        items={tabs}
      />
    </>
  )
}
