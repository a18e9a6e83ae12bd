import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Icon } from '../icon/icon.tsx'
import { PermissionGate } from '../permission-gate.tsx'

interface AddButtonProps {
  /** Without this permission it is not there. */
  readonly code?: string
  readonly onClick: () => void
  readonly children: ReactNode
}

/** The first action of a page: opens the form for a new one. */
export function AddButton({ code, onClick, children }: AddButtonProps) {
  const button = (
    <Button type="primary" icon={<Icon name="plus" />} onClick={onClick}>
      {children}
    </Button>
  )
  return code === undefined ? button : <PermissionGate code={code}>{button}</PermissionGate>
}
