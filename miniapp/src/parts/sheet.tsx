import { type ReactNode, useEffect } from 'react'
import { Box, Tap } from '@/platform/elements'
import { holdFocus } from '@/platform/focus'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import './sheet.css'

interface SheetProps {
  readonly open: boolean
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly id?: string
}

/** Rises from the lower edge; closed by its button, the shade or Escape, never by chance. */
export function Sheet({ open, title, onClose, children, footer, id = 'sheet' }: SheetProps) {
  const say = useSay()
  useEffect(() => (open ? holdFocus(id, onClose) : undefined), [open, id, onClose])
  if (!open) return null
  return (
    <Box className="sheet-layer">
      <Tap className="sheet-shade" onTap={onClose} label={say(common.close)}>
        {' '}
      </Tap>
      <Box className="sheet" id={id} role="dialog" label={title}>
        <Box className="sheet-head row between">
          <Box className="heading grow" as="h2">
            {title}
          </Box>
          <Tap className="sheet-close" onTap={onClose} label={say(common.close)}>
            <Icon name="close" />
          </Tap>
        </Box>
        <Box className="sheet-body">{children}</Box>
        {footer ? <Box className="sheet-foot">{footer}</Box> : null}
      </Box>
    </Box>
  )
}
