import { Tooltip } from 'antd'
import { useEffect, useMemo, useRef } from 'react'
import { NavLink, useLocation, useNavigate } from 'react-router'
import { Icon } from '../../parts/icon/icon.tsx'
import { useKept } from '../kept.ts'
import { useLanguage, useWords } from '../language/use.ts'
import { type Entry, say } from '../language/words.ts'
import mark from '../mark.svg'
import { menuOf } from '../nav/menu.ts'
import { allScreens } from '../nav/registry.ts'
import { usePermissions } from '../session/store.ts'
import { useShortcuts } from '../shortcuts.ts'
import style from './layout.module.css'
import { words } from './words.ts'

/** Pages of this person in groups that can be shut; folded, icons with their names beside the pointer. */
export function SideMenu({ folded, onToggle }: { folded: boolean; onToggle?: (() => void) | undefined }) {
  const t = useWords(words)
  const language = useLanguage()
  const held = usePermissions()
  const navigate = useNavigate()
  const sections = useMemo(() => menuOf(allScreens, held), [held])
  const pages = sections.flatMap((section) => section.screens)
  useShortcuts(
    pages
      .filter((screen) => screen.goKey !== undefined)
      .map((screen) => ({
        keys: `g ${screen.goKey}`,
        label: [say('zh', words.goTo, { page: screen.title[0] }), say('en', words.goTo, { page: screen.title[1] })] as Entry,
        run: () => navigate(`/${screen.path}`),
      })),
  )
  const { pathname } = useLocation()
  const list = useRef<HTMLDivElement>(null)
  // Sixty pages are longer than any screen: the one that is open is where one sees it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is the occasion
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to end an effect.
    void list.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' })
  }, [pathname])
  const [shut, setShut] = useKept<readonly string[]>('menu.shut', [])
  const isOpen = ({ group }: (typeof sections)[number]) => folded || !shut.includes(group)
  const toggle = (group: string) => setShut(shut.includes(group) ? shut.filter((one) => one !== group) : [...shut, group])
  return (
    <nav className={style.side} aria-label={t('menu')}>
      <NavLink to="/home" className={style.brand}>
        <img src={mark} width={32} height={32} alt="" />
        <span className={style.brandName}>{t('product')}</span>
      </NavLink>
      <div className={style.sections} ref={list}>
        {sections.map((section) => (
          <section key={section.group} aria-label={t(section.group)}>
            <h2 className={style.group}>
              <button type="button" aria-expanded={isOpen(section)} onClick={() => toggle(section.group)}>
                <span>{t(section.group)}</span>
                <Icon name="down" size={14} />
              </button>
            </h2>
            <ul hidden={!isOpen(section)}>
              {section.screens.map((screen) => {
                const name = say(language, screen.title)
                return (
                  <li key={screen.path}>
                    <Tooltip title={folded ? name : undefined} placement="right">
                      <NavLink
                        to={`/${screen.path}`}
                        end={pages.some(({ path }) => path.startsWith(`${screen.path}/`))}
                        className={style.item}
                      >
                        <Icon name={screen.menu.icon} size={20} />
                        <span className={style.itemName}>{name}</span>
                      </NavLink>
                    </Tooltip>
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
      </div>
      {onToggle && (
        <button type="button" className={style.fold} onClick={onToggle} aria-expanded={!folded}>
          <Icon name="fold" size={20} style={folded ? { transform: 'scaleX(-1)' } : {}} />
          <span className={style.itemName}>{t(folded ? 'expand' : 'collapse')}</span>
        </button>
      )}
    </nav>
  )
}
