import { Icon } from '../../parts/icon/icon.tsx'
import type { IconName } from '../../parts/icon/shapes.ts'
import { type MenuPart, PopMenu } from '../../parts/menu/pop-menu.tsx'
import { useWords } from '../language/use.ts'
import { type Appearance, prefer, usePreferences } from '../preferences.ts'
import { IconButton } from './icon-button.tsx'
import style from './layout.module.css'
import { words } from './words.ts'

const looks: readonly (readonly [Appearance, IconName, 'light' | 'dark' | 'system_'])[] = [
  ['light', 'sun', 'light'],
  ['dark', 'moon', 'dark'],
  ['system', 'monitor', 'system_'],
]

/** The appearances to choose from, as a part of a menu. */
export function useLookPart(): MenuPart {
  const t = useWords(words)
  const { appearance } = usePreferences()
  return {
    title: t('look'),
    entries: looks.map(([key, icon, label]) => ({
      key,
      icon,
      label: t(label),
      checked: key === appearance,
      run: () => prefer({ appearance: key }),
    })),
  }
}

/** Language and appearance, at hand before anybody has signed in. */
export function LookSwitches() {
  const t = useWords(words)
  const { language, appearance } = usePreferences()
  const part = useLookPart()
  const icon = looks.find(([name]) => name === appearance)?.[1] ?? 'monitor'
  return (
    <>
      <button
        type="button"
        className={style.iconButton}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => prefer({ language: language === 'zh' ? 'en' : 'zh' })}
      >
        <Icon name="globe" size={20} />
        {t('ownOther')}
      </button>
      <PopMenu label={t('look')} parts={[part]}>
        <IconButton icon={icon} label={t('look')} />
      </PopMenu>
    </>
  )
}
