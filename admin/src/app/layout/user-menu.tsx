import { roleText } from '@liren/contract/identity/builtin-roles'
import { App } from 'antd'
import { useNavigate } from 'react-router'
import { Icon } from '../../parts/icon/icon.tsx'
import { PopMenu } from '../../parts/menu/pop-menu.tsx'
import { asApiError } from '../api/error.ts'
import { useLanguage, useText, useWords } from '../language/use.ts'
import { prefer } from '../preferences.ts'
import { sessionStore, useMe } from '../session/store.ts'
import style from './layout.module.css'
import { useLookPart } from './look-switches.tsx'
import { words } from './words.ts'

/** The person: account, sessions, second factor, language, looks, the way out. */
export function UserMenu() {
  const t = useWords(words)
  const me = useMe()
  const language = useLanguage()
  const say = useText()
  const look = useLookPart()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const roles = me.identities
    .filter((identity) => identity.end === me.end)
    .flatMap((identity) => identity.roles.map((role) => say(roleText(role))))

  const signOut = () =>
    sessionStore.signOut().then(
      () => void message.success(t('signedOut')),
      (error: unknown) => void message.error(asApiError(error).say(language)),
    )

  return (
    <PopMenu
      label={t('profile')}
      head={
        <>
          <div className={style.whoName}>{me.user.name}</div>
          <div className={style.whoRoles}>{[...new Set(roles)].join(' · ')}</div>
        </>
      }
      parts={[
        {
          entries: [
            { key: 'profile', icon: 'user', label: t('profile'), run: () => navigate('/profile') },
            { key: 'sessions', icon: 'device', label: t('sessions'), run: () => navigate('/profile?tab=sessions') },
            { key: 'factor', icon: 'lock', label: t('factor'), run: () => navigate('/profile?tab=security') },
          ],
        },
        {
          title: t('language'),
          entries: [
            { key: 'zh', icon: 'globe', label: t('ownChinese'), checked: language === 'zh', run: () => prefer({ language: 'zh' }) },
            { key: 'en', icon: 'globe', label: 'English', checked: language === 'en', run: () => prefer({ language: 'en' }) },
          ],
        },
        look,
        { entries: [{ key: 'exit', icon: 'exit', label: t('signOut'), run: signOut }] },
      ]}
    >
      <button type="button" className={style.user} aria-label={`${t('profile')}: ${me.user.name}`} aria-haspopup="menu">
        <span className={style.face} aria-hidden="true">
          {me.user.name.slice(0, 1)}
        </span>
        <span className={style.userName}>{me.user.name}</span>
        <Icon name="down" size={16} />
      </button>
    </PopMenu>
  )
}
