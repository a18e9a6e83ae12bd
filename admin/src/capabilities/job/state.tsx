import type { z } from '@liren/contract'
import type { jobRunSchema } from '@liren/contract/capabilities/job'
import { useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

export type RunStateName = z.infer<typeof jobRunSchema>['state']

const looks: Readonly<Record<RunStateName, Status>> = {
  waiting: { tone: 'info', icon: 'hourglass' },
  running: { tone: 'primary', icon: 'half' },
  done: { tone: 'success', icon: 'check' },
  dead: { tone: 'danger', icon: 'alert' },
  void: { tone: 'neutral', icon: 'ban' },
}

export function RunState({ state }: { state: RunStateName }) {
  const t = useWords(words)
  return <StatusTag {...looks[state]}>{t(`s_${state}`)}</StatusTag>
}
