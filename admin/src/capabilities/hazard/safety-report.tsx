import { evaluations, hazard, type SafetyReport } from '@liren/contract/capabilities/hazard'
import { Button } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMe } from '../../app/session/store.ts'
import { MonthInput } from '../../parts/form/month-input.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card, Figure, FigureRow, PageHead, Stack } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { HazardFigures } from './figures.tsx'
import { KeyStateTag } from './key-state.tsx'
import { words } from './words.ts'

const thisMonth = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)

/** How safe a community was in a month: risk points, inspections, hazards and events; to be exported or printed. */
export default function SafetyReportPage() {
  const t = useWords(words)
  const { filters, setFilter } = useListState()
  const month = /^20\d\d-(0[1-9]|1[0-2])$/.test(filters.month ?? '') ? (filters.month as string) : thisMonth()
  const { place, places } = useMe()
  const [only] = places
  const placeId = filters.place ?? place?.id ?? (places.length === 1 ? only?.id : undefined)
  const query = placeId === undefined ? undefined : { placeId, month }
  const asked = useQuery(hazard.endpoints.safetyReport, query ? { query } : null)
  return (
    <>
      <PageHead title={t('report')} text={t('reportText')}>
        <FilterPlace label={t('reportPlace')} value={placeId} onChange={(value) => setFilter('place', value)} />
        <MonthInput label={t('month')} value={month} onChange={(value) => setFilter('month', value)} />
        {query && (
          <>
            <Button icon={<Icon name="download" />} href={`/api/safety-report/workbook?${new URLSearchParams(query)}`}>
              {t('reportExport')}
            </Button>
            <Button onClick={() => window.print()}>{t('reportPrint')}</Button>
          </>
        )}
      </PageHead>
      {query ? (
        <Shown asked={asked}>{(report) => <Body of={report} />}</Shown>
      ) : (
        <EmptyState scene="rest" title={t('reportChoose')} text={t('reportText')} />
      )}
    </>
  )
}

const lastDay = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

function Body({ of }: { of: SafetyReport }) {
  const t = useWords(words)
  const say = useText()
  const { inspections: done } = of
  const tone = { good: 'success', fair: 'warning', poor: 'danger' } as const
  return (
    <Stack>
      <Card title={`${of.place.label} · ${of.month}`}>
        <FigureRow>
          <Figure label={t('evaluation')} value={say(evaluations[of.evaluation])} tone={tone[of.evaluation]} />
          <Figure label={t('points')} value={of.keyPlaces.total} />
          <Figure
            label={t('inspectionsDone')}
            value={done.done}
            note={t('inspectionsSplit', { passed: done.passed, failed: done.failed })}
          />
          <Figure label={t('coverage')} value={done.coverage ?? '–'} unit={done.coverage === null ? undefined : '%'} />
          <Figure label={t('hazardsMonth')} value={of.hazards.total} />
          <Figure label={t('securityMonth')} value={of.securityEvents} />
        </FigureRow>
      </Card>
      <HazardFigures query={{ placeId: of.place.id, from: `${of.month}-01`, to: lastDay(of.month) }} />
      <Card title={t('points')} flush>
        <PlainTable caption={t('points')} heads={[t('keyName'), t('place'), t('state'), t('keyOpen'), t('keyFindings')]}>
          {of.points.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.name}</th>
              <td>{one.place}</td>
              <td>
                <KeyStateTag state={one.state} />
              </td>
              <td>{one.openHazards}</td>
              <td>{one.openFindings}</td>
            </tr>
          ))}
        </PlainTable>
      </Card>
    </Stack>
  )
}
