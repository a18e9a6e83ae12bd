import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { ScoreList } from './score-list.tsx'
import { Settings } from './settings.tsx'
import { words } from './words.ts'

/** Organisations by their hazards, and what a community counts. */
export default function Scores() {
  const t = useWords(words)
  const { filters, setFilters } = useListState()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={filters.tab === 'settings' ? 'settings' : 'scores'}
        onChange={(tab) => setFilters(tab === 'settings' ? { tab } : {})}
        destroyOnHidden
        items={[
          { key: 'scores', label: t('tabScores'), children: <ScoreList /> },
          { key: 'settings', label: t('tabSettings'), children: <Settings /> },
        ]}
      />
    </>
  )
}
