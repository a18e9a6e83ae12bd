import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Kept } from './kept.tsx'
import { Mine } from './mine.tsx'
import { words } from './words.ts'

/** Data sets that are for me, and those that I keep. */
export default function Datasets() {
  const t = useWords(words)
  const state = useListState()
  const mayKeep = useMay('dataset.manage')
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={mayKeep ? (state.filters.tab ?? 'mine') : 'mine'}
        onChange={(tab) => state.setFilters({ tab })}
        destroyOnHidden
        items={[
          { key: 'mine', label: t('mine'), children: <Mine /> },
          ...(mayKeep ? [{ key: 'kept', label: t('kept'), children: <Kept /> }] : []),
        ]}
      />
    </>
  )
}
