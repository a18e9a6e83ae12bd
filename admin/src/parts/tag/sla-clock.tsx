import { dueIn, exactTime } from '@liren/client/format/time'
import { Tooltip } from 'antd'
import { useLanguage } from '../../app/language/use.ts'
import { Icon } from '../icon/icon.tsx'
import { useNow } from '../text/time.tsx'
import style from './tag.module.css'

interface Props {
  readonly dueAt: string | null | undefined
  /** The clock stands still, for a reason that is told elsewhere. */
  readonly paused?: boolean
  readonly soon?: boolean
}

/** What is left of a promise: 「剩 1 小时 20 分」, 「超时 35 分」. */
export function SlaClock({ dueAt, paused = false, soon = false }: Props) {
  const language = useLanguage()
  const now = useNow()
  if (dueAt === null || dueAt === undefined) return <span className={style.calm}>–</span>
  const { overdue, words } = dueIn(dueAt, now, language)
  const tone = paused ? style.calm : overdue ? style.late : soon ? style.soon : style.calm
  return (
    <Tooltip title={exactTime(dueAt)}>
      <span className={`${style.clock} ${tone}`}>
        <Icon name={paused ? 'pause' : overdue ? 'alert' : soon ? 'hourglass' : 'clock'} size={14} />
        {words}
      </span>
    </Tooltip>
  )
}
