import { type Text, text } from '@liren/contract'
import { type RepairState, repairStates } from '@liren/contract/capabilities/repair'
import type { IconName } from '@/look/icons'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import './status-tag.css'

export type Tone = 'primary' | 'accent' | 'info' | 'success' | 'warning' | 'danger' | 'neutral'

/** Colour never speaks alone: sign, word and tone. */
export function Tag({ tone, icon, words }: { tone: Tone; icon: IconName; words: string }) {
  return (
    <Box className={`tag tag-${tone}`}>
      <Icon name={icon} className="tag-icon" />
      {words}
    </Box>
  )
}

const repairLooks: Record<RepairState, { tone: Tone; icon: IconName }> = {
  submitted: { tone: 'info', icon: 'circle' },
  dispatched: { tone: 'primary', icon: 'arrow' },
  accepted: { tone: 'primary', icon: 'arrow' },
  handling: { tone: 'primary', icon: 'half' },
  paused: { tone: 'neutral', icon: 'pause' },
  finished: { tone: 'accent', icon: 'alert' },
  closed: { tone: 'success', icon: 'check' },
  returned: { tone: 'neutral', icon: 'return' },
  withdrawn: { tone: 'neutral', icon: 'return' },
}

/** Where a repair stands. */
export function StatusTag({ state }: { state: RepairState }) {
  const say = useSay()
  return <Tag {...repairLooks[state]} words={say(repairStates[state].text)} />
}

const flags = {
  overdue: { tone: 'danger', icon: 'hourglass', words: text('已超时', 'Overdue') },
  dueSoon: { tone: 'warning', icon: 'hourglass', words: text('即将超时', 'Due soon') },
  emergency: { tone: 'danger', icon: 'warning', words: text('紧急', 'Urgent') },
  reopened: { tone: 'warning', icon: 'return', words: text('重新打开', 'Reopened') },
} as const satisfies Record<string, { tone: Tone; icon: IconName; words: Text }>

/** Beside the state, never instead of it. */
export function FlagTags({
  overdue,
  dueSoon,
  emergency,
  reopened,
}: {
  overdue?: boolean
  dueSoon?: boolean
  emergency?: boolean
  reopened?: number
}) {
  const say = useSay()
  const shown = [emergency && flags.emergency, overdue ? flags.overdue : dueSoon && flags.dueSoon, (reopened ?? 0) > 0 && flags.reopened]
  return <>{shown.map((flag) => (flag ? <Tag key={flag.words.en} tone={flag.tone} icon={flag.icon} words={say(flag.words)} /> : null))}</>
}
