import type { ResponseOf } from '@liren/contract'
import { device } from '@liren/contract/capabilities/device'
import type { Property } from '@liren/contract/thing/model'
import { Segmented } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const hour = 3_600_000
const spans = { last24h: 24 * hour, last7d: 7 * 24 * hour, last30d: 30 * 24 * hour } as const
type Span = keyof typeof spans

interface Props {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly property: Property | undefined
}

/** One property over time: its average, between its least and most. */
export function SeriesChart({ id, name, label, property }: Props) {
  const t = useWords(words)
  const [span, setSpan] = useState<Span>('last24h')
  // To the minute, so that drawing again asks the same question.
  const range = useMemo(() => {
    const to = Math.ceil(Date.now() / 60_000) * 60_000
    return { from: new Date(to - spans[span]).toISOString(), to: new Date(to).toISOString() }
  }, [span])
  const asked = useQuery(device.endpoints.series, { params: { id }, query: { property: name, ...range, points: 200 } })
  return (
    <>
      <div style={{ marginBottom: 8 }}>
        <Segmented<Span>
          value={span}
          onChange={setSpan}
          options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: t(value) }))}
        />
      </div>
      <Shown asked={asked} empty={{ when: (data) => data.items.length === 0, show: <EmptyState title={t('noSeries')} scene="rest" /> }}>
        {(data) => <Curve label={label} property={property} items={data.items} />}
      </Shown>
    </>
  )
}

type Items = ResponseOf<typeof device.endpoints.series>['items']

/** A curve between its least and most, and the same as a table. */
export function Curve({ label, property, items }: Pick<Props, 'label' | 'property'> & { readonly items: Items }) {
  const t = useWords(words)
  const option = useCallback(
    (paints: Paints) => {
      const drawn = items
      const line = (key: 'average' | 'least' | 'most') => drawn.map((item) => [item.at, Number(item[key].toPrecision(6))])
      return {
        tooltip: { trigger: 'axis' as const },
        legend: { top: 4, right: 8, textStyle: { color: paints.tokens.text2 } },
        xAxis: { type: 'time' as const, ...axis(paints) },
        yAxis: { type: 'value' as const, name: property?.unit ?? '', scale: true, ...axis(paints) },
        series: [
          { type: 'line' as const, name: t('average'), showSymbol: drawn.length < 40, data: line('average'), lineStyle: { width: 2 } },
          {
            type: 'line' as const,
            name: t('least'),
            showSymbol: false,
            data: line('least'),
            lineStyle: { width: 1, type: 'dotted' as const },
          },
          {
            type: 'line' as const,
            name: t('most'),
            showSymbol: false,
            data: line('most'),
            lineStyle: { width: 1, type: 'dotted' as const },
          },
        ],
      }
    },
    [items, property?.unit, t],
  )
  return (
    <ChartCard
      title={t('chartTitle', { name: label })}
      heads={[t('at'), t('average'), t('least'), t('most')]}
      rows={items.map((item) => [
        <TimeText key="at" at={item.at} />,
        Number(item.average.toPrecision(6)),
        Number(item.least.toPrecision(6)),
        Number(item.most.toPrecision(6)),
      ])}
    >
      <Chart option={option} height={260} label={t('chartTitle', { name: label })} />
    </ChartCard>
  )
}
