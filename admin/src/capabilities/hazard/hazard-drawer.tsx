import { alarmKinds, alarmLevels, alarmResults } from '@liren/contract/capabilities/alarm'
import { type Hazard, hazard, hazardAreas } from '@liren/contract/capabilities/hazard'
import { Button } from 'antd'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { AlarmStateTag } from '../../parts/alarm/alarm-state.tsx'
import { AlarmTimeline } from '../../parts/alarm/alarm-timeline.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { PushState } from './push-state.tsx'
import { words } from './words.ts'

/** A hazard: what, where, who was on duty, and every step from raising to closing. */
export function HazardDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(hazard.endpoints.read, id === undefined ? null : { params: { id } })
  const it = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={it ? say(it.title) : t('one')}
      tags={it && <AlarmStateTag state={it.state} />}
      actions={
        it &&
        it.state !== 'closed' && (
          <Link to={`/alarms?id=${it.id}`}>
            <Button type="primary">{t('handleHere')}</Button>
          </Link>
        )
      }
    >
      <Shown asked={asked}>{(found) => <Body of={found} />}</Shown>
    </RecordDrawer>
  )
}

function Body({ of }: { of: Hazard }) {
  const t = useWords(words)
  const say = useText()
  return (
    <>
      <Facts
        items={[
          { label: t('number'), value: of.number },
          { label: t('area'), value: say(hazardAreas[of.area]) },
          { label: t('kind'), value: say(alarmKinds[of.kind].text) },
          { label: t('level'), value: say(alarmLevels[of.level]) },
          { label: t('place'), value: of.place.label || '–' },
          { label: t('device'), value: of.device ? <Link to={`/devices?id=${of.device.id}`}>{of.device.name}</Link> : '–' },
          { label: t('raised'), value: <TimeText at={of.raisedAt} /> },
          { label: t('duty'), value: of.duty.map(({ name }) => name).join('、') || t('noDuty') },
          { label: t('push'), value: <PushState push={of.push} /> },
          { label: t('pushDue'), value: <TimeText at={of.push.dueAt} /> },
          { label: t('handler'), value: of.handler ?? t('nobody') },
          { label: t('result'), value: of.result === null ? '–' : say(alarmResults[of.result]) },
        ]}
      />
      <Section title={t('course')}>
        <AlarmTimeline entries={of.timeline} />
      </Section>
    </>
  )
}
