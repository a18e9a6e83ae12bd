import { Popover } from 'antd'
import type { ReactNode } from 'react'
import { Icon } from './icon/icon.tsx'

/** Explains one word where it stands. */
export function HelpPopover({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Popover trigger={['click', 'hover']} content={<div style={{ maxWidth: 280 }}>{children}</div>}>
      <button
        type="button"
        aria-label={label}
        style={{
          display: 'inline-grid',
          placeItems: 'center',
          width: 24,
          height: 24,
          padding: 0,
          border: 0,
          background: 'none',
          color: 'var(--text-3)',
          cursor: 'help',
          verticalAlign: 'middle',
        }}
      >
        <Icon name="help" size={16} />
      </button>
    </Popover>
  )
}
