import { gradeTexts } from '@liren/contract/capabilities/catalogue'
import { useText } from '../../app/language/use.ts'
import { StatusTag } from './status-tag.tsx'

const tones = { L1: 'neutral', L2: 'info', L3: 'warning', L4: 'danger' } as const
const icons = { L1: 'globe', L2: 'users', L3: 'user', L4: 'lock' } as const

export function LevelTag({ level }: { level: keyof typeof tones }) {
  const say = useText()
  return (
    <StatusTag tone={tones[level]} icon={icons[level]}>
      {`${level} ${say(gradeTexts[level])}`}
    </StatusTag>
  )
}
