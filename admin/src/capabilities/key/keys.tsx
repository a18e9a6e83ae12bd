import { key } from '@liren/contract/capabilities/key'
import { Tabs } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Inventory } from './inventory.tsx'
import style from './key.module.css'
import { KeyCard } from './key-card.tsx'
import { Reseals } from './reseals.tsx'
import { words } from './words.ts'

/** What keys there are, how data follows them, and where cryptography is used. */
export default function Keys() {
  const t = useWords(words)
  const asked = useQuery(key.endpoints.list)
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Tabs
        items={[
          {
            key: 'keys',
            label: t('tabKeys'),
            children: (
              <Shown asked={asked}>
                {(data) => (
                  <>
                    <p className={style.calm}>
                      {t('provider')}: {data.provider.sm2} · {t('keyFrom')}: {data.provider.keyFrom}
                    </p>
                    <div className={style.grid}>
                      {data.items.map((entry) => (
                        <KeyCard key={entry.purpose} entry={entry} />
                      ))}
                    </div>
                  </>
                )}
              </Shown>
            ),
          },
          { key: 'reseals', label: t('reseals'), children: <Reseals /> },
          { key: 'inventory', label: t('inventory'), children: <Inventory /> },
        ]}
      />
    </>
  )
}
