import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Plan } from './plan.tsx'
import { Stations } from './stations.tsx'
import { words } from './words.ts'

/** Chargers and their ports, and whether there are enough for the e-bikes of each building. */
export default function Charging() {
  const t = useWords(words)
  const { filters, setFilters } = useListState()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={filters.tab === 'plan' ? 'plan' : 'stations'}
        onChange={(tab) => setFilters({ tab })}
        destroyOnHidden
        items={[
          { key: 'stations', label: t('tabStations'), children: <Stations /> },
          { key: 'plan', label: t('tabPlan'), children: <Plan /> },
        ]}
      />
    </>
  )
}
