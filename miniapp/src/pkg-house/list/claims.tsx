import { friendlyTime, useClient, useSend, useSettings } from '@liren/client'
import { household as contract, type HouseholdClaim } from '@liren/contract/capabilities/household'
import type { IconName } from '@/look/icons'
import { LinkButton } from '@/parts/button'
import { CaseTimeline, type Step } from '@/parts/case-timeline'
import { ErrorNote } from '@/parts/error-panel'
import { Tag, type Tone } from '@/parts/status-tag'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { houseWords as words } from '@/words/house'
import { useSay } from '@/words/kit'

const looks: Record<HouseholdClaim['state'], { tone: Tone; icon: IconName }> = {
  waiting: { tone: 'info', icon: 'circle' },
  approved: { tone: 'success', icon: 'check' },
  rejected: { tone: 'danger', icon: 'close' },
  withdrawn: { tone: 'neutral', icon: 'return' },
  expired: { tone: 'neutral', icon: 'clock' },
}

/** How far each request is, with the promised time of the answer. */
export function Claims({ items, onDone }: { items: readonly HouseholdClaim[]; onDone: () => void }) {
  const say = useSay()
  const { platform } = useClient()
  const { language } = useSettings()
  const { send, sending, error } = useSend(contract.endpoints.withdraw)
  if (items.length === 0) return null

  const stepsOf = (claim: HouseholdClaim): Step[] => [
    ...(claim.decidedAt ? [{ id: 'decided', at: claim.decidedAt, title: say(words.states[claim.state]), note: claim.reason }] : []),
    ...(claim.state === 'waiting'
      ? [
          {
            id: 'review',
            at: claim.createdAt,
            title: say(words.steps.review),
            note: say(words.dueBy(friendlyTime(claim.dueAt, platform.clock.now(), language))),
          },
        ]
      : []),
    { id: 'sent', at: claim.createdAt, title: say(words.steps.sent) },
  ]
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.claims)}
      </Box>
      <ErrorNote error={error} />
      {items.map((claim) => (
        <Box key={claim.id} className="card" id={`claim-${claim.id}`}>
          <Box className="row between gap-8">
            <Box className="heading">{`${claim.house.estate} ${claim.house.name}`}</Box>
            <Tag {...looks[claim.state]} words={say(words.states[claim.state])} />
          </Box>
          <Box className="pad-top">
            <CaseTimeline steps={stepsOf(claim)} />
          </Box>
          {claim.can.includes('withdraw') ? (
            <LinkButton
              disabled={sending}
              onTap={() => void send({ params: { id: claim.id }, body: { version: claim.version } }).then((done) => done && onDone())}
            >
              {say(words.withdraw)}
            </LinkButton>
          ) : null}
          {claim.state === 'rejected' ? <LinkButton onTap={() => go('/pkg-house/bind')}>{say(words.again)}</LinkButton> : null}
        </Box>
      ))}
    </Box>
  )
}
