import type { PermissionSpec } from '@liren/contract'
import { App, Button } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useText, useWords } from '../../app/language/use.ts'
import { useSession } from '../../app/session/store.ts'
import { Scene } from '../scene/scene.tsx'
import style from './state.module.css'
import { words } from './words.ts'

const owners = { system: 'ownerSystem', security: 'ownerSecurity', audit: 'ownerAudit' } as const

/** What this is, who can grant it, and a sentence to send them: never a bare 403. */
export function NotYours({ code, title }: { code?: string | undefined; title?: string | undefined }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const session = useSession()
  const [spec, setSpec] = useState<PermissionSpec>()
  useEffect(() => {
    if (code === undefined) return
    // Names of permissions live in the contract; they are fetched only when somebody meets a closed door.
    void import('./permission-names.ts').then(({ permissionOf }) => setSpec(permissionOf(code)))
  }, [code])
  const name = spec === undefined ? (title ?? code ?? '') : say(spec.text)
  const person = session.phase === 'here' ? session.me.user : undefined
  const request = t('requestText', {
    name: person?.name ?? '',
    account: person?.account ?? '',
    permission: name,
    code: code ?? '',
    address: location.pathname,
  })
  return (
    <div className={style.panel}>
      <Scene name="gate" />
      <h2>{t('notYours', { permission: name })}</h2>
      <p>{t('notYoursText', { owner: t(owners[spec?.reserved ?? 'system']) })}</p>
      <div className={style.actions}>
        <Button type="primary" onClick={() => navigator.clipboard.writeText(request).then(() => message.success(t('requestCopied')))}>
          {t('copyRequest')}
        </Button>
        <Link to="/home">
          <Button>{t('backHome')}</Button>
        </Link>
      </div>
    </div>
  )
}
