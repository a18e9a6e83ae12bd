import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Packages } from './packages.tsx'
import { Rollouts } from './rollouts.tsx'
import { Versions } from './versions.tsx'
import { words } from './words.ts'

const tabs = ['rollouts', 'versions', 'packages'] as const

/** What devices run, what was released for them, and how they come to it. */
export default function Firmware() {
  const t = useWords(words)
  const { filters, setFilters } = useListState()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={tabs.find((one) => one === filters.tab) ?? 'rollouts'}
        onChange={(tab) => setFilters({ tab })}
        destroyOnHidden
        items={[
          { key: 'rollouts', label: t('tabRollouts'), children: <Rollouts /> },
          { key: 'versions', label: t('tabVersions'), children: <Versions /> },
          { key: 'packages', label: t('tabPackages'), children: <Packages /> },
        ]}
      />
    </>
  )
}
