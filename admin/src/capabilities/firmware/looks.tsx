import { type RolloutState, rolloutStateTexts, type TargetState, targetStateTexts } from '@liren/contract/capabilities/firmware'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'

const rollouts: Readonly<Record<RolloutState, Status>> = {
  running: { tone: 'info', icon: 'refresh' },
  paused: { tone: 'warning', icon: 'pause' },
  halted: { tone: 'danger', icon: 'alert' },
  stopped: { tone: 'neutral', icon: 'ban' },
  finished: { tone: 'success', icon: 'check' },
}

const targets: Readonly<Record<TargetState, Status>> = {
  queued: { tone: 'neutral', icon: 'hourglass' },
  told: { tone: 'info', icon: 'send' },
  downloading: { tone: 'info', icon: 'download' },
  installing: { tone: 'info', icon: 'refresh' },
  done: { tone: 'success', icon: 'check' },
  failed: { tone: 'danger', icon: 'alert' },
  silent: { tone: 'warning', icon: 'help' },
  skipped: { tone: 'neutral', icon: 'ban' },
}

export function RolloutTag({ state }: { state: RolloutState }) {
  const say = useText()
  return <StatusTag {...rollouts[state]}>{say(rolloutStateTexts[state])}</StatusTag>
}

export function TargetTag({ state }: { state: TargetState }) {
  const say = useText()
  return <StatusTag {...targets[state]}>{say(targetStateTexts[state])}</StatusTag>
}
