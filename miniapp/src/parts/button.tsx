import type { ReactNode } from 'react'
import type { IconName } from '@/look/icons'
import { Box, Tap } from '@/platform/elements'
import { Icon } from './icon'
import './button.css'

interface ButtonProps {
  readonly id?: string
  readonly children: ReactNode
  readonly onTap: () => void
  readonly busy?: boolean
  readonly disabled?: boolean
  readonly icon?: IconName
  readonly className?: string
}

/** The one thing this page is for: full width, verb and object. */
export function PrimaryButton({ id, children, onTap, busy, disabled, icon, className = '' }: ButtonProps) {
  return (
    <Tap {...(id ? { id } : {})} className={`button button-primary ${className}`} onTap={onTap} disabled={(busy || disabled) ?? false}>
      {busy ? <Box className="button-busy" mute /> : icon ? <Icon name={icon} /> : null}
      {children}
    </Tap>
  )
}

/** Beside the primary one, or where nothing is primary. */
export function PlainButton({ id, children, onTap, busy, disabled, icon, className = '' }: ButtonProps) {
  return (
    <Tap {...(id ? { id } : {})} className={`button button-plain ${className}`} onTap={onTap} disabled={(busy || disabled) ?? false}>
      {busy ? <Box className="button-busy" mute /> : icon ? <Icon name={icon} /> : null}
      {children}
    </Tap>
  )
}

/** A word in the text colour of actions. */
export function LinkButton({ id, children, onTap, disabled, icon, className = '' }: ButtonProps) {
  return (
    <Tap {...(id ? { id } : {})} className={`button-link ${className}`} onTap={onTap} disabled={disabled ?? false}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </Tap>
  )
}

/** Sticks to the lower edge above the safe area. */
export function BottomBar({ children }: { children: ReactNode }) {
  return (
    <Box className="bottom-bar" as="footer">
      {children}
    </Box>
  )
}
