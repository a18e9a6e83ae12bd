import { type Alarm, alarm, alarmGroups, alarmKinds, alarmResults } from '@liren/contract/capabilities/alarm'
import { device } from '@liren/contract/capabilities/device'
import { elementIdOf } from '@liren/contract/map/model'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { AlarmStateTag } from '../../parts/alarm/alarm-state.tsx'
import { AlarmTimeline } from '../../parts/alarm/alarm-timeline.tsx'
import { AlarmCameras } from '../../parts/camera/alarm-cameras.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card, type Fact, Facts } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { WhereIs } from '../../parts/place/where-is.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { SlaClock } from '../../parts/tag/sla-clock.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { ActionBar } from './action-bar.tsx'
import style from './alarm.module.css'
import { AlarmFlags, LevelMark } from './state.tsx'
import { words } from './words.ts'

/** One alarm on the desk: what, where, what the device said, how it went, what may be done. */
export function Matter({ id }: { id: string }) {
  const asked = useQuery(alarm.endpoints.read, { params: { id } })
  return (
    <section className={style.matter}>
      <Shown asked={asked}>
        {(it) => (
          <>
            <Head alarm={it} />
            <AlarmCameras alarmId={it.id} isClosed={it.state === 'closed'} />
            <div className={style.columns}>
              <div className={style.column}>
                <Particulars alarm={it} />
                <RawValues alarm={it} />
                {it.device && <WhereIs element={elementIdOf('device', it.device.id)} />}
                {it.device && <DeviceValues deviceId={it.device.id} />}
              </div>
              <div className={style.column}>
                <Merged alarm={it} />
                <Course alarm={it} />
              </div>
            </div>
            <ActionBar key={it.version} alarm={it} />
          </>
        )}
      </Shown>
    </section>
  )
}

function Head({ alarm: it }: { alarm: Alarm }) {
  const t = useWords(words)
  const say = useText()
  return (
    <header className={style.head} data-level={it.level}>
      <div className={style.headWords}>
        <h2>{say(it.title)}</h2>
        <p>
          <Icon name="place" size={16} /> {it.place.label || '–'}
          {it.part !== '' && ` · ${t('part')} ${it.part}`}
        </p>
      </div>
      <div className={style.headTags}>
        <LevelMark level={it.level} long />
        <AlarmStateTag state={it.state} />
        <AlarmFlags alarm={it} />
      </div>
    </header>
  )
}

function Particulars({ alarm: it }: { alarm: Alarm }) {
  const t = useWords(words)
  const say = useText()
  const facts: Fact[] = [
    { label: t('device'), value: it.device === null ? '–' : <Link to={`/devices?id=${it.device.id}`}>{it.device.name}</Link> },
    { label: t('kind'), value: `${say(alarmGroups[alarmKinds[it.kind].group])} · ${say(alarmKinds[it.kind].text)}` },
    { label: t('first'), value: <TimeText at={it.firstAt} /> },
    { label: t('last'), value: <TimeText at={it.lastAt} /> },
    { label: t('due'), value: <SlaClock dueAt={it.dueAt} paused={it.shelvedUntil !== null} /> },
    { label: t('handler'), value: it.handler === null ? t('nobody') : <Person name={it.handler.name} /> },
    { label: t('source'), value: t(it.source.kind === 'rule' ? 'byRule' : 'byEvent') },
    { label: t('number'), value: it.number },
  ]
  if (it.shelvedUntil !== null) facts.push({ label: t('shelvedUntil'), value: <TimeText at={it.shelvedUntil} /> })
  if (it.result !== null) facts.push({ label: t('result'), value: say(alarmResults[it.result]) })
  if (it.previousId !== null) facts.push({ label: t('previous'), value: <Link to={`/alarms?id=${it.previousId}`}>{t('openDevice')}</Link> })
  return (
    <Card title={t('particulars')}>
      <Facts items={facts} />
    </Card>
  )
}

const shown = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value))

function RawValues({ alarm: it }: { alarm: Alarm }) {
  const t = useWords(words)
  const values = Object.entries(it.values)
  return (
    <Card title={t('raw')} extra={<code className={style.calm}>{it.source.name}</code>}>
      {values.length === 0 ? (
        <p className={style.calm}>{t('noRaw')}</p>
      ) : (
        <dl className={style.raw}>
          {values.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{shown(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}

function DeviceValues({ deviceId }: { deviceId: string }) {
  const t = useWords(words)
  const say = useText()
  const may = useMay(device.endpoints.shadow.permission)
  const asked = useQuery(device.endpoints.shadow, may ? { params: { id: deviceId } } : null)
  if (!may) return null
  return (
    <Card title={t('points')}>
      <Shown
        asked={asked}
        empty={{ when: ({ shadow }) => Object.keys(shadow.reported).length === 0, show: <p className={style.calm}>{t('noPoints')}</p> }}
      >
        {({ shadow, model }) => (
          <dl className={style.raw}>
            {Object.entries(shadow.reported).map(([name, held]) => {
              const property = model?.properties.find((one) => one.code === name.split('.')[0])
              return (
                <div key={name}>
                  <dt>{property ? say(property.text) : name}</dt>
                  <dd>
                    {shown(held.v)} {property?.unit} <TimeText at={held.at} />
                  </dd>
                </div>
              )
            })}
          </dl>
        )}
      </Shown>
    </Card>
  )
}

function Merged({ alarm: it }: { alarm: Alarm }) {
  const t = useWords(words)
  const say = useText()
  if (it.rootId !== null)
    return (
      <Card title={t('rootOf')}>
        <Link to={`/alarms?id=${it.rootId}`}>{t('openRoot')}</Link>
      </Card>
    )
  if (it.merged.length === 0) return null
  return (
    <Card title={t('merged', { count: it.merged.length })}>
      <ul className={style.merged}>
        {it.merged.map((one) => (
          <li key={one.id}>
            <Link to={`/alarms?id=${one.id}`}>
              {one.number} {say(one.title)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Course({ alarm: it }: { alarm: Alarm }) {
  const t = useWords(words)
  return (
    <Card title={t('timeline')}>
      <AlarmTimeline entries={it.timeline} />
    </Card>
  )
}
