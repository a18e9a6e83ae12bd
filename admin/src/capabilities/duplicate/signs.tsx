import { type Duplicate, type DuplicateState, duplicateStateTexts } from '@liren/contract/capabilities/duplicate'
import { useText, useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import style from './duplicate.module.css'
import { words } from './words.ts'

const looks = {
  equal: { tone: 'success', icon: 'check' },
  similar: { tone: 'info', icon: 'half' },
  differs: { tone: 'neutral', icon: 'close' },
} as const satisfies Record<string, Status>

/** What speaks for and against: word, colour and sign. */
export function Signs({ signs }: { signs: Duplicate['signs'] }) {
  const t = useWords(words)
  const say = useText()
  return (
    <span className={style.signs}>
      {signs.map(({ field, how, text }) => (
        <StatusTag key={field} {...looks[how]} plain>
          {t(how, { field: say(text) })}
        </StatusTag>
      ))}
    </span>
  )
}

const states: Readonly<Record<DuplicateState, Status>> = {
  open: { tone: 'accent', icon: 'clock' },
  merged: { tone: 'success', icon: 'copy' },
  dismissed: { tone: 'neutral', icon: 'ban' },
  gone: { tone: 'neutral', icon: 'undo' },
}

export function PairTag({ state }: { state: DuplicateState }) {
  const say = useText()
  return <StatusTag {...states[state]}>{say(duplicateStateTexts[state])}</StatusTag>
}
