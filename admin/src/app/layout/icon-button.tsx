import { type ButtonHTMLAttributes, forwardRef } from 'react'
import { Icon } from '../../parts/icon/icon.tsx'
import type { IconName } from '../../parts/icon/shapes.ts'
import style from './layout.module.css'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName
  readonly label: string
  readonly count?: number
}

/** A quiet button with an icon, always named for those who do not see it. */
export const IconButton = forwardRef<HTMLButtonElement, Props>(function IconButton(
  { icon, label, count = 0, className = '', children, ...rest },
  ref,
) {
  return (
    <button ref={ref} type="button" aria-label={label} className={`${style.iconButton} ${className}`} {...rest}>
      <Icon name={icon} size={20} />
      {children && <span>{children}</span>}
      {count > 0 && <span className={style.badge}>{count > 99 ? '99+' : count}</span>}
    </button>
  )
})
