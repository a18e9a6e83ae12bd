import { audit } from '@liren/contract/capabilities/audit'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { Section } from '../drawer/record-drawer.tsx'
import { Shown } from '../state/shown.tsx'
import { type Moment, Timeline } from '../timeline/timeline.tsx'
import { actionText } from './action-text.ts'
import { words } from './words.ts'

type Entry = NonNullable<ReturnType<typeof usePages<typeof audit.endpoints.list>>['data']>[number]

const looks = { done: ['success', 'check'], refused: ['warning', 'ban'], failed: ['danger', 'alert'] } as const

/** Who did what to this record; for those who may read the trail. */
export function AuditRail({ subject, subjectId }: { subject: string; subjectId: string }) {
  return useMay('audit.read') ? <Rail subject={subject} subjectId={subjectId} /> : null
}

function Rail({ subject, subjectId }: { subject: string; subjectId: string }) {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(audit.endpoints.list, { query: { subject, subjectId, limit: 20 } })
  const moment = (entry: Entry): Moment => {
    const [tone, icon] = looks[entry.result]
    return {
      id: entry.id,
      at: entry.at,
      tone,
      icon,
      title: say(actionText(entry.action)),
      who: entry.actorName ?? (entry.actorKind === 'system' ? t('system') : entry.actorId),
      children: entry.reason && t('reason', { reason: entry.reason }),
    }
  }
  return (
    <Section title={t('title')} extra={<Link to={`/audit?f=subject:${subject};subjectId:${subjectId}`}>{t('all')}</Link>}>
      <Shown asked={asked} empty={{ when: (entries) => entries.length === 0, show: <p style={{ color: 'var(--text-3)' }}>{t('none')}</p> }}>
        {(entries) => <Timeline moments={entries.map(moment)} />}
      </Shown>
    </Section>
  )
}
