import type { RuleSummary } from '@liren/contract/capabilities/rule'
import { useText, useWords } from '../../app/language/use.ts'
import style from './rule.module.css'
import { words } from './words.ts'

/** A rule as it is read aloud: 当 …… 且 …… 则 ……. */
export function RuleSentences({ sentences, short = false }: { sentences: RuleSummary['sentences']; short?: boolean }) {
  const t = useWords(words)
  const say = useText()
  const lines = [
    { word: t('when'), said: sentences.when.map(say).join(` ${t('or')} `) },
    ...sentences.given.map((group) => ({ word: t('given'), said: group.map(say).join(` ${t('or')} `) })),
    ...sentences.actions.map((action) => ({ word: t('actions'), said: say(action) })),
  ]
  return (
    <dl className={style.sentences} data-short={short}>
      {lines.map(({ word, said }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences keep their places
        <div key={index}>
          <dt>{word}</dt>
          <dd>{said}</dd>
        </div>
      ))}
    </dl>
  )
}
