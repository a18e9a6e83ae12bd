import { useState } from 'react'
import { Icon } from '../../parts/icon/icon.tsx'
import { useWords } from '../language/use.ts'
import { useShortcuts } from '../shortcuts.ts'
import { Bell } from './bell.tsx'
import { CommandBox } from './command-box.tsx'
import { Help } from './help.tsx'
import { IconButton } from './icon-button.tsx'
import style from './layout.module.css'
import { modKey } from './mod-key.ts'
import { PlaceSwitcher } from './place-switcher.tsx'
import { UserMenu } from './user-menu.tsx'
import { words } from './words.ts'

/** Where one is, what one looks for, what waits, and who one is. */
export function TopBar({ onMenu }: { onMenu?: (() => void) | undefined }) {
  const t = useWords(words)
  const [searching, setSearching] = useState(false)
  useShortcuts([{ keys: 'mod+k', label: words.searchLabel, run: () => setSearching(true) }])
  return (
    <header className={style.top}>
      {onMenu && <IconButton icon="menu" label={t('openMenu')} onClick={onMenu} />}
      <PlaceSwitcher />
      <div className={style.spread} />
      <button
        type="button"
        className={style.searchButton}
        onClick={() => setSearching(true)}
        aria-label={t('searchLabel')}
        aria-keyshortcuts="Meta+K Control+K"
      >
        <Icon name="search" />
        <span className={style.searchWords}>{t('search')}</span>
        <kbd className={style.searchKeys}>{modKey} K</kbd>
      </button>
      <CommandBox open={searching} onClose={() => setSearching(false)} />
      <Bell />
      <Help />
      <UserMenu />
    </header>
  )
}
