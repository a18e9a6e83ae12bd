import { audit } from '@liren/contract/capabilities/audit'
import { Link } from 'react-router'
import type { Answer } from '../../app/api/call.ts'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { actionText, subjectText } from '../../parts/audit/action-text.ts'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './audit.module.css'
import { Actor, differences, Result, shown } from './entry.tsx'
import { words } from './words.ts'

type Entry = Answer<typeof audit.endpoints.get>

/** One entry: everything about it, what changed, and whether it is still what was written. */
export function EntryDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(audit.endpoints.get, id === undefined ? null : { params: { id } })
  const entry = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={entry ? say(actionText(entry.action)) : t('entry')}
      tags={entry && <Result result={entry.result} />}
    >
      <Shown asked={asked}>
        {(data) => (
          <>
            <Integrity entry={data} />
            <Section title={t('entry')}>
              <Particulars entry={data} />
            </Section>
            <Section title={t('change')}>
              <Changes entry={data} />
            </Section>
          </>
        )}
      </Shown>
    </RecordDrawer>
  )
}

function Integrity({ entry }: { entry: Entry }) {
  const t = useWords(words)
  const covered = entry.checkpoint === null ? t('uncovered') : t('covered', { size: entry.checkpoint })
  return (
    <div className={style.integrity}>
      <Notice
        tone={entry.intact ? 'success' : 'danger'}
        icon={entry.intact ? 'role' : 'alert'}
        title={t(entry.intact ? 'intact' : 'altered')}
      >
        {covered}
      </Notice>
    </div>
  )
}

function Particulars({ entry }: { entry: Entry }) {
  const t = useWords(words)
  const say = useText()
  const facts: Fact[] = [
    { label: t('at'), value: <TimeText at={entry.at} /> },
    { label: t('who'), value: <Actor entry={entry} /> },
    { label: t('action'), value: <code>{entry.action}</code> },
    {
      label: t('subject'),
      value: (
        <>
          {say(subjectText(entry.subject))}{' '}
          {entry.subjectId && <Link to={`/audit?f=subject:${entry.subject};subjectId:${entry.subjectId}`}>{t('onlyThis')}</Link>}
        </>
      ),
    },
    { label: t('ip'), value: entry.ip ?? '–' },
    { label: t('place'), value: <code>{entry.placePath}</code> },
    { label: t('kind'), value: t(`kind_${entry.kind}`) },
    { label: t('seq'), value: entry.seq ?? t('notYet') },
  ]
  if (entry.reason !== null) facts.push({ label: t('reason'), value: entry.reason, wide: true })
  if (entry.requestId !== null) facts.push({ label: t('request'), value: <code>{entry.requestId}</code>, wide: true })
  return <Facts items={facts} />
}

function Changes({ entry }: { entry: Entry }) {
  const t = useWords(words)
  const changes = differences(entry.before, entry.after)
  if (changes.length === 0) return <p className={style.calm}>{t('noChange')}</p>
  return (
    <table className={style.changes}>
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          <th scope="col">{t('before')}</th>
          <th scope="col">{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{change.field}</th>
            <td className={style.before}>{shown(change.before) ?? t('empty')}</td>
            <td className={style.after}>{shown(change.after) ?? t('empty')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
