import { type EnergyOverview, energyCarriers, energyEndpoints, energyUses } from '@liren/contract/capabilities/energy'
import { useCallback } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { Card, Figure } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable, shown } from './plain-table.tsx'
import { words } from './words.ts'

type Item = EnergyOverview['items'][number]

/** Every carrier by day, use and building, beside as many days before. */
export function Overview() {
  const t = useWords(words)
  const { filters, setFilter, setFilters } = useListState()
  const days = { from: filters.from ?? dayBefore(13), to: filters.to ?? dayBefore(0) }
  const asked = useQuery(energyEndpoints.overview, { query: { ...days, placeId: filters.place } })
  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 16 }}>
        <FilterDays label={t('days')} value={days} onChange={(next) => setFilters({ ...filters, ...(next as Record<string, string>) })} />
        <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
      </div>
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noMeters')} scene="rest" />
          ) : (
            <div style={{ display: 'grid', gap: 16 }}>
              {items.map((item) => (
                <CarrierPart key={item.carrier} item={item} />
              ))}
              <p style={{ margin: 0, color: 'var(--text-2)' }}>{t('homesTogether')}</p>
            </div>
          )
        }
      </Shown>
    </>
  )
}

function CarrierPart({ item }: { item: Item }) {
  const t = useWords(words)
  const say = useText()
  const name = say(energyCarriers[item.carrier].text)
  const option = useCallback(
    (paints: Paints) => ({
      tooltip: { trigger: 'axis' as const },
      xAxis: { type: 'category' as const, data: item.days.map(({ day }) => day.slice(5)), ...axis(paints) },
      yAxis: { type: 'value' as const, name: item.unit, ...axis(paints) },
      series: [{ type: 'bar' as const, barMaxWidth: 28, data: item.days.map(({ used }) => Number(used.toFixed(1))) }],
    }),
    [item],
  )
  const change = item.before ? (item.total - item.before) / item.before : undefined
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))', gap: 16 }}>
      <div style={{ minWidth: 0 }}>
        <ChartCard
          title={t('byDay', { name })}
          heads={[t('day'), `${name} (${item.unit})`]}
          rows={item.days.map(({ day, used }) => [day, shown(used)])}
        >
          {item.days.length === 0 ? (
            <EmptyState title={t('noUse')} scene="rest" />
          ) : (
            <Chart option={option} height={240} label={t('byDay', { name })} />
          )}
        </ChartCard>
      </div>
      <div style={{ minWidth: 0 }}>
        <Card title={t('whereTo', { name })}>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 32, marginBottom: 12 }}>
            <Figure label={t('total')} value={shown(item.total)} unit={item.unit} />
            <Figure
              label={t('change')}
              value={change === undefined ? t('none') : `${change > 0 ? '+' : ''}${(change * 100).toFixed(1)}`}
              unit={change === undefined ? undefined : '%'}
            />
            <Figure label={t('meters')} value={item.meters} />
          </div>
          <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))', gap: 16 }}>
            <PlainTable
              caption={t('use')}
              heads={[t('use'), item.unit]}
              rows={item.uses.map(({ use, used }) => [say(energyUses[use]), shown(used)])}
            />
            {item.buildings.length > 0 && (
              <PlainTable
                caption={t('building')}
                heads={[t('building'), item.unit]}
                rows={item.buildings.slice(0, 6).map((one) => [one.name, shown(one.used)])}
              />
            )}
          </div>
        </Card>
      </div>
    </div>
  )
}
