import { type KeyPlace, type KeyState, keyStates } from '@liren/contract/capabilities/hazard'
import type { IconName } from '@/look/icons'
import { Tag, type Tone } from '@/parts/status-tag'
import { Box } from '@/platform/elements'
import { keyWords as words } from '@/words/key'
import { useSay } from '@/words/kit'

const looks: Readonly<Record<KeyState, { tone: Tone; icon: IconName }>> = {
  danger: { tone: 'danger', icon: 'warning' },
  faulty: { tone: 'warning', icon: 'alert' },
  due: { tone: 'info', icon: 'clock' },
  safe: { tone: 'success', icon: 'check' },
}

/** How safe a key place is, and what is open there. */
export function KeyTags({ place }: { place: KeyPlace }) {
  const say = useSay()
  return (
    <Box className="row gap-8 wrap">
      <Tag {...looks[place.state]} words={say(keyStates[place.state])} />
      {place.openFindings > 0 ? <Tag tone="warning" icon="list" words={say(words.open(place.openFindings))} /> : null}
      {place.open.some(({ isLate }) => isLate) ? <Tag tone="danger" icon="hourglass" words={say(words.late)} /> : null}
    </Box>
  )
}
