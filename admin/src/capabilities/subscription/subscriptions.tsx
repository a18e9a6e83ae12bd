import { Tabs } from 'antd'
import { useAddress } from '../../app/address.ts'
import { useWords } from '../../app/language/use.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Deliveries } from './deliveries.tsx'
import { Hooks } from './hooks.tsx'
import { SubscriptionList } from './subscription-list.tsx'
import { words } from './words.ts'

/** What devices say: who hears it, at which addresses, and what arrived. */
export default function Subscriptions() {
  const t = useWords(words)
  const [search, change] = useAddress()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        activeKey={search.get('tab') ?? 'list'}
        onChange={(tab) =>
          change(
            (params) => {
              for (const name of [...params.keys()]) params.delete(name)
              if (tab !== 'list') params.set('tab', tab)
            },
            { replace: true },
          )
        }
        destroyOnHidden
        items={[
          { key: 'list', label: t('tabSubscriptions'), children: <SubscriptionList /> },
          { key: 'hooks', label: t('tabHooks'), children: <Hooks /> },
          { key: 'deliveries', label: t('tabDeliveries'), children: <Deliveries /> },
        ]}
      />
    </>
  )
}
