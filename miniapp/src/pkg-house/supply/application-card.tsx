import { exactTime } from '@liren/client'
import { type SupplySummary, supplyKinds, supplyNext, supplyStates, utilities } from '@liren/contract/capabilities/supply'
import type { IconName } from '@/look/icons'
import { Tag, type Tone } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { supplyWords as words } from '@/words/supply'

const looks: Record<SupplySummary['state'], { tone: Tone; icon: IconName }> = {
  submitted: { tone: 'info', icon: 'circle' },
  returned: { tone: 'accent', icon: 'alert' },
  accepted: { tone: 'primary', icon: 'arrow' },
  arranged: { tone: 'primary', icon: 'arrow' },
  done: { tone: 'accent', icon: 'alert' },
  closed: { tone: 'success', icon: 'check' },
  declined: { tone: 'neutral', icon: 'return' },
  withdrawn: { tone: 'neutral', icon: 'return' },
}

/** What it is, how it stands, what comes next and by when. */
export function ApplicationHead({ application }: { application: SupplySummary }) {
  const say = useSay()
  const { kind, utility, state, dueAt } = application
  const next = supplyNext[state]
  return (
    <>
      <Box className="row between gap-8 wrap">
        <Tag {...looks[state]} words={say(supplyStates[state])} />
        <TimeText at={application.submittedAt} className="small" />
      </Box>
      <Box className="heading">{utility === null ? say(supplyKinds[kind]) : `${say(supplyKinds[kind])} · ${say(utilities[utility])}`}</Box>
      <Box className="secondary">{application.parking ?? application.address}</Box>
      {next === null ? null : (
        <Box>{`${say(words.next)}：${say(next)}${dueAt === null ? '' : ` · ${say(words.by(exactTime(Date.parse(dueAt)).slice(0, 10)))}`}`}</Box>
      )}
    </>
  )
}

export function ApplicationCard({ application, onTap }: { application: SupplySummary; onTap: () => void }) {
  return (
    <Tap id={`supply-${application.id}`} className="card stack gap-8" onTap={onTap}>
      <ApplicationHead application={application} />
    </Tap>
  )
}
