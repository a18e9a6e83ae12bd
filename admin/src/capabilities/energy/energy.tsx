import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Analysis } from './analysis.tsx'
import { Basis } from './basis.tsx'
import { Meters } from './meters.tsx'
import { Overview } from './overview.tsx'
import { words } from './words.ts'

const tabs = ['overview', 'analysis', 'meters', 'basis'] as const

/** What is used, what it is used for, and the meters, baselines and feeds that say so. */
export default function Energy() {
  const t = useWords(words)
  const { filters, setFilters } = useListState()
  const children = { overview: <Overview />, analysis: <Analysis />, meters: <Meters />, basis: <Basis /> }
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={tabs.find((tab) => tab === filters.tab) ?? 'overview'}
        onChange={(tab) => setFilters({ tab, ...(filters.place === undefined ? {} : { place: filters.place }) })}
        destroyOnHidden
        items={tabs.map((key) => ({ key, label: t(`tab_${key}`), children: children[key] }))}
      />
    </>
  )
}
