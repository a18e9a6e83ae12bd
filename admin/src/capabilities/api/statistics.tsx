import { grouped } from '@liren/client/format/number'
import { api } from '@liren/contract/capabilities/api'
import { Segmented } from 'antd'
import { useCallback, useMemo } from 'react'
import type { Answer } from '../../app/api/call.ts'
import { pagedOf, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { Card, Figure } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { words } from './words.ts'

type Report = Answer<typeof api.endpoints.statistics>

const mostBars = 10
/** People are counted by the end they work at. */
const ends = ['guest', 'resident', 'staff', 'grid', 'admin'] as const
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`

/** Calls, errors and times, by interface or by caller. */
export function Statistics() {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilters } = useListState()
  const by = filters.by === 'caller' ? 'caller' : 'api'
  const from = filters.from ?? dayBefore(6)
  const to = filters.to ?? dayBefore(0)
  const asked = useQuery(api.endpoints.statistics, { query: { from, to, by } })
  const list = useQuery(api.endpoints.list)
  const named = useMemo(
    () =>
      asked.data?.items.map((item) => {
        const end = ends.find((name) => by === 'caller' && name === item.key)
        return { ...item, label: end ? t(`by_${end}`) : say(list.data?.items.find(({ id }) => id === item.key)?.text) || item.label }
      }),
    [asked.data, list.data, say, t, by],
  )
  const paged = useMemo(() => pagedOf(asked, named), [asked, named])
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <Segmented
          value={by}
          aria-label={t('by')}
          options={[
            { value: 'api', label: t('byApi') },
            { value: 'caller', label: t('byCaller') },
          ]}
          onChange={(value) => setFilters({ ...filters, by: value })}
        />
        <FilterDays
          label={t('days')}
          value={{ from, to }}
          onChange={(days) => setFilters({ ...filters, from: days.from ?? '', to: days.to ?? '' })}
        />
      </div>
      <Shown asked={asked}>{(data) => <Totals report={data} />}</Shown>
      {named !== undefined && named.length > 0 && <Most items={named} />}
      <DataTable
        name={`api-statistics-${by}`}
        caption={t('tabStatistics')}
        asked={paged}
        rowKey={(row) => row.key}
        columns={[
          {
            key: 'label',
            title: t(by === 'api' ? 'name' : 'caller'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.label}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.key}</div>
              </>
            ),
          },
          { key: 'calls', title: t('calls'), align: 'end', render: (row) => grouped(row.calls) },
          { key: 'errors', title: t('errors'), align: 'end', render: (row) => grouped(row.errors) },
          { key: 'errorRate', title: t('errorRate'), align: 'end', render: (row) => percent(row.errorRate) },
          { key: 'average', title: t('average'), align: 'end', render: (row) => `${Math.round(row.averageMs)} ${t('ms')}` },
          { key: 'p95', title: t('p95'), align: 'end', render: (row) => `${Math.round(row.p95Ms)} ${t('ms')}` },
        ]}
        empty={<EmptyState title={t('noCalls')} />}
      />
    </div>
  )
}

function Totals({ report }: { report: Report }) {
  const t = useWords(words)
  const { totals } = report
  return (
    <Card>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))', gap: 24 }}>
        <Figure label={t('calls')} value={grouped(totals.calls)} unit={t('unit')} />
        <Figure label={t('errors')} value={grouped(totals.errors)} unit={t('unit')} {...(totals.errors > 0 ? { tone: 'warning' } : {})} />
        <Figure label={t('errorRate')} value={percent(totals.errorRate)} />
        <Figure label={t('average')} value={Math.round(totals.averageMs)} unit={t('ms')} />
        <Figure label={t('p95')} value={Math.round(totals.p95Ms)} unit={t('ms')} />
      </div>
    </Card>
  )
}

function Most({ items }: { items: Report['items'] }) {
  const t = useWords(words)
  const shown = useMemo(() => [...items].sort((one, other) => other.calls - one.calls).slice(0, mostBars), [items])
  const option = useCallback(
    (paints: Paints) => ({
      tooltip: { trigger: 'axis' as const, axisPointer: { type: 'shadow' as const } },
      legend: { top: 0, right: 0, textStyle: { color: paints.tokens.text2 } },
      grid: { left: 8, right: 32, top: 32, bottom: 8, outerBoundsMode: 'same' as const },
      xAxis: { type: 'value' as const, minInterval: 1, ...axis(paints) },
      yAxis: { type: 'category' as const, inverse: true, data: shown.map(({ label }) => label), ...axis(paints) },
      series: [
        { type: 'bar' as const, stack: 'calls', name: t('calls'), data: shown.map(({ calls, errors }) => calls - errors), barMaxWidth: 18 },
        {
          type: 'bar' as const,
          stack: 'calls',
          name: t('errors'),
          data: shown.map(({ errors }) => errors),
          barMaxWidth: 18,
          itemStyle: { color: paints.tokens.danger },
        },
      ],
    }),
    [shown, t],
  )
  return (
    <Card title={t('topCalls')}>
      <Chart option={option} height={shown.length * 32 + 60} label={t('topCalls')} />
    </Card>
  )
}
