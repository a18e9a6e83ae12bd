import { alarmResults, alarmStates } from '@liren/contract/capabilities/alarm'
import type { ZoneEvent, ZoneSummary } from '@liren/contract/capabilities/zone'
import { Link } from 'react-router'
import { useText, useWords } from '../../app/language/use.ts'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

/** In use or not, armed or not, and how many alarms stand open. */
export function ZoneState({ zone }: { zone: Pick<ZoneSummary, 'isEnabled' | 'isArmed' | 'openAlarms'> }) {
  const t = useWords(words)
  if (zone.openAlarms > 0)
    return (
      <StatusTag tone="danger" icon="siren">
        {t('alarm', { count: zone.openAlarms })}
      </StatusTag>
    )
  if (!zone.isEnabled)
    return (
      <StatusTag tone="neutral" icon="ban">
        {t('unused')}
      </StatusTag>
    )
  return (
    <StatusTag tone={zone.isArmed ? 'success' : 'warning'} icon={zone.isArmed ? 'lock' : 'pause'}>
      {t(zone.isArmed ? 'armed' : 'disarmed')}
    </StatusTag>
  )
}

/** What became of a crossing: a line in the book, or its alarm as it stands. */
export function Outcome({ event }: { event: ZoneEvent }) {
  const t = useWords(words)
  const say = useText()
  if (event.alarm === null) return <>{t('log')}</>
  const { id, state, result } = event.alarm
  return (
    <Link to={`/alarms?id=${id}`}>
      {say(alarmStates[state].text)}
      {result && ` · ${say(alarmResults[result])}`}
    </Link>
  )
}

const categories = ['beam', 'region', 'line', 'entering', 'leaving', 'loitering', 'climbing'] as const

/** A class of crossing in words; one that no word is known for stands as the detector said it. */
export function useCategory(): (category: string) => string {
  const t = useWords(words)
  return (category) => {
    const known = categories.find((one) => one === category)
    return known ? t(`c_${known}`) : category
  }
}
