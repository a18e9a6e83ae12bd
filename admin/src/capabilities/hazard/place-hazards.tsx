import { alarmLevels } from '@liren/contract/capabilities/alarm'
import { hazard } from '@liren/contract/capabilities/hazard'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import type { PanelProps } from '../../app/nav/registry.ts'
import { AlarmStateTag } from '../../parts/alarm/alarm-state.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** Hazards at a house or building: what stands open is a warning at the head of its file. */
export default function PlaceHazards({ placeId }: PanelProps) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(hazard.endpoints.list, placeId === null ? null : { query: { placeId, limit: 50 } })
  if (placeId === null) return <EmptyState title={t('noPlace')} scene="rest" />
  return (
    <Shown asked={asked} empty={{ when: ({ items }) => items.length === 0, show: <EmptyState title={t('noneHere')} scene="rest" /> }}>
      {({ items }) => (
        <div style={{ display: 'grid', gap: 12 }}>
          {items.some(({ state }) => state !== 'closed') && (
            <Notice tone="danger" role="alert" title={t('openHere', { count: items.filter(({ state }) => state !== 'closed').length })} />
          )}
          {items.map((one) => (
            <div key={one.id} style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
              <AlarmStateTag state={one.state} />
              <Link to={`/hazards?id=${one.id}`}>{say(one.title)}</Link>
              <span>{say(alarmLevels[one.level])}</span>
              <span>{one.device?.name}</span>
              <TimeText at={one.raisedAt} />
            </div>
          ))}
        </div>
      )}
    </Shown>
  )
}
