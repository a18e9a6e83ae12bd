import { type WasteDays, wasteEndpoints, wasteKindTexts } from '@liren/contract/capabilities/waste'
import { useCallback } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { Card } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { kg, Live, rate } from './live.tsx'
import { words } from './words.ts'

/** Today as it comes in, and the days before. */
export function Board() {
  const t = useWords(words)
  const { filters, setFilter, setFilters } = useListState()
  const days = { from: filters.from ?? dayBefore(13), to: filters.to ?? dayBefore(0) }
  const asked = useQuery(wasteEndpoints.days, { query: { ...days, placeId: filters.place } })
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
        <FilterDays label={t('days')} value={days} onChange={(next) => setFilters({ ...filters, ...(next as Record<string, string>) })} />
      </div>
      <Live place={filters.place} />
      <Shown asked={asked}>{(known) => <Trend known={known} />}</Shown>
    </div>
  )
}

function Trend({ known }: { known: WasteDays }) {
  const t = useWords(words)
  const say = useText()
  const { days, kinds } = known
  const bars = useCallback(
    (paints: Paints) => ({
      tooltip: { trigger: 'axis' as const },
      legend: { bottom: 0 },
      xAxis: { type: 'category' as const, data: days.map(({ day }) => day.slice(5)), ...axis(paints) },
      yAxis: [
        { type: 'value' as const, name: 'kg', ...axis(paints) },
        { type: 'value' as const, name: '%', min: 0, max: 100, ...axis(paints) },
      ],
      series: [
        { type: 'bar' as const, name: t('dropped'), barMaxWidth: 22, data: days.map(({ droppedKg }) => droppedKg) },
        { type: 'bar' as const, name: t('collected'), barMaxWidth: 22, data: days.map(({ collectedKg }) => collectedKg) },
        { type: 'line' as const, name: t('rateTrend'), yAxisIndex: 1, data: days.map(({ sortingRate }) => sortingRate) },
      ],
    }),
    [days, t],
  )
  if (kinds.length === 0)
    return (
      <Card title={t('trend')}>
        <EmptyState title={t('noDrops')} scene="rest" />
      </Card>
    )
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))', gap: 16 }}>
      <div style={{ minWidth: 0 }}>
        <ChartCard
          title={t('trend')}
          heads={[t('day'), t('drops'), t('dropped'), t('collected'), t('balance'), t('rate'), t('sewage')]}
          rows={days.map((one) => [
            ...[
              one.day,
              String(one.drops),
              kg(one.droppedKg),
              kg(one.collectedKg),
              kg(one.balanceKg),
              rate(one.sortingRate),
              kg(one.sewageM3),
            ],
          ])}
        >
          <Chart option={bars} height={300} label={t('trend')} />
        </ChartCard>
      </div>
      <div style={{ minWidth: 0 }}>
        <Card title={t('byKind')}>
          <PlainTable caption={t('byKind')} heads={[t('kind'), t('drops'), t('dropped'), t('collected')]} minWidth={320}>
            {kinds.map((one) => (
              <tr key={one.kind}>
                <th scope="row">{say(wasteKindTexts[one.kind])}</th>
                <td>{one.drops}</td>
                <td>{kg(one.droppedKg)}</td>
                <td>{kg(one.collectedKg)}</td>
              </tr>
            ))}
          </PlainTable>
          <p style={{ color: 'var(--text-2)' }}>{`${t('rate')} ${rate(known.sortingRate)}`}</p>
        </Card>
      </div>
    </div>
  )
}
