import {
  type EnergyAnalysis,
  type EnergyCarrier,
  type EnergyUse,
  energyCarrierNames,
  energyCarriers,
  energyEndpoints,
  energyUseNames,
  energyUses,
} from '@liren/contract/capabilities/energy'
import { useCallback, useMemo } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Card } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { HomesCard } from './homes-card.tsx'
import { LiveCard } from './live-card.tsx'
import { PlainTable, shown } from './plain-table.tsx'
import { words } from './words.ts'

const dayMs = 86_400_000

/** Use by facility kind, building, area and home; what runs now and what was saved. */
export function Analysis() {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilter, setFilters } = useListState()
  const carrier = energyCarrierNames.find((name) => name === filters.carrier) ?? 'electricity'
  const days = { from: filters.from ?? dayBefore(2), to: filters.to ?? dayBefore(0) }
  const step = Date.parse(days.to) - Date.parse(days.from) < 3 * dayMs ? 'hour' : 'day'
  const asked = useQuery(energyEndpoints.analysis, { query: { ...days, carrier, step, placeId: filters.place } })
  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 16 }}>
        <FilterMenu
          label={t('carrier')}
          value={carrier}
          onChange={(value) => setFilter('carrier', value)}
          options={energyCarrierNames.map((value) => ({ value, label: say(energyCarriers[value].text) }))}
        />
        <FilterDays label={t('days')} value={days} onChange={(next) => setFilters({ ...filters, ...(next as Record<string, string>) })} />
        <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
      </div>
      <div style={{ display: 'grid', gap: 16 }}>
        <LiveCard place={filters.place} />
        <Shown asked={asked}>{(analysis) => <Parts analysis={analysis} carrier={carrier} isHourly={step === 'hour'} />}</Shown>
        <HomesCard carrier={carrier} month={days.to.slice(0, 7)} place={filters.place} />
      </div>
    </>
  )
}

/** By the clocks of the community. */
function label(at: string, isHourly: boolean): string {
  const local = new Date(Date.parse(at) + 8 * 3_600_000).toISOString()
  return isHourly ? `${local.slice(5, 10)} ${local.slice(11, 16)}` : local.slice(5, 10)
}

function drawn({ steps }: EnergyAnalysis) {
  const used = new Map(steps.map((step) => [`${step.at} ${step.use}`, step.used]))
  return {
    moments: [...new Set(steps.map(({ at }) => at))].sort(),
    uses: energyUseNames.filter((use) => steps.some((step) => step.use === use)),
    of: (at: string, use: EnergyUse) => used.get(`${at} ${use}`) ?? 0,
  }
}

function Parts({ analysis, carrier, isHourly }: { analysis: EnergyAnalysis; carrier: EnergyCarrier; isHourly: boolean }) {
  const t = useWords(words)
  const say = useText()
  const name = say(energyCarriers[carrier].text)
  const { moments, uses, of } = useMemo(() => drawn(analysis), [analysis])
  const option = useCallback(
    (paints: Paints) => ({
      tooltip: { trigger: 'axis' as const },
      legend: { bottom: 0 },
      xAxis: { type: 'category' as const, data: moments.map((at) => label(at, isHourly)), ...axis(paints) },
      yAxis: { type: 'value' as const, name: analysis.unit, ...axis(paints) },
      series: uses.map((use) => ({
        ...{ type: 'bar' as const, stack: 'all', barMaxWidth: 28, name: say(energyUses[use]) },
        data: moments.map((at) => Number(of(at, use).toFixed(2))),
      })),
    }),
    [analysis, moments, uses, of, isHourly, say],
  )
  if (moments.length === 0)
    return (
      <Card title={t('steps', { name })}>
        <EmptyState title={t('noUse')} scene="rest" />
      </Card>
    )
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))', gap: 16 }}>
      <div style={{ minWidth: 0 }}>
        <ChartCard
          title={t('steps', { name })}
          heads={[t('at'), ...uses.map((use) => say(energyUses[use]))]}
          rows={moments.map((at) => [label(at, isHourly), ...uses.map((use) => shown(of(at, use)))])}
        >
          <Chart option={option} height={300} label={t('steps', { name })} />
        </ChartCard>
      </div>
      <div style={{ minWidth: 0 }}>
        <Card title={t('buildings', { name })}>
          {analysis.buildings.length === 0 ? (
            <EmptyState title={t('noUse')} scene="rest" />
          ) : (
            <PlainTable
              caption={t('buildings', { name })}
              heads={[t('building'), `${t('used')} (${analysis.unit})`, `${t('area')} (m²)`, t('perArea')]}
              rows={analysis.buildings
                .slice(0, 12)
                .map((one) => [
                  one.name,
                  shown(one.used),
                  one.area === null ? t('none') : shown(one.area),
                  one.perArea === null ? t('none') : one.perArea.toFixed(3),
                ])}
            />
          )}
        </Card>
      </div>
    </div>
  )
}
