import { clockTime } from '@liren/client'
import { type Ask, type AskState, askKinds, askStates } from '@liren/contract/capabilities/housekeeper'
import type { ReactNode } from 'react'
import type { IconName } from '@/look/icons'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { talkWords as words } from '@/words/talk'
import { Tag, type Tone } from '../status-tag'
import { TimeText } from '../time-text'

const looks: Record<AskState, { tone: Tone; icon: IconName }> = {
  waiting: { tone: 'info', icon: 'clock' },
  answered: { tone: 'primary', icon: 'half' },
  closed: { tone: 'success', icon: 'check' },
}
const shownAsks = 5

/** What was asked for, where it stands, and how soon it was answered. */
export function Asks({ title, asks, children }: { title: string; asks: readonly Ask[]; children: (ask: Ask) => ReactNode }) {
  const say = useSay()
  if (asks.length === 0) return null
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {title}
      </Box>
      {asks.slice(0, shownAsks).map((ask) => (
        <Box key={ask.id} className="card stack gap-8" id={`ask-${ask.id}`}>
          <Box className="row between gap-8 wrap">
            <Box className="heading">{say(askKinds[ask.kind])}</Box>
            <Box className="row gap-8 wrap">
              <Tag {...looks[ask.state]} words={say(askStates[ask.state])} />
              {ask.overdue ? <Tag tone="danger" icon="hourglass" words={say(words.overdue)} /> : null}
            </Box>
          </Box>
          <Box className="row between gap-8 wrap secondary">
            <TimeText at={ask.askedAt} />
            <Box>
              {say(
                ask.responseMinutes === null ? words.promisedBy(clockTime(Date.parse(ask.dueAt))) : words.answeredIn(ask.responseMinutes),
              )}
            </Box>
          </Box>
          {children(ask)}
        </Box>
      ))}
    </Box>
  )
}
