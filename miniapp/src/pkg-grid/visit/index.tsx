import { fillPath, useCall, useClient, useDraft, useOutbox, useSubmit } from '@liren/client'
import { text } from '@liren/contract'
import { type Visit, type VisitOutcome, visitEndpoints, visitReasonTexts } from '@liren/contract/capabilities/visit'
import { elementIdOf } from '@liren/contract/map/model'
import { useState } from 'react'
import { BottomBar, LinkButton, PlainButton, PrimaryButton } from '@/parts/button'
import { DraftBar } from '@/parts/draft-bar'
import { EmptyState } from '@/parts/empty-state'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { PhotoPicker } from '@/parts/photos/picker'
import { Tag } from '@/parts/status-tag'
import { useToast } from '@/parts/toast'
import { VoiceText } from '@/parts/voice-text'
import { WhereNote } from '@/parts/where-note'
import { Box } from '@/platform/elements'
import { back, go, useParams } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'
import { AthomeCard } from '../parts/athome-card'
import { EntryNote } from '../parts/entry-note'
import { FileCard } from '../parts/file-card'
import { NewcomerSheet } from '../parts/newcomer-sheet'
import { blankVisit, countOf, requestOf, type VisitValue } from '../parts/visit-value'
import '@/parts/notes.css'

/** One door: everything known is there already; nothing has changed is one tap, what differs is typed and seen to differ. */
export default function VisitPage() {
  const say = useSay()
  return (
    <Page page="pkg-grid/visit" title={words.visit}>
      <PermissionGate end="grid" permission="visit.do" preview={say(words.preview)}>
        <One />
      </PermissionGate>
    </Page>
  )
}

function One() {
  const { id = '' } = useParams()
  const call = useCall(visitEndpoints.read, id === '' ? null : { params: { id } }, { keep: true })
  return (
    <Loaded of={call} shape="detail">
      {(visit) => <Shown visit={visit} reload={call.reload} />}
    </Loaded>
  )
}

function Shown({ visit, reload }: { visit: Visit; reload: () => Promise<void> }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { entries } = useOutbox(`visit:${visit.id}`)
  const { value, change, ...draft } = useDraft<VisitValue>(`visit-${visit.id}`, blankVisit)
  const { submit, sending, error } = useSubmit()
  const [isAdding, setAdding] = useState(false)
  const stopped = entries.find(({ state }) => state === 'stopped')
  const isQueued = entries.some(({ state }) => state === 'waiting')
  const count = countOf(value)

  const send = async (outcome: VisitOutcome) => {
    const { body, attachments } = requestOf(visit, value, outcome, platform.clock.now())
    const sent = await submit({
      record: `visit:${visit.id}`,
      endpointId: visitEndpoints.finish.id,
      method: 'POST',
      path: fillPath(visitEndpoints.finish.path, { id: visit.id }),
      body,
      attachments,
      label: text(`走访 ${visit.house}`, `Visit: ${visit.house}`),
    })
    platform.vibrate(sent.state === 'refused' ? 'warning' : 'success')
    if (sent.state === 'refused') return void reload()
    await draft.done()
    toast(sent.state === 'done' ? words.sent : words.keptToSend)
    back()
  }

  if (visit.state !== 'due') return <EmptyState scene="calm" title={say(words.already)} body={`${visit.visitedBy ?? ''} ${visit.house}`} />
  if (isQueued) return <EmptyState scene="calm" title={say(words.keptToSend)} body={visit.house} />
  return (
    <>
      <Box className="card">
        <Box className="row between gap-8">
          <Box className="heading grow">{visit.house}</Box>
          {visit.isOverdue ? <Tag tone="danger" icon="hourglass" words={say(words.overdue)} /> : null}
        </Box>
        <Box className="secondary">{`${visit.estate} · ${say(visitReasonTexts[visit.reason])} · ${say(words.dueOn(visit.dueOn))}`}</Box>
        <WhereNote element={elementIdOf('place', visit.houseId)} />
      </Box>
      <AthomeCard houseId={visit.houseId} />
      <EntryNote />
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      {stopped ? (
        <LinkButton
          id="visit-compare"
          icon="alert"
          className="tone-danger"
          onTap={() => go('/pkg-grid/visit/conflict', { id: visit.id, entry: stopped.id })}
        >
          {say(words.toCompare)}
        </LinkButton>
      ) : null}
      {error?.code === 'visit.conflict' ? (
        <Box className="note note-warning note-round" role="alert" id="visit-newer">
          {say(words.newer)}
        </Box>
      ) : (
        <ErrorNote error={error} />
      )}
      <Files visit={visit} value={value} change={change} />
      {value.added.map((newcomer) => (
        <Box key={newcomer.key} className="card row between gap-8">
          <Box className="grow">
            <Box className="heading">{String(newcomer.values.name ?? '')}</Box>
            <Box className="secondary">{say(words.roles[newcomer.role])}</Box>
          </Box>
          <Tag tone="accent" icon="plus" words={say(words.added)} />
          <LinkButton icon="trash" onTap={() => change({ added: value.added.filter(({ key }) => key !== newcomer.key) })}>
            {say(words.remove)}
          </LinkButton>
        </Box>
      ))}
      <PlainButton id="visit-add" icon="plus" onTap={() => setAdding(true)}>
        {say(words.add)}
      </PlainButton>
      {count > 0 ? (
        <Box className="card">
          <FormRow title={say(words.note)} optional>
            <VoiceText
              id="visit-note"
              maxLength={300}
              label={say(words.note)}
              value={value.note}
              placeholder={say(words.notePlaceholder)}
              onChange={(note) => change({ note })}
            />
          </FormRow>
          <FormRow title={say(words.evidence)} optional>
            <PhotoPicker kept={value.photos} onChange={(photos) => change({ photos })} />
          </FormRow>
        </Box>
      ) : null}
      <Box className="row gap-12 wrap">
        <LinkButton id="visit-absent" onTap={() => void send('absent')}>
          {say(words.absent)}
        </LinkButton>
        <LinkButton id="visit-refused" onTap={() => void send('refused')}>
          {say(words.refused)}
        </LinkButton>
      </Box>
      <BottomBar>
        {count === 0 ? (
          <PrimaryButton id="visit-unchanged" icon="check" busy={sending} onTap={() => void send('unchanged')}>
            {say(words.unchanged)}
          </PrimaryButton>
        ) : (
          <PrimaryButton id="visit-send" busy={sending} onTap={() => void send('changed')}>
            {say(words.send(count))}
          </PrimaryButton>
        )}
      </BottomBar>
      {isAdding ? (
        <NewcomerSheet
          onClose={() => setAdding(false)}
          onAdd={(newcomer) => {
            change({ added: [...value.added, newcomer] })
            setAdding(false)
          }}
        />
      ) : null}
    </>
  )
}

const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

function Files({ visit, value, change }: { visit: Visit; value: VisitValue; change: (part: Partial<VisitValue>) => void }) {
  const say = useSay()
  const { platform } = useClient()
  const without = <T,>(all: Readonly<Record<string, T>>, id: string): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([key]) => key !== id))
  const card = (file: Visit['people'][number], mayLeave: boolean) => (
    <FileCard
      key={file.id}
      visit={visit}
      file={file}
      changes={value.changes[file.id] ?? {}}
      face={value.faces[file.id]}
      leftOn={value.left[file.id]}
      onChange={(values) =>
        change({ changes: Object.keys(values).length === 0 ? without(value.changes, file.id) : { ...value.changes, [file.id]: values } })
      }
      onFace={(face) => change({ faces: face ? { ...value.faces, [file.id]: face } : without(value.faces, file.id) })}
      onLeave={
        mayLeave && file.link
          ? () =>
              change({
                left: file.id in value.left ? without(value.left, file.id) : { ...value.left, [file.id]: dayOf(platform.clock.now()) },
              })
          : undefined
      }
    />
  )
  return (
    <>
      {visit.file ? card(visit.file, false) : <Box className="card secondary">{say(words.noHouse)}</Box>}
      <Box className="section-title heading" as="h2">
        {say(words.people(visit.people.length))}
      </Box>
      {visit.people.length === 0 ? <Box className="card secondary">{say(words.nobody)}</Box> : visit.people.map((file) => card(file, true))}
      {visit.newcomers > 0 ? <Box className="small">{say(words.newcomers(visit.newcomers))}</Box> : null}
      {visit.vehicles.length > 0 ? (
        <Box className="section-title heading" as="h2">
          {say(words.vehicles(visit.vehicles.length))}
        </Box>
      ) : null}
      {visit.vehicles.map((file) => card(file, false))}
    </>
  )
}
