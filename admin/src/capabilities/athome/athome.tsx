import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Houses } from './houses.tsx'
import { Settings } from './settings.tsx'
import { words } from './words.ts'

/** Which houses somebody is in, and where that is judged at all. */
export default function AtHome() {
  const t = useWords(words)
  const { filters, setFilters } = useListState()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={filters.tab === 'settings' ? 'settings' : 'houses'}
        onChange={(tab) => setFilters(tab === 'settings' ? { tab } : {})}
        destroyOnHidden
        items={[
          { key: 'houses', label: t('tabHouses'), children: <Houses /> },
          { key: 'settings', label: t('tabSettings'), children: <Settings /> },
        ]}
      />
    </>
  )
}
