import { Button, Tabs } from 'antd'
import { useAddress } from '../../app/address.ts'
import { useWords } from '../../app/language/use.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { ApiList } from './api-list.tsx'
import { Groups } from './groups.tsx'
import { Partners } from './partners.tsx'
import { Statistics } from './statistics.tsx'
import { words } from './words.ts'

/** Interfaces: what there is, who may call it, how it is used. */
export default function Apis() {
  const t = useWords(words)
  const [search, change] = useAddress()
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Button href="/api/docs" target="_blank" icon={<Icon name="dictionary" />}>
          {t('allDocs')}
        </Button>
      </PageHead>
      <Tabs
        activeKey={search.get('tab') ?? 'list'}
        onChange={(tab) =>
          change(
            (params) => {
              // Filters and an open record belong to the tab that is left.
              for (const name of [...params.keys()]) params.delete(name)
              if (tab !== 'list') params.set('tab', tab)
            },
            { replace: true },
          )
        }
        destroyOnHidden
        items={[
          { key: 'list', label: t('tabList'), children: <ApiList /> },
          { key: 'groups', label: t('tabGroups'), children: <Groups /> },
          { key: 'partners', label: t('tabPartners'), children: <Partners /> },
          { key: 'statistics', label: t('tabStatistics'), children: <Statistics /> },
        ]}
      />
    </>
  )
}
