import { type RepairState, type RepairSummary, repairStates } from '@liren/contract/capabilities/repair'
import { useText, useWords } from '../../app/language/use.ts'
import { SlaClock } from '../../parts/tag/sla-clock.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

export const repairLooks: Readonly<Record<RepairState, Status>> = {
  submitted: { tone: 'info', icon: 'circle' },
  dispatched: { tone: 'primary', icon: 'go' },
  accepted: { tone: 'primary', icon: 'check' },
  handling: { tone: 'primary', icon: 'half' },
  paused: { tone: 'neutral', icon: 'pause' },
  finished: { tone: 'accent', icon: 'alert' },
  closed: { tone: 'success', icon: 'check' },
  returned: { tone: 'neutral', icon: 'undo' },
  withdrawn: { tone: 'neutral', icon: 'ban' },
}

export function RepairStateTag({ state }: { state: RepairState }) {
  const say = useText()
  return <StatusTag {...repairLooks[state]}>{say(repairStates[state].text)}</StatusTag>
}

/** What stands beside the state: late, soon late, an emergency, opened again. */
export function RepairFlags({ repair }: { repair: RepairSummary }) {
  const t = useWords(words)
  return (
    <>
      {repair.emergency && (
        <StatusTag tone="danger" icon="bolt">
          {t('emergency')}
        </StatusTag>
      )}
      {repair.overdue ? (
        <StatusTag tone="danger" icon="alert">
          {t('late')}
        </StatusTag>
      ) : (
        repair.dueSoon && (
          <StatusTag tone="warning" icon="hourglass">
            {t('soon')}
          </StatusTag>
        )
      )}
      {repair.escalation > 0 && (
        <StatusTag tone="warning" icon="flag">
          {t('escalated')}
        </StatusTag>
      )}
      {repair.reopened > 0 && (
        <StatusTag tone="warning" icon="refresh">
          {t('reopened', { count: repair.reopened })}
        </StatusTag>
      )}
    </>
  )
}

/** The promise that counts now: accepting while it waits, finishing while it is in work. */
export function dueOf(repair: Pick<RepairSummary, 'state' | 'acceptDueAt' | 'finishDueAt'>): string | null {
  const { phase } = repairStates[repair.state]
  if (phase === 'open') return repair.acceptDueAt ?? repair.finishDueAt
  return phase === 'active' && repair.state !== 'finished' ? repair.finishDueAt : null
}

export const RepairClock = ({ repair }: { repair: RepairSummary }) => (
  <SlaClock dueAt={dueOf(repair)} soon={repair.dueSoon} paused={repair.state === 'paused'} />
)
