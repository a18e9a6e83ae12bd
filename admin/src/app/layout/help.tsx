import { Drawer, Input, Modal } from 'antd'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { useLanguage, useWords } from '../language/use.ts'
import { say } from '../language/words.ts'
import { allScreens } from '../nav/registry.ts'
import { usePermissions } from '../session/store.ts'
import { useKnownShortcuts, useShortcuts } from '../shortcuts.ts'
import own from './help.module.css'
import { findHelp } from './help-find.ts'
import { IconButton } from './icon-button.tsx'
import { modKey } from './mod-key.ts'
import { words } from './words.ts'

/** What this page is for, and the keys that work on it. */
export function Help() {
  const t = useWords(words)
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const [keys, setKeys] = useState(false)
  const { pathname } = useLocation()
  useShortcuts([{ keys: '?', label: words.keysTitle, run: () => setKeys(true) }])
  const screen = allScreens.find(({ path }) => `/${path}` === pathname)
  return (
    <>
      <IconButton icon="help" label={t('help')} onClick={() => setOpen(true)} />
      <Drawer open={open} onClose={() => setOpen(false)} title={t('help')} size={380}>
        <section className={own.section}>
          <h3>{screen === undefined ? t('helpHere') : say(language, screen.title)}</h3>
          <p>{screen?.help === undefined ? t('helpNone') : say(language, screen.help)}</p>
        </section>
        <Articles onOpen={() => setOpen(false)} />
        <section className={own.section}>
          <h3>{t('helpShortcuts')}</h3>
          <Keys />
        </section>
        <section className={own.section}>
          <a href="/api/docs" target="_blank" rel="noopener">
            {t('helpApi')}
          </a>
        </section>
      </Drawer>
      <Modal open={keys} onCancel={() => setKeys(false)} footer={null} title={t('keysTitle')} width={520}>
        <Keys />
        <p className={own.note}>{t('keysNote')}</p>
      </Modal>
    </>
  )
}

/** Articles on every page that this person may open, found by any word in them. */
function Articles({ onOpen }: { onOpen: () => void }) {
  const t = useWords(words)
  const language = useLanguage()
  const held = usePermissions()
  const [typed, setTyped] = useState('')
  const found = useMemo(() => findHelp(allScreens, held, typed, language), [held, typed, language])
  return (
    <section className={own.section}>
      <h3>{t('helpAll')}</h3>
      <Input.Search
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={t('helpSearch')}
        aria-label={t('helpSearch')}
        maxLength={40}
        allowClear
      />
      {found.length === 0 && <p className={own.note}>{t('helpNothing')}</p>}
      {found.map((article) => (
        <details key={article.path} className={own.article}>
          <summary>{article.title}</summary>
          <p>{article.text}</p>
          <Link to={article.path} onClick={onOpen}>
            {t('helpGo')}
          </Link>
        </details>
      ))}
    </section>
  )
}

const drawn = (key: string): string => ({ 'mod+k': `${modKey} K`, Enter: 'Enter', Escape: 'Esc' })[key] ?? key.toUpperCase()

function Keys() {
  const t = useWords(words)
  const language = useLanguage()
  const known = useKnownShortcuts()
  const unique = [...new Map(known.map((shortcut) => [shortcut.keys, shortcut])).values()]
  return (
    <dl className={own.keys}>
      {unique.map((shortcut) => (
        <div key={shortcut.keys}>
          <dt>{say(language, shortcut.label)}</dt>
          <dd>
            {shortcut.keys.split(' ').map((key, index) => (
              <span key={key}>
                {index > 0 && <small> {t('andThen')} </small>}
                <kbd>{drawn(key)}</kbd>
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
