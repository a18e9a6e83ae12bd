import type { QueryOf } from '@liren/contract'
import { alarmKinds } from '@liren/contract/capabilities/alarm'
import { type HazardStatistics, hazard } from '@liren/contract/capabilities/hazard'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Card, Figure, FigureRow } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

/** Counts over exactly the rows that the list below shows. */
export function HazardFigures({ query }: { query: QueryOf<typeof hazard.endpoints.statistics> }) {
  const asked = useQuery(hazard.endpoints.statistics, { query })
  return <Shown asked={asked}>{(counts) => <Figures counts={counts} />}</Shown>
}

function Figures({ counts }: { counts: HazardStatistics }) {
  const t = useWords(words)
  const say = useText()
  const closed = counts.byState.find(({ state }) => state === 'closed')?.count ?? 0
  const { inTime, late } = counts.push
  return (
    <Card>
      <FigureRow>
        <Figure label={t('total')} value={counts.total} />
        <Figure label={t('open')} value={counts.total - closed} {...(counts.total > closed ? { tone: 'warning' as const } : {})} />
        <Figure label={t('closed')} value={closed} />
        <Figure label={t('pushedInTime')} value={inTime} note={late > 0 ? t('lateNote', { count: late }) : t('allPushed')} />
        <Figure
          label={t('handleTime')}
          value={counts.handleMinutes ?? '–'}
          {...(counts.handleMinutes === null ? {} : { unit: t('minutes') })}
        />
      </FigureRow>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginTop: 12 }}>
        {counts.byKind.map(({ kind, count }) => (
          <Chip key={kind}>{`${say(alarmKinds[kind].text)} ${count}`}</Chip>
        ))}
        {counts.byEstate.length > 1 && counts.byEstate.map(({ estate, count }) => <Chip key={estate.id}>{`${estate.name} ${count}`}</Chip>)}
      </div>
    </Card>
  )
}
