import type { ReactNode } from 'react'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/shapes.ts'
import style from './notice.module.css'

export type Tone = 'info' | 'success' | 'warning' | 'danger' | 'neutral' | 'accent' | 'primary'

const icons: Readonly<Record<Tone, IconName>> = {
  info: 'info',
  success: 'check',
  warning: 'alert',
  danger: 'alert',
  neutral: 'info',
  accent: 'user',
  primary: 'info',
}

interface Props {
  readonly tone: Tone
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly action?: ReactNode
  readonly role?: 'alert' | 'status' | 'note'
  readonly icon?: IconName
}

/** A strip that says something about what is below it. */
export function Notice({ tone, title, children, action, role = 'note', icon }: Props) {
  return (
    <div className={`${style.notice} ${style[tone]}`} role={role}>
      <Icon name={icon ?? icons[tone]} className={style.icon} />
      <div className={style.words}>
        <div className={style.title}>{title}</div>
        {children}
      </div>
      {action}
    </div>
  )
}
