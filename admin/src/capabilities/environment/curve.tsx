import { type EnvironmentFactor, environmentEndpoints, environmentFactors, shownReading } from '@liren/contract/capabilities/environment'
import { useCallback } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** One factor over the last 24 hours. */
export function Curve({ id, factor }: { id: string; factor: EnvironmentFactor }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(environmentEndpoints.curve, { params: { id }, query: { factor } })
  const items = asked.data?.items
  const { text, unit } = environmentFactors[factor]
  const title = t('curve', { name: say(text) })
  const option = useCallback(
    (paints: Paints) => ({
      tooltip: { trigger: 'axis' as const },
      xAxis: { type: 'time' as const, ...axis(paints) },
      yAxis: { type: 'value' as const, name: unit, scale: true, ...axis(paints) },
      series: [
        { type: 'line' as const, showSymbol: false, data: (items ?? []).map(({ at, average }) => [at, Number(average.toFixed(2))]) },
      ],
    }),
    [items, unit],
  )
  return (
    <Shown asked={asked} empty={{ when: (data) => data.items.length === 0, show: <EmptyState title={t('noCurve')} scene="rest" /> }}>
      {(data) => (
        <ChartCard
          title={title}
          heads={[t('readAt'), t('value')]}
          rows={data.items.map(({ at, average }) => [<TimeText key="at" at={at} />, shownReading(factor, average)])}
        >
          <Chart option={option} height={240} label={title} />
        </ChartCard>
      )}
    </Shown>
  )
}
