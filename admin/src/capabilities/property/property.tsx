import { noticeCategories } from '@liren/contract/capabilities/notice'
import { type PropertyOverview, property, propertyDays } from '@liren/contract/capabilities/property'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { Card, Figure, PageHead } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './property.module.css'
import { words } from './words.ts'

type Section = Exclude<keyof PropertyOverview, 'estate' | 'estates' | 'notices' | 'asOf'>

/** What the property company does for one estate, in six cards. */
export default function Property() {
  const t = useWords(words)
  const { filters, setFilters } = useListState()
  const asked = useQuery(property.endpoints.overview, { query: filters.estate === undefined ? {} : { estateId: filters.estate } })
  return (
    <>
      <PageHead title={t('title')} text={t('text', { days: propertyDays })}>
        {asked.data && asked.data.estates.length > 1 ? (
          <Select
            aria-label={t('estate')}
            value={asked.data.estate.id}
            onChange={(estate) => setFilters({ estate })}
            options={asked.data.estates.map(({ id, name }) => ({ value: id, label: name }))}
            style={{ minWidth: 160 }}
          />
        ) : null}
      </PageHead>
      <Shown asked={asked}>{(shown) => <Cards of={shown} />}</Shown>
    </>
  )
}

const percent = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 100)))

function Cards({ of }: { of: PropertyOverview }) {
  const t = useWords(words)
  const { repairs, facilities, environment, safety, ratings } = of
  return (
    <div className={style.cards}>
      <Notices of={of} />
      <Figures section="repairs" needs="repair.read" to="/repairs">
        <Figure label={t('created')} value={repairs.created} />
        <Figure label={t('closed')} value={repairs.closed} />
        <Figure label={t('unclosed')} value={repairs.open} />
        <Figure label={t('overdue')} value={repairs.overdue} {...alarming(repairs.overdue)} />
        <Figure label={t('onTime')} value={percent(repairs.onTime)} unit="%" />
        <Figure
          label={t('finish')}
          value={repairs.finishMinutes === null ? '–' : (repairs.finishMinutes / 60).toFixed(1)}
          unit={t('hours')}
        />
      </Figures>
      <Figures section="facilities" needs="hazard.read" to="/hazards/key-places">
        <Figure label={t('places')} value={facilities.places} />
        <Figure label={t('inspected')} value={facilities.inspected} />
        <Figure label={t('passed')} value={facilities.passed} />
        <Figure label={t('late')} value={facilities.late} {...alarming(facilities.late)} />
        <Figure label={t('findings')} value={facilities.findings} {...alarming(facilities.findings)} />
        <Figure label={t('devices')} value={facilities.devices} />
        <Figure label={t('offline')} value={facilities.offline} />
      </Figures>
      <Figures section="environment" needs="environment.read" to="/environment">
        <Figure label={t('security')} value={environment.security} {...alarming(environment.security)} />
        <Figure label={t('alarms')} value={environment.environment} {...alarming(environment.environment)} />
        <Figure label={t('stations')} value={environment.stations} />
      </Figures>
      <Figures section="safety" needs="alarm.read" to="/alarms">
        <Figure label={t('fire')} value={safety.fire} {...alarming(safety.fire)} />
        <Figure label={t('lift')} value={safety.lift} {...alarming(safety.lift)} />
        <Figure label={t('lanes')} value={safety.lanes} {...alarming(safety.lanes)} />
        <Figure label={t('parking')} value={safety.parking} />
      </Figures>
      <Figures section="ratings" needs="repair.statistics" to="/repairs/statistics">
        <Figure label={t('stars')} value={ratings.stars ?? '–'} />
        <Figure label={t('rated')} value={ratings.rated} />
        <Figure label={t('reopened')} value={ratings.reopened} />
        <Figure label={t('answered')} value={ratings.answered} />
        <Figure label={t('inTime')} value={percent(ratings.answeredInTime)} unit="%" />
      </Figures>
    </div>
  )
}

const alarming = (count: number) => (count > 0 ? ({ tone: 'danger' } as const) : {})

function Figures({ section, needs, to, children }: { section: Section; needs: string; to: string; children: ReactNode }) {
  const t = useWords(words)
  return (
    <Card title={t(section)} extra={<Way needs={needs} to={to} words={t('open')} />}>
      <div className={style.figures}>{children}</div>
    </Card>
  )
}

/** The way to the page behind a card, for whoever may go there. */
function Way({ needs, to, words: said }: { needs: string; to: string; words: string }) {
  return useMay(needs) ? <Link to={to}>{said}</Link> : null
}

function Notices({ of: { notices } }: { of: PropertyOverview }) {
  const t = useWords(words)
  const say = useText()
  return (
    <Card
      title={t('notices')}
      extra={
        <Way
          needs="notice.write"
          to="/content/notices"
          words={notices.waiting > 0 ? t('waiting', { count: notices.waiting }) : t('open')}
        />
      }
    >
      {notices.latest.length === 0 ? (
        <p>{t('noNotices')}</p>
      ) : (
        <ul className={style.latest}>
          {notices.latest.map(({ id, title, category, publishedAt }) => (
            <li key={id}>
              <span>
                {say(noticeCategories[category].text)} · {say(title)}
              </span>
              <TimeText at={publishedAt} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
