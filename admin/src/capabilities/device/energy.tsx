import { device } from '@liren/contract/capabilities/device'
import type { Carrier } from '@liren/contract/device/engineer-endpoints'
import { useCallback } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { Card, Figure, PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { words } from './words.ts'

interface Sum {
  readonly carrier: Carrier
  readonly unit: string
  readonly meters: number
  readonly total: number
  readonly days: readonly { readonly day: string; readonly used: number }[]
  readonly places: readonly { readonly placePath: string; readonly name: string; readonly used: number }[]
}

const shown = (value: number): string => value.toLocaleString('zh-CN', { maximumFractionDigits: value < 100 ? 1 : 0 })

/** What meters counted, by carrier, day and place. */
export default function Energy() {
  const t = useWords(words)
  const { filters, setFilter, setFilters } = useListState()
  const days = { from: filters.from ?? dayBefore(13), to: filters.to ?? dayBefore(0) }
  const asked = useQuery(device.endpoints.energy, { query: { ...days, placeId: filters.place } })
  return (
    <>
      <PageHead title={t('energyTitle')} text={t('energyText')} />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 16 }}>
        <FilterDays value={days} onChange={(next) => setFilters({ ...filters, ...(next as Record<string, string>) })} />
        <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
      </div>
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noMeters')} scene="rest" />
          ) : (
            <div style={{ display: 'grid', gap: 16 }}>
              {items.map((sum) => (
                <CarrierPart key={sum.carrier} sum={sum} />
              ))}
            </div>
          )
        }
      </Shown>
    </>
  )
}

function CarrierPart({ sum }: { sum: Sum }) {
  const t = useWords(words)
  const name = t(`e_${sum.carrier}`)
  const option = useCallback(
    (paints: Paints) => ({
      tooltip: { trigger: 'axis' as const },
      xAxis: { type: 'category' as const, data: sum.days.map((one) => one.day.slice(5)), ...axis(paints) },
      yAxis: { type: 'value' as const, name: sum.unit, ...axis(paints) },
      series: [{ type: 'bar' as const, barMaxWidth: 28, data: sum.days.map((one) => Number(one.used.toFixed(1))) }],
    }),
    [sum],
  )
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))', gap: 16 }}>
      <div style={{ minWidth: 0 }}>
        <ChartCard
          title={t('energyByDay', { name })}
          heads={[t('energyDay'), `${name} (${sum.unit})`]}
          rows={sum.days.map((one) => [one.day, shown(one.used)])}
        >
          {sum.days.length === 0 ? (
            <EmptyState title={t('noReadings')} scene="rest" />
          ) : (
            <Chart option={option} height={240} label={t('energyByDay', { name })} />
          )}
        </ChartCard>
      </div>
      <div style={{ minWidth: 0 }}>
        <Card title={t('energyByPlace', { name })}>
          <div style={{ display: 'flex', gap: 32, marginBottom: 12 }}>
            <Figure label={t('energyTotal')} value={shown(sum.total)} unit={sum.unit} />
            <Figure label={t('energyMeters')} value={sum.meters} />
          </div>
          <ol style={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 4 }}>
            {sum.places.map((place) => (
              <li key={place.placePath} style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
                <span style={{ overflowWrap: 'anywhere' }}>{place.name}</span>
                <span style={{ whiteSpace: 'nowrap' }}>
                  {shown(place.used)} {sum.unit}
                </span>
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </div>
  )
}
