import type { z } from '@liren/contract'
import type { sessionSchema } from '@liren/contract/capabilities/user'
import { Button } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { Icon } from '../icon/icon.tsx'
import { StatusTag } from '../tag/status-tag.tsx'
import { TimeText } from '../text/time.tsx'
import style from './session-list.module.css'
import { words } from './words.ts'

type Session = z.infer<typeof sessionSchema>

/** Devices that are signed in. */
export function SessionList({
  sessions,
  onEnd,
  ending,
}: {
  sessions: readonly Session[]
  onEnd?: (session: Session) => void
  ending?: string | undefined
}) {
  const t = useWords(words)
  return (
    <ul className={style.list}>
      {sessions.map((session) => (
        <li key={session.id}>
          <Icon name={session.client === 'browser' ? 'monitor' : 'device'} size={20} />
          <div>
            <div>
              <strong>{session.device}</strong>{' '}
              {session.isCurrent && (
                <StatusTag tone="primary" icon="check">
                  {t('current')}
                </StatusTag>
              )}
            </div>
            <small>
              {t(session.method)} · {session.ip} · {t('seen')} <TimeText at={session.lastSeenAt} />
            </small>
          </div>
          {onEnd && !session.isCurrent && (
            <Button size="small" loading={ending === session.id} onClick={() => onEnd(session)}>
              {t('end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
