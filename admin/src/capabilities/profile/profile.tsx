import { Tabs } from 'antd'
import { useAddress } from '../../app/address.ts'
import { useWords } from '../../app/language/use.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Account } from './account.tsx'
import { Security } from './security.tsx'
import { MySessions } from './sessions.tsx'
import { words } from './words.ts'

/** One's own account: who one is here, where one is signed in, how signing in is kept safe. */
export default function Profile() {
  const t = useWords(words)
  const [search, change] = useAddress()
  return (
    <div style={{ maxWidth: 880 }}>
      <PageHead title={t('title')} />
      <Tabs
        activeKey={search.get('tab') ?? 'account'}
        onChange={(tab) =>
          change(
            (params) => {
              // Filters and an open record belong to the tab that is left.
              for (const name of [...params.keys()]) params.delete(name)
              if (tab !== 'account') params.set('tab', tab)
            },
            { replace: true },
          )
        }
        items={[
          { key: 'account', label: t('tabAccount'), children: <Account /> },
          { key: 'sessions', label: t('tabSessions'), children: <MySessions /> },
          { key: 'security', label: t('tabSecurity'), children: <Security /> },
        ]}
      />
    </div>
  )
}
