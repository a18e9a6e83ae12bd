import type { ReactNode } from 'react'
import type { IconName } from '@/look/icons'
import { Box, Tap } from '@/platform/elements'
import { Icon } from './icon'
import './cell.css'

interface CellProps {
  readonly id?: string
  readonly icon?: IconName
  readonly title: ReactNode
  readonly hint?: ReactNode
  readonly extra?: ReactNode
  /** Without it the row only tells. */
  readonly onTap?: () => void
}

/** One row of a list: what it is, what it says, where it leads. */
export function Cell({ id, icon, title, hint, extra, onTap }: CellProps) {
  const inside = (
    <>
      {icon ? <Icon name={icon} className="lead-icon" /> : null}
      <Box className="grow">
        <Box className="cell-title">{title}</Box>
        {hint ? <Box className="secondary">{hint}</Box> : null}
      </Box>
      {extra ? <Box className="cell-extra secondary">{extra}</Box> : null}
      {onTap ? <Icon name="forward" className="cell-on" /> : null}
    </>
  )
  return onTap ? (
    <Tap {...(id ? { id } : {})} className="cell row" onTap={onTap}>
      {inside}
    </Tap>
  ) : (
    <Box {...(id ? { id } : {})} className="cell row">
      {inside}
    </Box>
  )
}

/** A row that is a card by itself. */
export const CellCard = (props: CellProps) => (
  <Box className="card card-flush">
    <Cell {...props} />
  </Box>
)

/** Rows that belong together on one card. */
export function CellGroup({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <Box as="section">
      {title ? (
        <Box className="section-title heading" as="h2">
          {title}
        </Box>
      ) : null}
      <Box className="card card-flush">{children}</Box>
    </Box>
  )
}
