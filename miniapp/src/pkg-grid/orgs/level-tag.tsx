import { type ScoreLevel, scoreLevels } from '@liren/contract/capabilities/score'
import type { IconName } from '@/look/icons'
import { Tag, type Tone } from '@/parts/status-tag'
import { useSay } from '@/words/kit'

const looks: Readonly<Record<ScoreLevel, { tone: Tone; icon: IconName }>> = {
  1: { tone: 'danger', icon: 'warning' },
  2: { tone: 'warning', icon: 'warning' },
  3: { tone: 'info', icon: 'info' },
  4: { tone: 'success', icon: 'check' },
}

export function LevelTag({ level }: { level: ScoreLevel }) {
  const say = useSay()
  return <Tag {...looks[level]} words={say(scoreLevels[level])} />
}
