import type { ReactNode } from 'react'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/shapes.ts'
import type { Tone } from '../notice/notice.tsx'
import { TimeText } from '../text/time.tsx'
import style from './timeline.module.css'

export interface Moment {
  readonly id: string
  readonly at: string | number
  readonly icon: IconName
  readonly tone: Tone
  readonly title: ReactNode
  /** Who did it: shown in persimmon, the colour of people. */
  readonly who?: ReactNode
  readonly children?: ReactNode
}

/** What happened, newest first, like the way of a parcel. */
export function Timeline({ moments }: { moments: readonly Moment[] }) {
  return (
    <ol className={style.line}>
      {moments.map((moment, index) => (
        <li key={moment.id} className={style.moment} data-newest={index === 0}>
          <span className={`${style.dot} ${style[moment.tone]}`}>
            <Icon name={moment.icon} size={14} />
          </span>
          <div className={style.words}>
            <div className={style.head}>
              <strong>{moment.title}</strong>
              {moment.who && <span className={style.who}>{moment.who}</span>}
              <span className={style.at}>
                <TimeText at={moment.at} />
              </span>
            </div>
            {moment.children && <div className={style.body}>{moment.children}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
