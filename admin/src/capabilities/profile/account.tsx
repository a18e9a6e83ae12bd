import { userClassTexts } from '@liren/contract/capabilities/user'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { Segmented, Switch } from 'antd'
import { useText, useWords } from '../../app/language/use.ts'
import { type Appearance, prefer, usePreferences } from '../../app/preferences.ts'
import { useMe } from '../../app/session/store.ts'
import { Card, Facts } from '../../parts/page/page.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const appearances: readonly Appearance[] = ['light', 'dark', 'system']

/** Who one is here, and how this browser shows it. */
export function Account() {
  const t = useWords(words)
  const say = useText()
  const me = useMe()
  const preferences = usePreferences()
  const roles = me.identities
    .filter((identity) => identity.end === me.end)
    .flatMap((identity) =>
      identity.roles.map((role) =>
        identity.place === null ? say(roleText(role)) : t('roleAt', { role: say(roleText(role)), place: identity.place.name }),
      ),
    )
  return (
    <>
      <Card title={t('tabAccount')}>
        <Facts
          items={[
            { label: t('account'), value: me.user.account ?? '–' },
            { label: t('name'), value: me.user.name },
            { label: t('phone'), value: me.user.phone ?? '–' },
            { label: t('class'), value: say(userClassTexts[me.user.class]) },
            { label: t('idle'), value: t('idleMinutes', { minutes: me.session.idleMinutes }) },
            {
              label: t('roles'),
              value: (
                <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                  {[...new Set(roles)].map((role) => (
                    <Chip key={role}>{role}</Chip>
                  ))}
                </span>
              ),
            },
          ]}
        />
        <p style={{ marginTop: 12, color: 'var(--text-3)' }}>{t('changeNote')}</p>
      </Card>
      <Card title={t('looks')}>
        <Facts
          columns={1}
          items={[
            {
              label: t('language'),
              value: (
                <Segmented
                  value={preferences.language}
                  options={[
                    { value: 'zh', label: t('ownChinese') },
                    { value: 'en', label: 'English' },
                  ]}
                  onChange={(language) => prefer({ language: language === 'en' ? 'en' : 'zh' })}
                />
              ),
            },
            {
              label: t('appearance'),
              value: (
                <Segmented<Appearance>
                  value={preferences.appearance}
                  options={appearances.map((value) => ({ value, label: t(value) }))}
                  onChange={(appearance) => prefer({ appearance })}
                />
              ),
            },
            {
              label: t('calm'),
              value: (
                <>
                  <Switch checked={preferences.calm} onChange={(calm) => prefer({ calm })} aria-label={t('calm')} /> {t('calmNote')}
                </>
              ),
            },
          ]}
        />
        <p style={{ marginTop: 12, color: 'var(--text-3)' }}>{t('localNote')}</p>
      </Card>
    </>
  )
}
