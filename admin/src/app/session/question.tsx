import type { Me } from '@liren/contract/capabilities/session'
import type { Ask } from '../api/gate.ts'
import { useWords } from '../language/use.ts'
import { CodeStep } from './code-step.tsx'
import { CredentialsStep } from './credentials-step.tsx'
import { isReady } from './store.ts'
import { Threshold } from './threshold.tsx'
import { words } from './words.ts'

interface Props {
  readonly ask: Ask
  /** Who has just given the password here. */
  readonly me: Me | undefined
  /** Who was at work before. */
  readonly known: Me | undefined
  readonly onDone: (me: Me) => void
}

/** The question that a refused request waits for. */
export default function Question({ ask, me, known, onDone }: Props) {
  const t = useWords(words)
  if (me !== undefined && !isReady(me)) return <Threshold me={me} onDone={onDone} />
  if (ask === 'step-up') {
    const by = known?.secondFactor === 'none' ? 'password' : 'code'
    return <CodeStep by={by} title={t('stepUpTitle')} text={t('stepUpText')} onDone={onDone} />
  }
  if (ask === 'change-password' && known !== undefined) return <Threshold me={{ ...known, mustChangePassword: true }} onDone={onDone} />
  const account = known?.user.account ?? undefined
  return <CredentialsStep account={account} title={t('expiredTitle')} text={t('expiredText')} onDone={onDone} />
}
