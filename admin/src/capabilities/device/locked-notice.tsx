import { bridge } from '@liren/contract/capabilities/bridge'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { Notice } from '../../parts/notice/notice.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './lock-words.ts'

/** Says that its bridge lets nobody in under its name, and leads to where it is unlocked. */
export function LockedNotice({ code }: { code: string }) {
  const t = useWords(words)
  const asked = usePages(bridge.endpoints.locks, { query: { device: code, state: 'held', limit: 1 } })
  const [lock] = asked.data ?? []
  if (lock === undefined) return null
  return (
    <div style={{ marginBottom: 12 }}>
      <Notice tone="danger" icon="lock" title={t('locked')} action={<Link to={`/devices/locked?id=${lock.id}`}>{t('open')}</Link>}>
        {t('until')} <TimeText at={lock.until} />
      </Notice>
    </div>
  )
}
