import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Assessments } from './assessments.tsx'
import { Papers } from './papers.tsx'
import { Recorders } from './recorders.tsx'
import { Scenes } from './scenes.tsx'
import { words } from './words.ts'

/** By which rules personal data are entered, who may, and what lies on paper. */
export default function Entry() {
  const t = useWords(words)
  const state = useListState()
  const [mayPaper, mayPurposes] = [useMay('entry.paper'), useMay('consent.manage')]
  const { tab = 'scenes', ...rest } = state.filters
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={tab}
        onChange={(key) => state.setFilters({ ...rest, tab: key })}
        destroyOnHidden
        items={[
          { key: 'scenes', label: t('scenes'), children: <Scenes /> },
          { key: 'recorders', label: t('recorders'), children: <Recorders /> },
          ...(mayPaper ? [{ key: 'papers', label: t('papers'), children: <Papers /> }] : []),
          ...(mayPurposes ? [{ key: 'assessments', label: t('assessments'), children: <Assessments /> }] : []),
        ]}
      />
    </>
  )
}
