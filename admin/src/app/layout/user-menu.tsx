import { App, Dropdown } from 'antd'
import { useNavigate } from 'react-router'
import { Icon } from '../../parts/icon/icon.tsx'
import { useLanguage, useWords } from '../language/use.ts'
import { prefer, usePreferences } from '../preferences.ts'
import { sessionStore, useMe } from '../session/store.ts'
import style from './layout.module.css'
import { words } from './words.ts'

/** The person: account, sessions, second factor, language, looks, the way out. */
export function UserMenu() {
  const t = useWords(words)
  const me = useMe()
  const language = useLanguage()
  const { appearance } = usePreferences()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const roles = me.identities.filter((identity) => identity.end === me.end).flatMap((identity) => identity.roles.map((role) => role.name))

  const actions: Record<string, () => void> = {
    profile: () => navigate('/profile'),
    sessions: () => navigate('/profile?tab=sessions'),
    factor: () => navigate('/profile?tab=security'),
    zh: () => prefer({ language: 'zh' }),
    en: () => prefer({ language: 'en' }),
    light: () => prefer({ appearance: 'light' }),
    dark: () => prefer({ appearance: 'dark' }),
    system: () => prefer({ appearance: 'system' }),
    exit: () => {
      sessionStore.signOut().then(
        () => void message.success(t('signedOut')),
        (error: { say?: (language: 'zh' | 'en') => string }) => void message.error(error.say?.(language) ?? String(error)),
      )
    },
  }

  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        selectable: true,
        selectedKeys: [language, appearance],
        style: { minWidth: 220 },
        onClick: ({ key }) => actions[key]?.(),
        items: [
          {
            key: 'who',
            type: 'group',
            label: (
              <div style={{ padding: '4px 0' }}>
                <div style={{ color: 'var(--text-1)', fontWeight: 600 }}>{me.user.name}</div>
                <div>{[...new Set(roles)].join(' · ')}</div>
              </div>
            ),
          },
          { type: 'divider' },
          { key: 'profile', icon: <Icon name="user" />, label: t('profile') },
          { key: 'sessions', icon: <Icon name="device" />, label: t('sessions') },
          { key: 'factor', icon: <Icon name="lock" />, label: t('factor') },
          { type: 'divider' },
          {
            key: 'language',
            type: 'group',
            label: t('language'),
            children: [
              { key: 'zh', icon: <Icon name="globe" />, label: '\u7b80\u4f53\u4e2d\u6587' },
              { key: 'en', icon: <Icon name="globe" />, label: 'English' },
            ],
          },
          {
            key: 'look',
            type: 'group',
            label: t('look'),
            children: [
              { key: 'light', icon: <Icon name="sun" />, label: t('light') },
              { key: 'dark', icon: <Icon name="moon" />, label: t('dark') },
              { key: 'system', icon: <Icon name="monitor" />, label: t('system_') },
            ],
          },
          { type: 'divider' },
          { key: 'exit', icon: <Icon name="exit" />, label: t('signOut') },
        ],
      }}
    >
      <button type="button" className={style.user} aria-label={`${t('profile')}: ${me.user.name}`}>
        <span className={style.face} aria-hidden="true">
          {me.user.name.slice(0, 1)}
        </span>
        <span className={style.userName}>{me.user.name}</span>
        <Icon name="down" size={16} />
      </button>
    </Dropdown>
  )
}
