import { Popover } from 'antd'
import { type KeyboardEvent, type ReactElement, type ReactNode, useRef, useState } from 'react'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/shapes.ts'
import style from './pop-menu.module.css'

export interface MenuEntry {
  readonly key: string
  readonly label: ReactNode
  readonly icon?: IconName
  readonly danger?: boolean
  readonly disabled?: boolean
  /** Why it cannot be chosen now, or what it does. */
  readonly note?: ReactNode
  /** One of a few that exclude each other. */
  readonly checked?: boolean
  readonly run: () => void
}

export interface MenuPart {
  readonly title?: ReactNode
  readonly entries: readonly MenuEntry[]
}

interface Props {
  readonly parts: readonly MenuPart[]
  readonly label: string
  readonly head?: ReactNode
  readonly placement?: 'bottomLeft' | 'bottomRight'
  /** The button that opens it. */
  readonly children: ReactElement
}

/** A menu that opens from a button: arrows, Home and End move, Enter chooses, Esc goes back to the button. */
export function PopMenu({ parts, label, head, placement = 'bottomRight', children }: Props) {
  const [open, setOpen] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const from = useRef<Element | null>(null)

  const change = (next: boolean) => {
    if (next) from.current = document.activeElement
    setOpen(next)
  }
  const close = () => {
    setOpen(false)
    if (from.current instanceof HTMLElement) from.current.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(list.current?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])]
    const at = items.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      items[(to + items.length) % items.length]?.focus()
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      event.stopPropagation()
      close()
    }
  }

  return (
    <Popover
      open={open}
      onOpenChange={change}
      afterOpenChange={(shown) => shown && list.current?.querySelector<HTMLButtonElement>('button:enabled')?.focus()}
      trigger="click"
      placement={placement}
      arrow={false}
      destroyOnHidden
      styles={{ container: { padding: 6 } }}
      content={
        <div ref={list} className={style.menu} role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown} data-own-keys>
          {head && <div className={style.head}>{head}</div>}
          {parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts keep their places
            <div key={index} className={style.part}>
              {part.title && <div className={style.title}>{part.title}</div>}
              {part.entries.map((entry) => (
                <button
                  key={entry.key}
                  type="button"
                  {...(entry.checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': entry.checked })}
                  disabled={entry.disabled}
                  className={`${style.item} ${entry.danger ? style.danger : ''}`}
                  onClick={() => {
                    close()
                    entry.run()
                  }}
                >
                  {entry.icon && <Icon name={entry.icon} />}
                  <span>
                    {entry.label}
                    {entry.note && <small>{entry.note}</small>}
                  </span>
                  {entry.checked && <Icon name="check" size={16} />}
                </button>
              ))}
            </div>
          ))}
        </div>
      }
    >
      {children}
    </Popover>
  )
}
