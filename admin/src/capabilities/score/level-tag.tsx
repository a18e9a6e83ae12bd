import { type ScoreLevel, type ScoreTrend, scoreLevels, scoreTrends } from '@liren/contract/capabilities/score'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'

const looks: Readonly<Record<ScoreLevel, Status>> = {
  1: { tone: 'danger', icon: 'siren' },
  2: { tone: 'warning', icon: 'alert' },
  3: { tone: 'info', icon: 'info' },
  4: { tone: 'success', icon: 'check' },
}
const arrows: Readonly<Record<ScoreTrend, string>> = { up: '↑', down: '↓', same: '→' }

export function LevelTag({ level }: { level: ScoreLevel }) {
  const say = useText()
  return <StatusTag {...looks[level]}>{say(scoreLevels[level])}</StatusTag>
}

export function Trend({ trend }: { trend: ScoreTrend }) {
  const say = useText()
  return (
    <span>
      <span aria-hidden="true">{arrows[trend]}</span> {say(scoreTrends[trend])}
    </span>
  )
}
