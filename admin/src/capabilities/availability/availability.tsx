import { availability, type Availability as Report } from '@liren/contract/capabilities/availability'
import { Button } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { axis, Chart, type Paints } from '../../parts/chart/chart.tsx'
import { ChartCard } from '../../parts/chart/chart-card.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card, Figure, PageHead } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { AnnounceDialog, Maintenances } from './maintenances.tsx'
import { Outages } from './outages.tsx'
import { words } from './words.ts'

const e = availability.endpoints

/** How much of the time the house was there. */
export default function Availability() {
  const t = useWords(words)
  const asked = useQuery(e.report)
  const [announcing, setAnnouncing] = useFlag('new')
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Button href="/api/availability/export" icon={<Icon name="download" />}>
          {t('export')}
        </Button>
        <AddButton code="availability.keep" onClick={() => setAnnouncing(true)}>
          {t('announce')}
        </AddButton>
      </PageHead>
      <Shown asked={asked}>{(report) => <Body report={report} />}</Shown>
      <Outages onExplained={asked.reload} />
      <Maintenances onChanged={asked.reload} />
      <AnnounceDialog open={announcing} onClose={() => setAnnouncing(false)} />
    </>
  )
}

const percent = (value: number | null): string => (value === null ? '–' : value.toFixed(value === 100 ? 0 : 3))
const number = (value: number | null): string => (value === null ? '–' : new Intl.NumberFormat('en').format(value))

function Body({ report }: { report: Report }) {
  const t = useWords(words)
  const { year } = report
  const watched = report.months.filter(({ watchedHours }) => watchedHours > 0)
  return (
    <div style={{ display: 'grid', gap: 16, marginBottom: 16 }}>
      <Card title={String(year.year)} extra={report.since === null ? t('unwatched') : t('since', { day: report.since.slice(0, 10) })}>
        <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))', gap: 16 }}>
          <div>
            <Figure label={t('uptime')} value={percent(year.uptime)} unit="%" />
            <Goal isMissed={year.isUptimeLow} isKnown={year.uptime !== null} missed={t('uptimeLow')} />
          </div>
          <div>
            <Figure label={t('mtbf')} value={number(year.mtbfHours)} unit={t('hours')} />
            {year.failures === 0 ? (
              <StatusTag tone="neutral" icon="check">
                {t('noFailure')}
              </StatusTag>
            ) : (
              <Goal isMissed={year.isMtbfLow} isKnown missed={t('mtbfLow')} />
            )}
          </div>
          <Figure label={t('mttr')} value={number(year.mttrMinutes)} unit={t('minutes')} />
          <Figure label={t('failures')} value={number(year.failures)} unit="" />
          <Figure label={t('watched')} value={number(year.watchedHours)} unit={t('hours')} />
          <Figure label={t('planned')} value={number(year.plannedHours)} unit={t('hours')} />
        </div>
      </Card>
      <ChartCard
        title={t('days')}
        heads={[t('day'), t('percent'), t('downMinutes')]}
        rows={report.days.map(({ day, uptime, downMinutes }) => [day, percent(uptime), downMinutes])}
      >
        <Chart option={optionOf(report, t('percent'))} height={240} label={t('days')} />
      </ChartCard>
      <ChartCard
        title={t('months')}
        heads={[t('month'), t('percent'), t('failures'), t('downMinutes'), `${t('planned')} (${t('hours')})`]}
        rows={watched.map((one) => [one.month, percent(one.uptime), one.failures, Math.round(one.downHours * 60), one.plannedHours])}
      >
        <ul style={{ display: 'flex', flexWrap: 'wrap', gap: '8px 24px', listStyle: 'none', margin: 0, padding: 0 }}>
          {watched.map((one) => (
            <li key={one.month} style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
              <span>{one.month}</span>
              <StatusTag tone={one.isUptimeLow ? 'danger' : 'success'} icon={one.isUptimeLow ? 'alert' : 'check'}>
                {`${percent(one.uptime)} %`}
              </StatusTag>
            </li>
          ))}
        </ul>
      </ChartCard>
    </div>
  )
}

function Goal({ isMissed, isKnown, missed }: { isMissed: boolean; isKnown: boolean; missed: string }) {
  const t = useWords(words)
  if (!isKnown) return null
  return (
    <StatusTag tone={isMissed ? 'danger' : 'success'} icon={isMissed ? 'alert' : 'check'}>
      {isMissed ? missed : t('met')}
    </StatusTag>
  )
}

/** Days as bars that begin where anything worth looking at begins; those below the goal in the colour of danger. */
const optionOf =
  ({ days }: Report, name: string) =>
  (paints: Paints) => {
    const lowest = Math.min(99.5, ...days.flatMap(({ uptime }) => (uptime === null ? [] : [Math.floor(uptime)])))
    return {
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: days.map(({ day }) => day.slice(5)), ...axis(paints) },
      yAxis: { type: 'value', min: Math.max(0, lowest), max: 100, name, ...axis(paints) },
      series: [
        {
          ...{ type: 'bar', name, barMaxWidth: 18 },
          data: days.map(({ uptime }) => ({
            value: uptime,
            itemStyle: { color: uptime !== null && uptime < 99.9 ? paints.tokens.danger : paints.series[0] },
          })),
          markLine: { symbol: 'none', silent: true, data: [{ yAxis: 99.9 }], lineStyle: { color: paints.tokens.lineControl } },
        },
      ],
    }
  }
