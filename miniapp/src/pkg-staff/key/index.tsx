import { exactTime, useClient, useOutbox, useSettings } from '@liren/client'
import { findingLevels, type Inspection, type KeyPlace, keyKinds, type OpenFinding } from '@liren/contract/capabilities/hazard'
import { elementIdOf } from '@liren/contract/map/model'
import { useCallback, useState } from 'react'
import { BottomBar, LinkButton, PlainButton, PrimaryButton } from '@/parts/button'
import { CaseTimeline, type Step } from '@/parts/case-timeline'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Tag } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { WhereNote } from '@/parts/where-note'
import { Box } from '@/platform/elements'
import { go, useParams } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { keyWords as words } from '@/words/key'
import { useSay } from '@/words/kit'
import { KeyTags } from '../parts/key-tags'
import { isInspection, itemsOf, recordOf } from '../parts/key-value'
import { useKeyPlace } from '../parts/use-keys'
import { RecheckSheet } from './recheck-sheet'
import './key.css'
import '@/parts/notes.css'

/** One key place: what it is, what is open there, what was found before; and the way to the next look. */
export default function KeyPage() {
  const say = useSay()
  return (
    <Page page="pkg-staff/key" title={words.one}>
      <PermissionGate end="staff" permission="hazard.read" preview={say(words.preview)}>
        <One />
      </PermissionGate>
    </Page>
  )
}

function One() {
  const { id = '' } = useParams()
  const { place, ...call } = useKeyPlace(id)
  useDidShow(() => void call.reload())
  usePull(call.reload)
  return (
    <Loaded of={{ ...call, data: place }} shape="detail">
      {(known) => <Shown place={known} inspections={call.data?.inspections} reload={call.reload} />}
    </Loaded>
  )
}

interface ShownProps {
  readonly place: KeyPlace
  /** Unknown where the place was only brought along. */
  readonly inspections: readonly Inspection[] | undefined
  readonly reload: () => Promise<void>
}

function Shown({ place, inspections, reload }: ShownProps) {
  const say = useSay()
  const { may } = useMe()
  const { entries } = useOutbox(recordOf(place.id))
  const [looking, setLooking] = useState<OpenFinding>()
  const close = useCallback(() => setLooking(undefined), [])
  const waiting = entries.filter(({ state }) => state === 'waiting')
  const isQueued = waiting.some(isInspection)
  const open = () => go('/pkg-staff/key/inspect', { id: place.id })
  return (
    <>
      <Head place={place} />
      <Stopped place={place} onForm={open} />
      {isQueued ? (
        <Box className="note note-info note-round" id="key-queued" role="status">
          {say(words.kept)}
        </Box>
      ) : null}
      <Box className="card" as="section" id="key-findings">
        <Box className="heading">{say(words.findings)}</Box>
        {place.open.length === 0 ? <Box className="secondary">{say(words.noFindings)}</Box> : null}
        {place.open.map((finding, index) => (
          <Finding
            key={finding.item}
            id={`recheck-${index}`}
            finding={finding}
            isQueued={isQueued || waiting.some((entry) => itemsOf(entry).includes(finding.item))}
            {...(may('hazard.inspect') ? { onLook: () => setLooking(finding) } : {})}
          />
        ))}
      </Box>
      <History inspections={inspections} />
      {may('hazard.inspect') && !isQueued ? (
        <BottomBar>
          <PrimaryButton id="key-inspect" icon="check" onTap={open}>
            {say(words.start)}
          </PrimaryButton>
        </BottomBar>
      ) : null}
      {looking ? (
        <RecheckSheet
          place={place}
          finding={looking}
          onClose={close}
          onDone={() => {
            close()
            void reload()
          }}
          onStale={reload}
        />
      ) : null}
    </>
  )
}

function Head({ place }: { place: KeyPlace }) {
  const say = useSay()
  const { platform } = useClient()
  const isOverdue = place.nextOn < exactTime(platform.clock.now()).slice(0, 10)
  const rows: readonly (readonly [string, string])[] = [
    [say(words.where), place.place.label],
    ...(place.device ? [[say(words.facility), place.device.name] as const] : []),
    [say(words.every), say(words.days(place.everyDays))],
    ...(place.openHazards > 0 ? [[say(words.hazards), String(place.openHazards)] as const] : []),
  ]
  return (
    <Box className="card" id="key-head">
      <KeyTags place={place} />
      <Box className="title case-title" as="h2">
        {place.name}
      </Box>
      {say(keyKinds[place.kind]) === place.name ? null : <Box className="secondary">{say(keyKinds[place.kind])}</Box>}
      {rows.map(([name, value]) => (
        <Box key={name} className="row between gap-12">
          <Box className="secondary">{name}</Box>
          <Box>{value}</Box>
        </Box>
      ))}
      <Box className="row between gap-12">
        <Box className="secondary">{say(words.nextOn)}</Box>
        <Box className={isOverdue ? 'tone-danger' : ''}>{isOverdue ? say(words.overdue(place.nextOn)) : place.nextOn}</Box>
      </Box>
      <WhereNote element={elementIdOf('place', place.place.id)} />
    </Box>
  )
}

interface FindingProps {
  readonly id: string
  readonly finding: OpenFinding
  readonly isQueued: boolean
  readonly onLook?: () => void
}

function Finding({ id, finding, isQueued, onLook }: FindingProps) {
  const say = useSay()
  const { item, note, level, dueOn, isLate, foundAt } = finding
  return (
    <Box className="key-finding">
      <Box className="row between gap-8 wrap">
        <Box className="grow">{item}</Box>
        <Tag
          tone={level === 'major' ? 'danger' : 'warning'}
          icon={level === 'major' ? 'warning' : 'alert'}
          words={say(findingLevels[level].text)}
        />
      </Box>
      <Box className="keep-lines">{note}</Box>
      <Box className="row between gap-8 wrap">
        <TimeText at={foundAt} className="small" />
        {dueOn ? <Box className={`small ${isLate ? 'tone-danger' : ''}`}>{say(words.dueBy(dueOn))}</Box> : null}
      </Box>
      {isQueued ? (
        <Tag tone="info" icon="clock" words={say(words.queued)} />
      ) : onLook ? (
        <PlainButton id={id} onTap={onLook}>
          {say(words.recheckTitle)}
        </PlainButton>
      ) : null}
    </Box>
  )
}

/** What the house did not take: the reason in its words, and a way on that loses nothing. */
function Stopped({ place, onForm }: { place: KeyPlace; onForm: () => void }) {
  const say = useSay()
  const { language } = useSettings()
  const { entries, retry, discard } = useOutbox(recordOf(place.id))
  const open = new Set(place.open.map(({ item }) => item))
  return (
    <>
      {entries
        .filter(({ state }) => state === 'stopped')
        .map((entry, index) => (
          <Box key={entry.id} className="note note-warning note-round wrap" role="alert" id={`key-stopped-${index}`}>
            <Box className="grow">{say(words.refused(entry.stoppedBy?.[language] ?? ''))}</Box>
            {isInspection(entry) ? (
              <LinkButton id={`key-take-back-${index}`} onTap={onForm}>
                {say(words.takeBack)}
              </LinkButton>
            ) : itemsOf(entry).every((item) => open.has(item)) ? (
              <LinkButton id={`key-again-${index}`} onTap={() => void retry(entry.id, { ...entry.body, version: place.version })}>
                {say(words.again)}
              </LinkButton>
            ) : null}
            <LinkButton id={`key-drop-${index}`} onTap={() => void discard(entry.id)}>
              {say(words.throwAway)}
            </LinkButton>
          </Box>
        ))}
    </>
  )
}

function History({ inspections }: { inspections: readonly Inspection[] | undefined }) {
  const say = useSay()
  const steps: Step[] = (inspections ?? []).map(({ id, at, by, isPassed, isRecheck, findings, note, photos }) => {
    const wrong = findings.filter(({ isOk }) => !isOk)
    const lines = [
      ...findings
        .filter(({ isOk }) => isRecheck || !isOk)
        .map((one) => {
          const said = one.note === '' ? [] : [one.note]
          return [one.item, ...(isRecheck ? [say(one.isOk ? words.rectified : words.notYet)] : []), ...said].join(' · ')
        }),
      ...(note === '' ? [] : [note]),
    ]
    return {
      ...{ id, at, who: by, note: lines.join('\n') },
      title: say(isRecheck ? words.recheck : isPassed ? words.passed : words.failed(wrong.length)),
      photos: [...findings.flatMap((one) => one.photos), ...photos],
    }
  })
  return (
    <Box className="card" as="section" id="key-history">
      <Box className="heading case-heading">{say(words.history)}</Box>
      {inspections === undefined ? (
        <Box className="secondary">{say(words.historyLater)}</Box>
      ) : steps.length === 0 ? (
        <Box className="secondary">{say(words.noHistory)}</Box>
      ) : (
        <CaseTimeline steps={steps} />
      )}
    </Box>
  )
}
