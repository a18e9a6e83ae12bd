import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Entrusted } from './entrusted.tsx'
import { Runs } from './runs.tsx'
import { Systems } from './systems.tsx'
import { words } from './words.ts'

/** Systems of others that keep files fresh, what came of each run, and what owners let the managers do. */
export default function Upstream() {
  const t = useWords(words)
  const state = useListState()
  const [mayRead, mayUpdate] = [useMay('upstream.read'), useMay('upstream.occupants')]
  const items = [
    ...(mayRead
      ? [
          { key: 'systems', label: t('systems'), children: <Systems /> },
          { key: 'runs', label: t('runs'), children: <Runs /> },
        ]
      : []),
    ...(mayUpdate ? [{ key: 'entrusted', label: t('entrusted'), children: <Entrusted /> }] : []),
  ]
  const tab = items.some(({ key }) => key === state.filters.tab) ? state.filters.tab : items[0]?.key
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs activeKey={tab ?? ''} onChange={(key) => state.setFilters({ tab: key })} destroyOnHidden items={items} />
    </>
  )
}
