import type { HazardSummary } from '@liren/contract/capabilities/hazard'
import { useWords } from '../../app/language/use.ts'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

/** Told in time, told late, or still nobody. */
export function PushState({ push }: { push: HazardSummary['push'] }) {
  const t = useWords(words)
  if (push.late)
    return (
      <StatusTag tone="danger" icon="alert">
        {t('late')}
      </StatusTag>
    )
  return push.at === null ? (
    <StatusTag tone="warning" icon="clock">
      {t('waiting')}
    </StatusTag>
  ) : (
    <StatusTag tone="success" icon="send">
      {t('inTime')}
    </StatusTag>
  )
}
