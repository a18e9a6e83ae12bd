import { type AlarmState, alarmStates } from '@liren/contract/capabilities/alarm'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../tag/status-tag.tsx'

export const alarmLooks: Readonly<Record<AlarmState, Status>> = {
  raised: { tone: 'danger', icon: 'circle' },
  accepted: { tone: 'primary', icon: 'half' },
  handled: { tone: 'accent', icon: 'flag' },
  closed: { tone: 'success', icon: 'check' },
}

export function AlarmStateTag({ state }: { state: AlarmState }) {
  const say = useText()
  return <StatusTag {...alarmLooks[state]}>{say(alarmStates[state].text)}</StatusTag>
}
