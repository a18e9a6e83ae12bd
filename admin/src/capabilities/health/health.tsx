import { health } from '@liren/contract/capabilities/health'
import { useEffect } from 'react'
import type { Answer } from '../../app/api/call.ts'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Card, Facts, Figure, PageHead } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './health.module.css'
import { words } from './words.ts'

type Report = Answer<typeof health.endpoints.read>

const looks: Readonly<Record<Report['state'], Status>> = {
  good: { tone: 'success', icon: 'check' },
  degraded: { tone: 'warning', icon: 'alert' },
  bad: { tone: 'danger', icon: 'alert' },
}
const summaries = { good: 'allGood', degraded: 'someDegraded', bad: 'someBad' } as const
const rank = { bad: 0, degraded: 1, good: 2 } as const
const askAgainAfter = 10_000

/** How the house is, the worst first. */
export default function Health() {
  const t = useWords(words)
  const asked = useQuery(health.endpoints.read)
  const { reload } = asked
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), askAgainAfter)
    return () => clearInterval(timer)
  }, [reload])
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <span style={{ color: 'var(--text-3)', fontSize: 13, lineHeight: '36px' }}>{t('renews')}</span>
      </PageHead>
      <Shown asked={asked}>{(data) => <Body report={data} />}</Shown>
    </>
  )
}

/** 1234.5 → 1,234.5; figures come with a unit of their own. */
const figure = (value: number): string => new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(value)

function Body({ report }: { report: Report }) {
  const t = useWords(words)
  const say = useText()
  const checks = [...report.checks].sort((one, other) => rank[one.state] - rank[other.state])
  return (
    <div className={style.stack}>
      <Notice tone={looks[report.state].tone} icon={looks[report.state].icon} title={t(summaries[report.state])} role="status" />
      <Card>
        <Facts
          columns={3}
          items={[
            { label: t('version'), value: report.version },
            { label: t('started'), value: <TimeText at={report.startedAt} /> },
            { label: t('mode'), value: t(`mode_${report.mode}`) },
          ]}
        />
      </Card>
      {report.parts.map((part) => (
        <Card key={part.name} title={say(part.text)} extra={<StatusTag {...looks[part.state]}>{t(part.state)}</StatusTag>}>
          <ul className={style.checks} data-part={part.name}>
            {checks
              .filter((check) => check.part === part.name)
              .map((check) => (
                <li key={check.name}>
                  <StatusTag {...looks[check.state]}>{t(check.state)}</StatusTag>
                  <div>
                    <strong>{say(check.text)}</strong>
                    <p>{check.detail}</p>
                  </div>
                  <small>
                    <Icon name="clock" size={14} /> <TimeText at={check.since} />
                  </small>
                </li>
              ))}
          </ul>
        </Card>
      ))}
      <Card title={t('figures')}>
        <div className={style.figures}>
          {report.figures.map((entry) => (
            <Figure key={entry.name} label={say(entry.text)} value={figure(entry.value)} unit={entry.unit} />
          ))}
        </div>
      </Card>
    </div>
  )
}
