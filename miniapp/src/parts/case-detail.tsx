import { friendlyTime, useClient, useSettings } from '@liren/client'
import { type Repair, repairStates } from '@liren/contract/capabilities/repair'
import type { ReactNode } from 'react'
import { Box, Picture, Tap } from '@/platform/elements'
import { media } from '@/platform/media'
import { roleWords, stepWords, caseWords as words } from '@/words/case'
import { useSay } from '@/words/kit'
import { CaseTimeline, type Step } from './case-timeline'
import { MoneyText } from './money-text'
import { PersonChip } from './person-chip'
import { Rating } from './rating'
import { FlagTags, StatusTag } from './status-tag'
import { SlaClock, useNow } from './time-text'
import './case-detail.css'

/** The promise that counts at this moment, in one sentence. */
export function usePromise(repair: Repair): string | undefined {
  const say = useSay()
  const now = useNow()
  const { language } = useSettings()
  const time = (at: string) => friendlyTime(at, now, language)
  if (repair.state === 'paused') return repair.pausedUntil ? say(words.pausedUntil(time(repair.pausedUntil))) : undefined
  if (repair.state === 'finished') return repair.confirmBy ? say(words.confirmBy(time(repair.confirmBy))) : undefined
  if (repair.state === 'closed')
    return repair.reopenBy && Date.parse(repair.reopenBy) > now ? say(words.reopenBy(time(repair.reopenBy))) : undefined
  if (repair.visitAt && Date.parse(repair.visitAt) > now) return say(words.visitAt(time(repair.visitAt)))
  if (repair.state === 'submitted' || repair.state === 'dispatched')
    return repair.acceptDueAt ? say(words.promiseAccept(time(repair.acceptDueAt))) : undefined
  if (repair.state === 'accepted' || repair.state === 'handling')
    return repair.finishDueAt ? say(words.promiseFinish(time(repair.finishDueAt))) : undefined
  return undefined
}

/** State and promise first, then who, then what. Shared by residents, staff and grid workers. */
export function CaseHead({ repair, sync }: { repair: Repair; sync?: ReactNode }) {
  const say = useSay()
  const { language } = useSettings()
  const promise = usePromise(repair)
  const due = repair.state === 'submitted' || repair.state === 'dispatched' ? repair.acceptDueAt : repair.finishDueAt
  const runs = !['closed', 'withdrawn', 'returned', 'finished', 'paused'].includes(repair.state)
  return (
    <Box className="card" id="case-head">
      <Box className="row gap-8 wrap between">
        <Box className="row gap-8 wrap">
          <StatusTag state={repair.state} />
          <FlagTags overdue={repair.overdue} dueSoon={repair.dueSoon} emergency={repair.emergency} reopened={repair.reopened} />
        </Box>
        {runs ? <SlaClock dueAt={due} /> : null}
      </Box>
      <Box className="title case-title" as="h2">
        {repair.title}
      </Box>
      <Box className="secondary">{`${repair.category[language]} · ${repair.place.label}`}</Box>
      {promise ? <Box className="case-promise">{promise}</Box> : null}
      {sync}
      <Box className="small number case-number">{say(words.number(repair.number))}</Box>
    </Box>
  )
}

export function HandlerCard({ repair, children }: { repair: Repair; children?: ReactNode }) {
  const say = useSay()
  return (
    <Box className="card row between gap-12 wrap">
      {repair.handler ? (
        <PersonChip name={repair.handler.name} role={say(words.handler)} />
      ) : (
        <Box className="secondary">{say(words.noHandler)}</Box>
      )}
      {children}
    </Box>
  )
}

export function CaseBody({ repair }: { repair: Repair }) {
  const say = useSay()
  const { platform } = useClient()
  return (
    <Box className="card" as="section">
      <Box className="heading">{say(words.what)}</Box>
      <Box className="keep-lines case-text">{repair.description}</Box>
      {repair.spot ? <Box className="secondary">{`${say(words.spot)}：${repair.spot}`}</Box> : null}
      {repair.photos.length > 0 ? (
        <Box className="row gap-8 wrap case-photos">
          {repair.photos.map((photo, at) => (
            <Tap
              key={photo.id}
              label={`${say(words.photos)} ${at + 1}`}
              onTap={() =>
                platform.previewPhotos(
                  repair.photos.map(({ url }) => media(url)),
                  at,
                )
              }
            >
              <Picture src={media(photo.thumb)} alt="" className="thumb" />
            </Tap>
          ))}
        </Box>
      ) : null}
      {repair.followers > 0 ? <Box className="secondary">{say(words.followers(repair.followers))}</Box> : null}
    </Box>
  )
}

export function CaseFees({ repair }: { repair: Repair }) {
  const say = useSay()
  if (repair.finishedAt === null) return null
  return (
    <Box className="card" as="section">
      <Box className="heading">{say(words.fees)}</Box>
      {repair.materials.map((material) => (
        <Box key={material.name} className="row between case-fee">
          <Box>{`${material.name} × ${material.quantity}`}</Box>
          <MoneyText fen={material.fen} />
        </Box>
      ))}
      <Box className="row between case-fee">
        <Box>{say(words.total)}</Box>
        {repair.feeFen === 0 ? <Box>{say(words.noFee)}</Box> : <MoneyText fen={repair.feeFen} big />}
      </Box>
    </Box>
  )
}

export function CaseRating({ repair }: { repair: Repair }) {
  const say = useSay()
  if (repair.rating === null) return null
  return (
    <Box className="card" as="section">
      <Box className="heading">{say(words.rating)}</Box>
      <Rating value={repair.rating} />
      {repair.comment ? <Box className="keep-lines">{repair.comment}</Box> : null}
    </Box>
  )
}

export function CaseProgress({ repair }: { repair: Repair }) {
  const say = useSay()
  const steps: Step[] = [...repair.timeline]
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1))
    .map(({ id, at, action, actor, note, photos }) => ({
      id,
      at,
      title: say(stepWords[action]),
      ...(actor ? { who: [actor.name, say(roleWords[actor.role])].filter(Boolean).join(' · ') } : {}),
      note,
      photos,
    }))
  return (
    <Box className="card" as="section" id="timeline">
      <Box className="heading case-heading">{say(words.timeline)}</Box>
      <CaseTimeline steps={steps} />
    </Box>
  )
}

/** What a screen reader, or the key for reading aloud, says about how it stands. */
export function useSpokenState(repair: Repair): string {
  const say = useSay()
  const promise = usePromise(repair)
  return [repair.title, say(repairStates[repair.state].text), repair.handler?.name, promise].filter(Boolean).join('，')
}
