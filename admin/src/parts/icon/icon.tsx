import type { CSSProperties } from 'react'
import { type IconName, shapes } from './shapes.ts'

interface Props {
  readonly name: IconName
  readonly size?: number
  /** Said to screen readers; without it the icon is decoration beside a word. */
  readonly label?: string
  readonly style?: CSSProperties
  readonly className?: string | undefined
}

/** One icon of our set, in the colour of the text around it. */
export function Icon({ name, size = 18, label, style, className }: Props) {
  const dots = name === 'more' || name === 'dot'
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={dots ? 2.75 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label === undefined ? 'presentation' : 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
      focusable="false"
      className={className}
      style={{ flex: 'none', ...style }}
    >
      <path d={shapes[name]} />
    </svg>
  )
}
