import type { ReactNode } from 'react'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/shapes.ts'
import type { Tone } from '../notice/notice.tsx'
import style from './tag.module.css'

export interface Status {
  readonly tone: Tone
  readonly icon: IconName
}

/** A state: colour, icon and word together, because colour never speaks alone. */
export function StatusTag({ tone, icon, children, plain = false }: Status & { children: ReactNode; plain?: boolean }) {
  return (
    <span className={`${style.tag} ${style[tone]} ${plain ? style.plain : ''}`}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  )
}

/** A word without a state: a category, a role. */
export const Chip = ({ children }: { children: ReactNode }) => <span className={`${style.tag} ${style.neutral}`}>{children}</span>
