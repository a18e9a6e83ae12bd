import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { usePermissions } from '../../app/session/store.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Board } from './board.tsx'
import { Guide } from './guide.tsx'
import { Tasks } from './tasks.tsx'
import { Trips } from './trips.tsx'
import { words } from './words.ts'

/** Bins and what goes into them: live, day by day, who clears them, and what residents look up. */
export default function Waste() {
  const t = useWords(words)
  const held = usePermissions()
  const { filters, setFilters } = useListState()
  const tabs = [
    { key: 'board', label: t('board'), children: <Board /> },
    ...(held.has('waste.clear') ? [{ key: 'tasks', label: t('tasks'), children: <Tasks /> }] : []),
    { key: 'trips', label: t('trips'), children: <Trips /> },
    ...(held.has('waste.manage') ? [{ key: 'guide', label: t('guide'), children: <Guide /> }] : []),
  ]
  const active = tabs.some(({ key }) => key === filters.tab) ? filters.tab : 'board'
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs items={tabs} activeKey={active ?? 'board'} onChange={(tab) => setFilters({ tab })} destroyOnHidden />
    </>
  )
}
