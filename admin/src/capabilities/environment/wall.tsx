import { clockTime } from '@liren/client/format/time'
import { environmentEndpoints, environmentFactors, type Station, shownReading } from '@liren/contract/capabilities/environment'
import { Button } from 'antd'
import { useLayoutEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { paint } from '../../app/theme/paint.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText, useNow } from '../../parts/text/time.tsx'
import style from './environment.module.css'
import { AirTag, isStale, newestOf, PresenceTag, StaleTag } from './station-tags.tsx'
import { words } from './words.ts'

/** All stations on a whole screen, dark and large. What was shown stays while it is asked again. */
export default function Wall() {
  const t = useWords(words)
  const go = useNavigate()
  const now = useNow()
  const root = useRef<HTMLDivElement>(null)
  const asked = useQuery(environmentEndpoints.stations, { query: { limit: 100 } })
  useLayoutEffect(() => {
    if (root.current) paint('dark', root.current)
  }, [])
  const leave = () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    void go('/environment')
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc leaves, as it does everywhere
    <div ref={root} className={style.wall} onKeyDown={(event) => event.key === 'Escape' && leave()}>
      <header className={style.head}>
        <div>
          <h1>{t('title')}</h1>
          <p style={{ margin: 0, color: 'var(--text-2)' }}>
            {clockTime(now)} · {t('airShort')}
          </p>
        </div>
        <div className={style.tags}>
          <Button onClick={() => void root.current?.requestFullscreen?.()}>{t('full')}</Button>
          <Button onClick={leave}>{t('leave')}</Button>
        </div>
      </header>
      <Shown
        asked={asked}
        empty={{ when: ({ items }) => items.length === 0, show: <EmptyState title={t('none')} text={t('noneText')} scene="rest" /> }}
      >
        {({ items }) => (
          <div style={{ display: 'grid', gap: 24 }}>
            <Counts stations={items} />
            <div className={style.panels}>
              {items.map((station) => (
                <Panel key={station.id} station={station} />
              ))}
            </div>
          </div>
        )}
      </Shown>
    </div>
  )
}

function Counts({ stations }: { stations: readonly Station[] }) {
  const t = useWords(words)
  const now = useNow()
  const old = stations.filter((station) => isStale(newestOf(station), now)).length
  const alarms = stations.reduce((sum, { openAlarms }) => sum + openAlarms, 0)
  return (
    <dl className={style.counts}>
      {(
        [
          ['stations', stations.length],
          ['stationsOnline', stations.filter(({ isOnline }) => isOnline).length],
          ['stationsOld', old, 'warning'],
          ['alarms', alarms, 'danger'],
        ] as const
      ).map(([name, value, tone]) => (
        <div key={name}>
          <dt>{t(name)}</dt>
          <dd data-tone={value > 0 ? tone : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Panel({ station }: { station: Station }) {
  const t = useWords(words)
  const say = useText()
  const now = useNow()
  return (
    <section className={style.panel} id={`wall-${station.id}`}>
      <h2>{station.name}</h2>
      <div className={style.tags}>
        {station.air === null ? null : <AirTag air={station.air} isNamed />}
        <PresenceTag station={station} />
        <StaleTag station={station} />
        {station.openAlarms > 0 ? (
          <StatusTag tone="danger" icon="alert">
            {t('openAlarms', { count: station.openAlarms })}
          </StatusTag>
        ) : null}
      </div>
      {station.readings.length === 0 ? (
        <p>{t('noReadings')}</p>
      ) : (
        <dl className={style.numbers}>
          {station.readings.map(({ factor, value, at }) => (
            <div key={factor}>
              <dt>{say(environmentFactors[factor].text)}</dt>
              <dd data-old={isStale(at, now)}>
                {shownReading(factor, value)} <small>{environmentFactors[factor].unit}</small>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p>
        {station.place} · <TimeText at={newestOf(station)} />
      </p>
    </section>
  )
}
