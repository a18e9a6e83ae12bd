import { exactTime } from '@liren/client/format/time'
import { type NoticeDraft, notice, noticeAudiences, noticeCategories, noticePublishers } from '@liren/contract/capabilities/notice'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FilesOf } from '../../engines/archive/files.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { type Fact, Facts, Figure, FigureRow } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Course } from './course.tsx'
import { isUrgent } from './fields.ts'
import style from './notice.module.css'
import { NoticeActions } from './notice-actions.tsx'
import { PhonePreview } from './phone.tsx'
import { percentRead } from './rate.ts'
import { useTiles } from './service-field.tsx'
import { shownDraft } from './shown.ts'
import { NoticeTag } from './state.tsx'
import { words } from './words.ts'

interface Props {
  readonly id: string | undefined
  readonly onClose: () => void
  readonly onEdit: () => void
}

/** One notice beside the list: as a phone shows it, whom it reached, how it went through review. */
export function NoticeDrawer({ id, onClose, onEdit }: Props) {
  const t = useWords(words)
  const asked = useQuery(notice.endpoints.draft, id === undefined ? null : { params: { id } })
  const draft = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={draft?.title ?? t('title')}
      tags={draft && <NoticeTag state={draft.state} />}
      actions={draft && <NoticeActions draft={draft} onEdit={onEdit} onGone={onClose} />}
      width={900}
    >
      <Shown asked={asked}>{(found) => <Body draft={found} />}</Shown>
    </RecordDrawer>
  )
}

function Body({ draft }: { draft: NoticeDraft }) {
  const t = useWords(words)
  return (
    <div className={style.beside}>
      <div>
        <Section title={t('figures')}>
          <FigureRow>
            <Figure label={t('rate')} value={percentRead(draft) ?? '—'} unit={draft.told > 0 ? '%' : undefined} />
            <Figure label={t('reaches')} value={draft.reaches} unit={t('accounts')} />
            <Figure label={t('told')} value={draft.told} />
            <Figure label={t('read')} value={draft.read} />
          </FigureRow>
        </Section>
        <Section title={t('particulars')}>
          <Particulars draft={draft} />
        </Section>
        {draft.attachments.length > 0 && (
          <Section title={t('attachments')}>
            <FilesOf ids={draft.attachments.map(({ id }) => id)} />
          </Section>
        )}
        <Section title={t('course')}>
          <Course draft={draft} />
        </Section>
        <AuditRail subject="notice" subjectId={draft.id} />
      </div>
      <div className={style.side}>
        <PhonePreview shown={shownDraft(draft)} />
      </div>
    </div>
  )
}

function Particulars({ draft }: { draft: NoticeDraft }) {
  const t = useWords(words)
  const say = useText()
  const tile = useTiles().find(({ code }) => code === draft.service)
  const places = draft.places.map(({ name }) => name).join('、')
  const at = draft.publishedAt ?? draft.publishAt
  const facts: Fact[] = [
    { label: t('category'), value: say(noticeCategories[draft.category].text) },
    { label: t('publisher'), value: `${draft.publisherName} (${say(noticePublishers[draft.publisher].text)})` },
    { label: t('place'), value: draft.place.name },
    { label: t('places'), value: places || t('whole') },
    { label: t('audience'), value: say(noticeAudiences[draft.audience]) },
    { label: t('author'), value: draft.author.name },
    { label: t('publishTime'), value: at ? exactTime(at) : t('immediately') },
    { label: t('endsAt'), value: draft.endsAt ? exactTime(draft.endsAt) : t('noEnd') },
    {
      label: t('pinnedUntil'),
      value: isUrgent(draft.category) ? t('pinnedAlways') : draft.pinnedUntil ? exactTime(draft.pinnedUntil) : t('notPinned'),
    },
  ]
  if (draft.service) facts.push({ label: t('service'), value: tile ? say(tile.text) : draft.service })
  return <Facts items={facts} />
}
