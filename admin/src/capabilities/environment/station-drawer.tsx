import {
  type EnvironmentFactor,
  environmentEndpoints,
  environmentFactors,
  type Station,
  shownReading,
} from '@liren/contract/capabilities/environment'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { ErrorPanel } from '../../parts/state/error-panel.tsx'
import { TimeText, useNow } from '../../parts/text/time.tsx'
import { Curve } from './curve.tsx'
import style from './environment.module.css'
import { AirTag, isStale, PresenceTag, StaleTag } from './station-tags.tsx'
import { words } from './words.ts'

/** A station beside the list: each reading with its age, one of them as a curve, and whether residents see it. */
export function StationDrawer({ station, onClose }: { station: Station | undefined; onClose: () => void }) {
  return (
    <RecordDrawer
      open={station !== undefined}
      onClose={onClose}
      title={station?.name}
      tags={
        station && (
          <>
            <PresenceTag station={station} />
            <StaleTag station={station} />
          </>
        )
      }
      actions={station?.can.includes('publish') ? <Publish station={station} /> : undefined}
    >
      {station && <Content key={station.id} station={station} />}
    </RecordDrawer>
  )
}

function Publish({ station }: { station: Station }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const save = useAction(environmentEndpoints.publish)
  const isPublic = !station.isPublic
  const run = async () => {
    const saved = await save.run({ params: { id: station.id }, body: { isPublic, version: station.version } })
    if (saved) void message.success(t(isPublic ? 'published' : 'takenBack', { name: station.name }))
  }
  return (
    <>
      {save.error ? <ErrorPanel error={save.error} retry={() => void run()} /> : null}
      <Button type={isPublic ? 'primary' : 'default'} loading={save.running} onClick={() => void run()}>
        {t(isPublic ? 'publish' : 'takeBack')}
      </Button>
    </>
  )
}

function Content({ station }: { station: Station }) {
  const t = useWords(words)
  const say = useText()
  const now = useNow()
  const [chosen, setChosen] = useState<EnvironmentFactor>()
  const drawn = station.readings.find(({ factor }) => factor === chosen) ?? station.readings[0]
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Facts
        items={[
          { label: t('place'), value: station.place },
          { label: t('air'), value: <AirTag air={station.air} /> },
          { label: t('public'), value: t(station.isPublic ? 'public' : 'hidden') },
          {
            label: t('alarms'),
            value:
              station.openAlarms === 0 ? (
                t('dash')
              ) : (
                <Link to={`/alarms/history?f=${encodeURIComponent(`device:${station.id}`)}`}>
                  {t('openAlarms', { count: station.openAlarms })}
                </Link>
              ),
          },
        ]}
      />
      {station.readings.length === 0 ? (
        <EmptyState title={t('noReadings')} scene="rest" />
      ) : (
        <div className={style.readings}>
          {station.readings.map(({ factor, value, at }) => (
            <button
              type="button"
              key={factor}
              className={style.reading}
              data-on={factor === drawn?.factor}
              onClick={() => setChosen(factor)}
            >
              <span className={style.name}>{say(environmentFactors[factor].text)}</span>
              <span className={style.value}>
                {shownReading(factor, value)} <small>{environmentFactors[factor].unit}</small>
              </span>
              <span className={style.name}>
                <TimeText at={at} />
                {isStale(at, now) ? ` · ${t('old')}` : ''}
              </span>
            </button>
          ))}
        </div>
      )}
      {drawn ? <Curve id={station.id} factor={drawn.factor} /> : null}
    </div>
  )
}
