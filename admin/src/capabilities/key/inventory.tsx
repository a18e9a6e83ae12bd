import { key } from '@liren/contract/capabilities/key'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import style from './key.module.css'
import { words } from './words.ts'

/** Where cryptography is used, by which standard, and what shows that it is right. */
export function Inventory() {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(key.endpoints.inventory)
  return (
    <Card flush>
      <Shown asked={asked}>
        {(data) => (
          <div style={{ overflowX: 'auto' }}>
            <table className={style.table}>
              <caption className="visually-hidden">{t('inventory')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('scenario')}</th>
                  <th scope="col">{t('algorithm')}</th>
                  <th scope="col">{t('standard')}</th>
                  <th scope="col">{t('module')}</th>
                  <th scope="col">{t('clause')}</th>
                  <th scope="col">{t('evidence')}</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((item) => (
                  <tr key={`${item.scenario.en} ${item.algorithm}`}>
                    <td>{say(item.scenario)}</td>
                    <td>
                      {item.algorithm} {item.keyBits ?? ''}
                    </td>
                    <td>{item.standard}</td>
                    <td>{item.module}</td>
                    <td>{item.clause}</td>
                    <td>
                      <StatusTag
                        tone={item.evidence === 'vectors' ? 'success' : 'neutral'}
                        icon={item.evidence === 'vectors' ? 'check' : 'go'}
                      >
                        {t(item.evidence)}
                      </StatusTag>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Shown>
    </Card>
  )
}
