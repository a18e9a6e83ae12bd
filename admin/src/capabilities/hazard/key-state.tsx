import { type KeyState, keyStates } from '@liren/contract/capabilities/hazard'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'

const looks: Readonly<Record<KeyState, Status>> = {
  danger: { tone: 'danger', icon: 'siren' },
  faulty: { tone: 'warning', icon: 'alert' },
  due: { tone: 'info', icon: 'clock' },
  safe: { tone: 'success', icon: 'check' },
}

/** How safe a key place is. */
export function KeyStateTag({ state }: { state: KeyState }) {
  const say = useText()
  return <StatusTag {...looks[state]}>{say(keyStates[state])}</StatusTag>
}
