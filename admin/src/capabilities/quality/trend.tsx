import { quality } from '@liren/contract/capabilities/quality'
import { useCallback } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './quality.module.css'
import { words } from './words.ts'

const percent = (value: number) => Math.round(value * 1000) / 10

/** Day by day; a single day is told in words, since a line needs two. */
export function TrendCard({ name }: { name: string }) {
  const t = useWords(words)
  const asked = useQuery(quality.endpoints.trend, { params: { archive: name } })
  const days = asked.data?.items ?? []
  const option = useCallback(
    (paints: Paints) => ({
      grid: { left: 40, right: 12, top: 32, bottom: 24 },
      legend: { top: 0, textStyle: { color: paints.tokens.text2 } },
      xAxis: { type: 'category' as const, data: days.map(({ day }) => day.slice(5)), ...axis(paints) },
      yAxis: { type: 'value' as const, min: 0, max: 100, ...axis(paints) },
      series: (['complete', 'fresh'] as const).map((key) => ({
        name: t(key),
        type: 'line' as const,
        data: days.map((day) => percent(day[key])),
      })),
    }),
    [days, t],
  )
  return (
    <ChartCard
      title={t('trend')}
      heads={[t('day'), t('files'), t('complete'), t('fresh'), t('faulty')]}
      rows={days.map((day) => [day.day, day.files, `${percent(day.complete)}%`, `${percent(day.fresh)}%`, day.faulty])}
    >
      <Shown asked={asked}>
        {() =>
          days.length === 0 ? <p className={style.hint}>{t('noTrend')}</p> : <Chart option={option} height={200} label={t('trend')} />
        }
      </Shown>
    </ChartCard>
  )
}
