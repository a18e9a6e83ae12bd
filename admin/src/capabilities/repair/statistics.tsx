import { duration } from '@liren/client/format/time'
import { repair } from '@liren/contract/capabilities/repair'
import { useCallback } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { Bullet } from '../../parts/chart/bullet.tsx'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { Card, Figure, Measured, PageHead, Stack } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './statistics.module.css'
import { StatisticsBones } from './statistics-bones.tsx'
import { words } from './words.ts'

/** What the house promises itself; a share of repairs closed within their time. */
const onTimeTarget = 0.95
const mostCategories = 10

type Statistics = NonNullable<ReturnType<typeof useQuery<typeof repair.endpoints.statistics>>['data']>

/** How the repairs of an area went in a span of time. */
export default function RepairStatistics() {
  const t = useWords(words)
  const state = useListState()
  const { filters } = state
  const from = filters.from ?? dayBefore(29)
  const to = filters.to ?? dayBefore(0)
  const asked = useQuery(repair.endpoints.statistics, { query: { from, to, placeId: filters.place } })
  return (
    <>
      <PageHead title={t('statistics')} text={t('statisticsText', { from, to })}>
        <FilterPlace label={t('place')} value={filters.place} onChange={(value) => state.setFilter('place', value)} />
        <FilterDays
          label={t('day')}
          value={{ from, to }}
          onChange={(days) => state.setFilters({ ...filters, from: days.from ?? '', to: days.to ?? '' })}
        />
      </PageHead>
      <Shown
        asked={asked}
        bones={<StatisticsBones />}
        empty={{
          when: (data) => data.totals.created === 0 && data.totals.open === 0,
          show: <EmptyState scene="rest" title={t('noData')} />,
        }}
      >
        {(data) => <Sheets data={data} />}
      </Shown>
    </>
  )
}

function Sheets({ data }: { data: Statistics }) {
  return (
    <>
      <Figures totals={data.totals} />
      <div className={style.grid}>
        <Stack>
          <Trend days={data.days} />
          <OnTime share={data.totals.onTime} />
        </Stack>
        <Categories categories={data.categories} />
      </div>
    </>
  )
}

function Figures({ totals }: { totals: Statistics['totals'] }) {
  const t = useWords(words)
  const language = useLanguage()
  const minutes = (value: number | null): string => (value === null ? '–' : duration(value * 60_000, language))
  return (
    <Card>
      <div className={style.figures}>
        <Figure label={t('total')} value={totals.created} unit={t('unit')} />
        <Figure label={t('closed')} value={totals.closed} unit={t('unit')} />
        <Figure label={t('open')} value={totals.open} unit={t('unit')} />
        <Figure label={t('overdue')} value={totals.overdue} unit={t('unit')} {...(totals.overdue > 0 ? { tone: 'danger' } : {})} />
        <Figure label={t('reopenedTotal')} value={totals.reopened} unit={t('unit')} />
        <Figure label={t('satisfaction')} value={totals.satisfaction === null ? '–' : totals.satisfaction.toFixed(1)} unit={t('outOf5')} />
        <Figure label={t('acceptTime')} value={<Measured text={minutes(totals.acceptMinutes)} />} />
        <Figure label={t('finishTime')} value={<Measured text={minutes(totals.finishMinutes)} />} />
      </div>
    </Card>
  )
}

function Trend({ days }: { days: Statistics['days'] }) {
  const t = useWords(words)
  const option = useCallback(
    (paints: Paints) => ({
      tooltip: { trigger: 'axis' as const },
      legend: { top: 0, right: 0, icon: 'roundRect', textStyle: { color: paints.tokens.text2 } },
      xAxis: { type: 'category' as const, data: days.map(({ day }) => day.slice(5)), boundaryGap: false, ...axis(paints) },
      yAxis: { type: 'value' as const, minInterval: 1, name: t('unit'), ...axis(paints) },
      series: [
        {
          type: 'line' as const,
          name: t('total'),
          data: days.map(({ created }) => created),
          symbolSize: 6,
          lineStyle: { width: 2 },
          areaStyle: { opacity: 0.08 },
        },
        {
          type: 'line' as const,
          name: t('closed'),
          data: days.map(({ closed }) => closed),
          symbolSize: 6,
          lineStyle: { width: 2, type: 'dashed' as const },
        },
      ],
    }),
    [days, t],
  )
  return (
    <ChartCard
      title={t('trendTitle')}
      heads={[t('day'), t('total'), t('closed')]}
      rows={days.map(({ day, created, closed }) => [day, created, closed])}
    >
      <Chart option={option} height={280} label={t('trendTitle')} />
    </ChartCard>
  )
}

function Categories({ categories }: { categories: Statistics['categories'] }) {
  const t = useWords(words)
  const say = useText()
  const shown = [...categories].sort((one, other) => other.created - one.created).slice(0, mostCategories)
  const option = useCallback(
    (paints: Paints) => ({
      tooltip: { trigger: 'axis' as const, axisPointer: { type: 'shadow' as const } },
      grid: { left: 8, right: 48, top: 8, bottom: 8, outerBoundsMode: 'same' as const },
      xAxis: { type: 'value' as const, minInterval: 1, ...axis(paints) },
      yAxis: { type: 'category' as const, inverse: true, data: shown.map((category) => say(category)), ...axis(paints) },
      series: [
        {
          type: 'bar' as const,
          name: t('total'),
          data: shown.map(({ created }) => created),
          barMaxWidth: 18,
          itemStyle: { borderRadius: [0, 4, 4, 0] },
          label: { show: true, position: 'right' as const, color: paints.tokens.text1 },
        },
      ],
    }),
    [shown, say, t],
  )
  return (
    <ChartCard
      title={t('categoryTitle')}
      heads={[t('category'), t('total'), t('closed')]}
      rows={[...categories]
        .sort((one, other) => other.created - one.created)
        .map((category) => [say(category), category.created, category.closed])}
    >
      <Chart option={option} height={Math.max(120, shown.length * 34 + 24)} label={t('categoryTitle')} />
    </ChartCard>
  )
}

function OnTime({ share }: { share: number | null }) {
  const t = useWords(words)
  const percent = (value: number): string => `${(value * 100).toFixed(0)}%`
  return (
    <Card title={t('onTimeTitle')}>
      {share === null ? (
        <p style={{ color: 'var(--text-3)' }}>{t('noData')}</p>
      ) : (
        <Bullet value={share} target={onTimeTarget} label={t('onTime')} targetLabel={t('target', { share: percent(onTimeTarget) })} />
      )}
    </Card>
  )
}
