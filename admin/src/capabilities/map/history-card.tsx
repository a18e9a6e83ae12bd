import { map } from '@liren/contract/capabilities/map'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './edit-words.ts'
import style from './map.module.css'

/** Who drew what when, the newest first. */
export function HistoryCard({ id }: { id: string }) {
  const t = useWords(words)
  const asked = usePages(map.endpoints.history, { params: { id }, query: { limit: 20 } })
  return (
    <Card title={t('history')}>
      <Shown asked={asked}>
        {(rows) => (
          <ul className={style.layers} aria-label={t('history')}>
            {rows.map((row) => (
              <li key={row.id}>
                {t(`v_${row.action}`, { version: row.version, name: row.actorName ?? '—' })} <TimeText at={row.at} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Card>
  )
}
