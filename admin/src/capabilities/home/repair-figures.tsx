import { repair } from '@liren/contract/capabilities/repair'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { dayBefore } from '../../parts/filter/filter-days.tsx'
import { Card, Figure } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './home.module.css'
import { words } from './words.ts'

/** Four numbers of the week; each leads to the records behind it. */
export function RepairFigures() {
  const t = useWords(words)
  const from = dayBefore(6)
  const to = dayBefore(0)
  const asked = useQuery(repair.endpoints.statistics, { query: { from, to } })
  return (
    <Card title={t('repairs')} extra={<Link to={`/repairs/statistics?f=from:${from};to:${to}`}>{t('seeAll')}</Link>}>
      <Shown asked={asked}>
        {({ totals }) => (
          <div className={style.figures}>
            <Link to={`/repairs?f=from:${from};to:${to}`}>
              <Figure label={t('created')} value={totals.created} />
            </Link>
            <Link to="/repairs?f=phase:active">
              <Figure label={t('open')} value={totals.open} />
            </Link>
            <Link to="/repairs?f=overdue:1">
              <Figure label={t('overdue')} value={totals.overdue} {...(totals.overdue > 0 ? { tone: 'danger' } : {})} />
            </Link>
            <Link to={`/repairs/statistics?f=from:${from};to:${to}`}>
              <Figure label={t('onTime')} value={totals.onTime === null ? '–' : `${(totals.onTime * 100).toFixed(1)}%`} />
            </Link>
          </div>
        )}
      </Shown>
    </Card>
  )
}
