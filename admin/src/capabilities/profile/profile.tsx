import { Tabs } from 'antd'
import { useSearchParams } from 'react-router'
import { useWords } from '../../app/language/use.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Account } from './account.tsx'
import { Security } from './security.tsx'
import { MySessions } from './sessions.tsx'
import { words } from './words.ts'

/** One's own account: who one is here, where one is signed in, how signing in is kept safe. */
export default function Profile() {
  const t = useWords(words)
  const [search, setSearch] = useSearchParams()
  return (
    <div style={{ maxWidth: 880 }}>
      <PageHead title={t('title')} />
      <Tabs
        activeKey={search.get('tab') ?? 'account'}
        onChange={(tab) => setSearch(tab === 'account' ? {} : { tab }, { replace: true })}
        items={[
          { key: 'account', label: t('tabAccount'), children: <Account /> },
          { key: 'sessions', label: t('tabSessions'), children: <MySessions /> },
          { key: 'security', label: t('tabSecurity'), children: <Security /> },
        ]}
      />
    </div>
  )
}
