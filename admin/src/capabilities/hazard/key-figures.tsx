import { hazard, type KeySummary } from '@liren/contract/capabilities/hazard'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { Card, Figure, FigureRow } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { words } from './words.ts'

/** How the rounds stand: what is due, what is late and what is to be looked at again. */
export function KeyFigures() {
  const asked = useQuery(hazard.endpoints.keySummary, {})
  return <Shown asked={asked}>{(counts) => <Figures counts={counts} />}</Shown>
}

const warn = (count: number, tone: 'warning' | 'danger') => (count > 0 ? { tone } : {})

function Figures({ counts }: { counts: KeySummary }) {
  const t = useWords(words)
  return (
    <Card>
      <FigureRow>
        <Figure label={t('keyTotal')} value={counts.total} />
        <Figure label={t('keyToday')} value={counts.today} />
        <Figure label={t('keyOverdue')} value={counts.overdue} {...warn(counts.overdue, 'danger')} />
        <Figure
          label={t('keyAgain')}
          value={counts.findings}
          note={[t('keyOpenSum', { count: counts.open }), ...(counts.late > 0 ? [t('keyLateSum', { count: counts.late })] : [])].join(
            ' · ',
          )}
          {...warn(counts.findings, 'warning')}
        />
      </FigureRow>
    </Card>
  )
}
