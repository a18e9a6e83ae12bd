import { type DemoState, type SetupStep, setup, setupSteps } from '@liren/contract/capabilities/setup'
import { Button } from 'antd'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { Icon } from '../../parts/icon/icon.tsx'
import { LineBones } from '../../parts/state/bones.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { useQuery } from '../api/use.ts'
import { useWords } from '../language/use.ts'
import { Entrance } from '../session/entrance.tsx'
import { Step } from '../session/frame.tsx'
import style from './setup.module.css'
import { AdministratorsStep, CommunityStep, FinishStep, LanguageStep } from './steps.tsx'
import { words } from './words.ts'

/** First start, for whoever can read the terminal: each step is kept by the server, so it may be left and taken up again. */
export default function SetupPage() {
  const t = useWords(words)
  const asked = useQuery(setup.endpoints.state)
  useEffect(() => {
    document.title = t('documentTitle')
  }, [t])
  const at = asked.data?.needed ? setupSteps.find((step) => !asked.data?.done.includes(step)) : undefined
  // The demonstration ends before the set-up begins.
  const isAhead = asked.data?.isDemo === true && ['clearing', 'cleared'].includes(asked.data.demo)
  return (
    <Entrance wide cover={<Progress at={at} ahead={isAhead} />}>
      <Shown asked={asked} bones={<LineBones lines={6} />}>
        {(state) =>
          at === undefined ? (
            <Over state={state} reload={asked.reload} />
          ) : (
            <Current key={at} step={at} community={state.community?.name ?? ''} />
          )
        }
      </Shown>
    </Entrance>
  )
}

function Current({ step, community }: { step: SetupStep; community: string }) {
  switch (step) {
    case 'language':
      return <LanguageStep />
    case 'community':
      return <CommunityStep />
    case 'administrators':
      return <AdministratorsStep />
    case 'finish':
      return <FinishStep community={community} />
  }
}

/** Where one is, on the dark side of the page. Without a step everything is done. */
function Progress({ at, ahead }: { at: SetupStep | undefined; ahead: boolean }) {
  const t = useWords(words)
  const now = ahead ? -1 : at === undefined ? setupSteps.length : setupSteps.indexOf(at)
  return (
    <nav className={style.progress} aria-label={t('steps')}>
      {at !== undefined && <p>{t('stepOf', { at: now + 1, all: setupSteps.length })}</p>}
      <ol>
        {setupSteps.map((step, index) => (
          <li
            key={step}
            data-state={index < now ? 'done' : index === now ? 'now' : 'later'}
            aria-current={index === now ? 'step' : undefined}
          >
            <span>{index < now ? <Icon name="check" size={16} /> : index + 1}</span>
            {t(step)}
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface OverProps {
  readonly state: { readonly isDemo: boolean; readonly demo: DemoState }
  readonly reload: () => void
}

function Over({ state: { isDemo, demo }, reload }: OverProps) {
  const t = useWords(words)
  useEffect(() => {
    if (demo !== 'clearing') return
    const timer = setInterval(reload, 1500)
    return () => clearInterval(timer)
  }, [demo, reload])
  if (demo === 'clearing') return <Step title={t('clearingTitle')} text={t('clearingText')} />
  // Outside of the demonstration this is what became of it; the code of the new start is asked for elsewhere.
  if (demo === 'cleared' && isDemo)
    return (
      <Step title={t('clearedTitle')} text={t('clearedText')}>
        <Button type="primary" size="large" block onClick={reload}>
          {t('checkAgain')}
        </Button>
      </Step>
    )
  return (
    <Step title={t('overTitle')} text={isDemo ? t('overDemo') : t('overText')}>
      <Link to="/sign-in">
        <Button type="primary" size="large" block>
          {t('signIn')}
        </Button>
      </Link>
    </Step>
  )
}
