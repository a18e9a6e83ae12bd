import { useWords } from '../../app/language/use.ts'
import style from './notice.module.css'
import { percentRead } from './rate.ts'
import { words } from './words.ts'

/** How many of those who were sent it have opened it: a bar, a figure, and both counts for whoever asks. */
export function ReadRate({ told, read }: { told: number; read: number }) {
  const t = useWords(words)
  const percent = percentRead({ told, read })
  if (percent === undefined) return <span title={t('notSent')}>—</span>
  return (
    <span className={style.rate} title={t('rateFull', { percent, told, read })}>
      <span className={style.track} aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      {percent}%
    </span>
  )
}
