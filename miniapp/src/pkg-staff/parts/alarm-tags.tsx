import { type AlarmLevel, type AlarmState, type AlarmSummary, alarmLevels, alarmStates } from '@liren/contract/capabilities/alarm'
import type { IconName } from '@/look/icons'
import { Tag, type Tone } from '@/parts/status-tag'
import { alarmWords as words } from '@/words/alarm'
import { useSay } from '@/words/kit'

const levels: Record<AlarmLevel, { tone: Tone; icon: IconName }> = {
  1: { tone: 'danger', icon: 'warning' },
  2: { tone: 'accent', icon: 'warning' },
  3: { tone: 'warning', icon: 'alert' },
  4: { tone: 'info', icon: 'circle' },
}
const states: Record<AlarmState, { tone: Tone; icon: IconName }> = {
  raised: { tone: 'danger', icon: 'circle' },
  accepted: { tone: 'primary', icon: 'half' },
  handled: { tone: 'accent', icon: 'flag' },
  closed: { tone: 'success', icon: 'check' },
}

/** Level and state first, then what else stands beside them. */
export function AlarmTags({ alarm }: { alarm: AlarmSummary }) {
  const say = useSay()
  return (
    <>
      <Tag {...levels[alarm.level]} words={say(alarmLevels[alarm.level])} />
      <Tag {...states[alarm.state]} words={say(alarmStates[alarm.state].text)} />
      {alarm.times > 1 ? <Tag tone="neutral" icon="refresh" words={say(words.times(alarm.times))} /> : null}
      {alarm.overdue ? <Tag tone="danger" icon="hourglass" words={say(words.late)} /> : null}
      {alarm.escalation > 0 ? <Tag tone="warning" icon="flag" words={say(words.escalated)} /> : null}
      {alarm.shelvedUntil === null ? null : <Tag tone="neutral" icon="pause" words={say(words.shelved)} />}
      {alarm.overAt === null ? null : <Tag tone="success" icon="return" words={say(words.over)} />}
    </>
  )
}
