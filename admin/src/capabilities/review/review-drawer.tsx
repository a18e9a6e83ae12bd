import { allSources } from '@liren/contract/archive/source'
import { type ReviewDetail, reviewEndpoints } from '@liren/contract/capabilities/review'
import { App, Button } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { type Shortcut, useShortcuts } from '../../app/shortcuts.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Changes, type Opened } from './changes.tsx'
import style from './review.module.css'
import { ReviewTag } from './state.tsx'
import { words } from './words.ts'

interface Props {
  readonly id: string | undefined
  readonly onClose: () => void
  /** The queue goes on with the next one. */
  readonly onDecided: () => void
}

/** One proposed change: what it was, what it shall be, the proof, and the decision. */
export function ReviewDrawer({ id, onClose, onDecided }: Props) {
  const t = useWords(words)
  const asked = useQuery(reviewEndpoints.read, id === undefined ? null : { params: { id } })
  const review = asked.data
  const [chosen, setChosen] = useState<readonly string[]>([])
  // a new one begins with everything ticked that can still be written
  useEffect(() => setChosen(review?.changes.flatMap(({ field, isOutdated }) => (isOutdated ? [] : [field])) ?? []), [review])
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      width={720}
      title={review ? `${review.title}${review.fileId === null ? ` · ${t('newFile')}` : ''}` : t('title')}
      tags={review && <ReviewTag state={review.state} />}
      actions={review && <Decision key={review.id} review={review} chosen={chosen} onDecided={onDecided} />}
    >
      <Shown asked={asked}>{(data) => <Proposal review={data} chosen={chosen} onChoose={setChosen} />}</Shown>
    </RecordDrawer>
  )
}

interface ProposalProps {
  readonly review: ReviewDetail
  readonly chosen: readonly string[]
  readonly onChoose: (chosen: readonly string[]) => void
}

function Proposal({ review, chosen, onChoose }: ProposalProps) {
  const t = useWords(words)
  const say = useText()
  const [opened, setOpened] = useState<{ changes: Opened; photos: readonly string[] }>({ changes: {}, photos: [] })
  const [isAsking, setAsking] = useState(false)
  const reveal = useAction(reviewEndpoints.reveal)
  const { definition } = archiveCalled(review.archive)
  const facts: Fact[] = [
    { label: t('archive'), value: say(definition.text) },
    { label: t('place'), value: review.place?.name ?? '–' },
    { label: t('source'), value: say(allSources.find(({ code }) => code === review.source)?.text) },
    { label: t('proposedBy'), value: review.proposedBy?.name ?? '–' },
    { label: t('proposed'), value: <TimeText at={review.proposedAt} /> },
  ]
  if (review.decidedBy !== null) facts.push({ label: t('decidedBy'), value: review.decidedBy.name })
  if (review.decidedAt !== null) facts.push({ label: t('decided'), value: <TimeText at={review.decidedAt} /> })
  if (review.note !== null) facts.push({ label: t('note'), value: review.note, wide: true })
  if (review.reason !== null) facts.push({ label: t('reason'), value: review.reason, wide: true })
  const isHidden = review.hasFace || review.changes.some(({ isMasked }) => isMasked)
  return (
    <>
      {review.isOwn && review.can.length > 0 ? <Notice tone="info" title={t('own')} /> : null}
      {review.isOutdated ? (
        <Notice tone="warning" role="alert" title={t('outdated')}>
          {t('outdatedText')}
        </Notice>
      ) : null}
      <Section
        title={t('details')}
        extra={
          review.can.includes('reveal') && isHidden ? (
            <Button size="small" icon={<Icon name="eye" />} onClick={() => setAsking(true)}>
              {t('reveal')}
            </Button>
          ) : null
        }
      >
        <Changes
          definition={definition}
          changes={review.changes}
          opened={opened.changes}
          chosen={review.can.includes('accept') ? chosen : undefined}
          onChoose={onChoose}
        />
        {review.hasFace && opened.photos.length === 0 ? <p className={style.keys}>{t('face')}</p> : null}
        <div className={style.faces}>
          {opened.photos.map((url) => (
            <img key={url.slice(-40)} src={url} alt={review.title} />
          ))}
        </div>
      </Section>
      <Section title={t('evidence')}>
        {review.photos.length === 0 ? <p className={style.keys}>{t('noEvidence')}</p> : <PhotoStrip photos={review.photos} />}
      </Section>
      <Section title={t('title')}>
        <Facts items={facts} />
      </Section>
      <AuditRail subject="review" subjectId={review.id} />
      <ActionDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('revealTitle')}
        text={t('revealText')}
        submit={t('reveal')}
        reason="needed"
        running={reveal.running}
        error={reveal.error}
        onSubmit={async ({ reason }) => {
          const shown = await reveal.run({ params: { id: review.id }, body: { reason } })
          if (shown === undefined) return false
          setOpened({ changes: Object.fromEntries(shown.changes.map((change) => [change.field, change])), photos: shown.photos })
          return true
        }}
      />
    </>
  )
}

function Decision({ review, chosen, onDecided }: { review: ReviewDetail; chosen: readonly string[]; onDecided: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const accept = useAction(reviewEndpoints.accept)
  const reject = useAction(reviewEndpoints.reject)
  const ask = useAction(reviewEndpoints.ask)
  const [doing, setDoing] = useState<'reject' | 'ask'>()
  const params = { id: review.id }
  const may = review.can.includes('accept')
  const isWhole = chosen.length === review.changes.length
  const take = async () => {
    if (chosen.length === 0) return
    const done = await accept.run({ params, body: { version: review.version, ...(isWhole ? {} : { fields: [...chosen] }) } })
    if (done === undefined) return
    void message.success(t('accepted'))
    onDecided()
  }
  const shortcuts = useMemo<readonly Shortcut[]>(
    () => [
      { keys: 'a', label: words.keyAccept, run: () => void take() },
      { keys: 'r', label: words.keyReject, run: () => setDoing('reject') },
      { keys: 'm', label: words.keyAsk, run: () => setDoing('ask') },
    ],
    // biome-ignore lint/correctness/useExhaustiveDependencies: the action is the one of this drawing
    [take],
  )
  useShortcuts(shortcuts, may && doing === undefined)
  if (!may) return null
  const decided = (what: 'rejected' | 'asked') => {
    void message.success(t(what))
    onDecided()
  }
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <Button
        type="primary"
        icon={<Icon name="check" />}
        disabled={chosen.length === 0}
        loading={accept.running}
        onClick={() => void take()}
      >
        {isWhole ? t('accept') : t('acceptSome', { count: chosen.length })}
      </Button>
      <Button onClick={() => setDoing('ask')}>{t('ask')}</Button>
      <Button danger onClick={() => setDoing('reject')}>
        {t('reject')}
      </Button>
      <ActionDialog
        open={doing === 'reject'}
        onClose={() => setDoing(undefined)}
        title={t('rejectTitle', { title: review.title })}
        text={t('rejectText')}
        submit={t('reject')}
        danger
        reason="needed"
        running={reject.running}
        error={reject.error}
        onSubmit={async ({ reason }) => {
          if ((await reject.run({ params, body: { version: review.version, reason } })) === undefined) return false
          decided('rejected')
          return true
        }}
      />
      <ActionDialog
        open={doing === 'ask'}
        onClose={() => setDoing(undefined)}
        title={t('askTitle')}
        text={t('askText')}
        submit={t('ask')}
        reason="needed"
        running={ask.running}
        error={ask.error}
        onSubmit={async ({ reason }) => {
          if ((await ask.run({ params, body: { version: review.version, reason } })) === undefined) return false
          decided('asked')
          return true
        }}
      />
    </div>
  )
}
