import type { IdentityLock } from '@liren/contract/edge/lock-endpoints'
import { useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './lock-words.ts'

const orders: Readonly<Record<NonNullable<IdentityLock['order']>['state'], Status>> = {
  waiting: { tone: 'info', icon: 'hourglass' },
  sent: { tone: 'info', icon: 'send' },
  done: { tone: 'success', icon: 'check' },
  gone: { tone: 'neutral', icon: 'undo' },
  'not-fetched': { tone: 'warning', icon: 'alert' },
  'no-answer': { tone: 'warning', icon: 'alert' },
}

/** Whether it is locked, and how far an order to unlock it has come. */
export function LockState({ of: { isHeld, ended, order } }: { of: IdentityLock }) {
  const t = useWords(words)
  const isOpen = isHeld && order !== null
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 6 }}>
      {isHeld ? (
        <StatusTag tone="danger" icon="lock">
          {t('held')}
        </StatusTag>
      ) : (
        <StatusTag tone="neutral" icon="check">
          {ended ? t(`e_${ended.why}`) : t('ended')}
        </StatusTag>
      )}
      {isOpen && <OrderState of={order} />}
    </span>
  )
}

export function OrderState({ of: { state } }: { of: NonNullable<IdentityLock['order']> }) {
  const t = useWords(words)
  return <StatusTag {...orders[state]}>{t(`o_${state}`)}</StatusTag>
}
