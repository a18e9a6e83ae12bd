import { session } from '@liren/contract/capabilities/session'
import { setup } from '@liren/contract/capabilities/setup'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { FormError } from '../../parts/form/error.tsx'
import { useAction, useQuery } from '../api/use.ts'
import { useText, useWords } from '../language/use.ts'
import { CredentialsStep } from './credentials-step.tsx'
import { deviceKey, deviceName } from './device.ts'
import { Entrance } from './entrance.tsx'
import style from './session.module.css'
import { isReady, sessionStore, useSession } from './store.ts'
import { Threshold } from './threshold.tsx'
import { words } from './words.ts'

/** Only a path of ours is followed after signing in. */
export const landing = (from: string | null): string => (from !== null && /^\/(?!\/)[^\\]*$/.test(from) ? from : '/home')

export default function SignInPage() {
  const t = useWords(words)
  const now = useSession()
  const [search] = useSearchParams()
  const navigate = useNavigate()

  const first = useQuery(setup.endpoints.state)

  useEffect(() => {
    document.title = t('product')
    if (sessionStore.now().phase === 'asking') void sessionStore.load()
  }, [t])

  if (now.phase === 'here' && isReady(now.me)) return <Navigate to={landing(search.get('from'))} replace />

  const isOver = first.data?.isDemo && (first.data.demo === 'clearing' || first.data.demo === 'cleared')
  if (first.data?.needed || isOver) return <Navigate to="/setup" replace />

  return (
    <Entrance cover={<p className={style.motto}>{t('motto')}</p>}>
      {now.phase === 'here' ? (
        <Threshold me={now.me} onDone={sessionStore.enter} />
      ) : (
        <>
          <CredentialsStep onDone={sessionStore.enter} />
          <p className={style.hint}>{t('forgotten')}</p>
          {first.data?.isDemo && <Personas onDone={() => navigate(landing(search.get('from')), { replace: true })} />}
        </>
      )}
    </Entrance>
  )
}

/** In a demonstration anybody may step into a role; the list is empty elsewhere. */
function Personas({ onDone }: { onDone: () => void }) {
  const t = useWords(words)
  const say = useText()
  const personas = useQuery(session.endpoints.personas)
  const enter = useAction(session.endpoints.signInAsPersona)
  const [chosen, setChosen] = useState<string>()
  const here = (personas.data?.items ?? []).filter((persona) => persona.end === 'admin')
  if (here.length === 0) return null
  return (
    <section className={style.personas} aria-labelledby="personas">
      <h2 id="personas">{t('demoTitle')}</h2>
      <FormError error={enter.error} />
      <div className={style.grid}>
        {here.map((persona) => (
          <button
            key={persona.code}
            type="button"
            className={style.persona}
            disabled={enter.running}
            aria-busy={enter.running && chosen === persona.code}
            onClick={async () => {
              setChosen(persona.code)
              const answer = await enter.run({
                body: { persona: persona.code, client: 'browser', end: 'admin', device: deviceName(), deviceKey: deviceKey() },
              })
              if (answer === undefined) return
              sessionStore.enter(answer.me)
              if (isReady(answer.me)) onDone()
            }}
          >
            <span className={style.face} aria-hidden="true">
              {say(persona.text).slice(0, 1)}
            </span>
            <span className={style.personaWords}>
              <strong>{say(persona.text)}</strong>
              <span>{say(persona.hint)}</span>
            </span>
          </button>
        ))}
      </div>
      {personas.data !== undefined && personas.data.items.length > here.length && (
        <p className={style.hint}>
          {t('demoOther')}{' '}
          <Button type="link" size="small" href="/m/" target="_blank" rel="noopener">
            {t('demoOpen')}
          </Button>
        </p>
      )}
    </section>
  )
}
