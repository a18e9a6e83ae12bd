import { grouped } from '@liren/client/format/number'
import { key } from '@liren/contract/capabilities/key'
import { useEffect } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import style from './key.module.css'
import { words } from './words.ts'

const looks: Readonly<Record<'waiting' | 'running' | 'done', Status>> = {
  waiting: { tone: 'neutral', icon: 'hourglass' },
  running: { tone: 'info', icon: 'half' },
  done: { tone: 'success', icon: 'check' },
}
const askAgainAfter = 3000

/** How far sealing again under the newest keys has come. */
export function Reseals() {
  const t = useWords(words)
  const asked = useQuery(key.endpoints.reseals)
  const running = asked.data?.items.some((item) => item.state === 'running') ?? false
  const { reload } = asked
  useEffect(() => {
    if (!running) return
    const timer = setInterval(reload, askAgainAfter)
    return () => clearInterval(timer)
  }, [running, reload])
  return (
    <Card>
      <Shown asked={asked} empty={{ when: (data) => data.items.length === 0, show: <EmptyState scene="rest" title={t('noReseals')} /> }}>
        {(data) => (
          <table className={style.table}>
            <caption className="visually-hidden">{t('reseals')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('column')}</th>
                <th scope="col">{t('state')}</th>
                <th scope="col">{t('progress')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((item) => (
                <tr key={`${item.table}.${item.column}`}>
                  <td>
                    <code>
                      {item.table}.{item.column}
                    </code>
                  </td>
                  <td>
                    <StatusTag {...looks[item.state]}>{t(`r_${item.state}`)}</StatusTag>
                  </td>
                  <td>
                    {t('sealed', { sealed: grouped(item.sealed), seen: grouped(item.seen) })}
                    {item.failed > 0 && (
                      <StatusTag tone="danger" icon="alert">
                        {t('failed', { count: item.failed })}
                      </StatusTag>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Shown>
    </Card>
  )
}
