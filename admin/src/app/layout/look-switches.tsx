import { Dropdown, Tooltip } from 'antd'
import { Icon } from '../../parts/icon/icon.tsx'
import type { IconName } from '../../parts/icon/shapes.ts'
import { useWords } from '../language/use.ts'
import { type Appearance, prefer, usePreferences } from '../preferences.ts'
import { IconButton } from './icon-button.tsx'
import { words } from './words.ts'

const looks: readonly (readonly [Appearance, IconName, 'light' | 'dark' | 'system_'])[] = [
  ['light', 'sun', 'light'],
  ['dark', 'moon', 'dark'],
  ['system', 'monitor', 'system_'],
]

/** Language and appearance, at hand before anybody has signed in. */
export function LookSwitches() {
  const t = useWords(words)
  const { language, appearance } = usePreferences()
  const now = looks.find(([name]) => name === appearance) ?? looks[2]
  return (
    <>
      <Tooltip title={t('language')}>
        <IconButton icon="globe" label={t('language')} onClick={() => prefer({ language: language === 'zh' ? 'en' : 'zh' })}>
          {language === 'zh' ? 'English' : '\u4e2d\u6587'}
        </IconButton>
      </Tooltip>
      <Dropdown
        trigger={['click']}
        menu={{
          selectable: true,
          selectedKeys: [appearance],
          items: looks.map(([key, icon, label]) => ({ key, icon: <Icon name={icon} />, label: t(label) })),
          onClick: ({ key }) => prefer({ appearance: key as Appearance }),
        }}
      >
        <IconButton icon={now?.[1] ?? 'monitor'} label={t('look')} />
      </Dropdown>
    </>
  )
}
