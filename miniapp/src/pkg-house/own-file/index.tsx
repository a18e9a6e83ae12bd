import { useCall, useClient, usePage, useSend, useSettings } from '@liren/client'
import { text } from '@liren/contract'
import { fieldOf } from '@liren/contract/archive/archive'
import { sources } from '@liren/contract/archive/source'
import { faceEndpoints } from '@liren/contract/capabilities/face'
import { personArchive } from '@liren/contract/capabilities/person'
import { type OwnFile, type Review, type ReviewState, reviewEndpoints, reviewStateTexts } from '@liren/contract/capabilities/review'
import { useState } from 'react'
import type { IconName } from '@/look/icons'
import { LinkButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { useTold } from '@/parts/file-field'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Tag, type Tone } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { useDidShow } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { visitWords, ownWords as words } from '@/words/visit'
import { CorrectSheet } from './correct-sheet'

/** What is on file about me, and the way to have it put right. */
export default function OwnFilePage() {
  const say = useSay()
  return (
    <Page page="pkg-house/own-file" title={words.title}>
      <PermissionGate preview={say(words.rowHint)}>
        <Own />
      </PermissionGate>
    </Page>
  )
}

function Own() {
  const say = useSay()
  const call = useCall(reviewEndpoints.ownFile, {}, { on: ['review.'] })
  const mine = usePage(reviewEndpoints.mine, { query: { limit: 20 } }, { on: ['review.'] })
  const reload = async () => {
    await Promise.all([call.reload(), mine.reload()])
  }
  useDidShow(() => void reload())
  if (call.error?.code === 'review.no-file') return <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
  return (
    <>
      <Loaded of={call} shape="detail">
        {(file) => <Shown file={file} reload={reload} />}
      </Loaded>
      <Box className="section-title heading" as="h2">
        {say(words.mine)}
      </Box>
      <CursorList of={mine} shape="cards" keyOf={({ id }) => id} empty={<Box className="card secondary">{say(words.noMine)}</Box>}>
        {(review) => <Request review={review} reload={reload} />}
      </CursorList>
    </>
  )
}

function Shown({ file, reload }: { file: OwnFile; reload: () => Promise<void> }) {
  const say = useSay()
  const told = useTold()
  const toast = useToast()
  const { language } = useSettings()
  const { api } = useClient()
  const [name, setName] = useState<string>()
  const source = sources.find(({ code }) => code === file.source)?.text ?? text('', '')
  const shown = personArchive.groups
    .map((group) => ({
      group,
      names: group.fields.filter((one) => one in file.values && (file.correctable.includes(one) || (file.values[one] ?? null) !== null)),
    }))
    .filter(({ names }) => names.length > 0)
  const forget = async () => {
    await api.call(faceEndpoints.withdrawOwn, {})
    toast(words.faceGone)
    await reload()
  }
  return (
    <>
      <Box className="card">
        <Box className="heading">{file.title}</Box>
        <Box className="secondary">{file.place}</Box>
        <Box className="small">{say(words.source(source[language], file.enteredAt.slice(0, 10)))}</Box>
      </Box>
      {shown.map(({ group, names }) => (
        <CellGroup key={group.name} title={group.text[language]}>
          {names.map((one) => {
            const field = fieldOf(personArchive, one)
            const may = file.correctable.includes(one)
            return (
              <Cell
                key={one}
                id={`own-${one}`}
                title={field.label[language]}
                extra={told(field, file.values[one]) || say(visitWords.empty)}
                {...(may ? { onTap: () => setName(one) } : {})}
              />
            )
          })}
        </CellGroup>
      ))}
      <CellGroup title={say(words.face)}>
        <Cell
          title={say(words.face)}
          hint={file.faceConsentOn ? say(visitWords.faceKept(file.faceConsentOn)) : say(words.faceNone)}
          extra={
            file.faceConsentOn ? (
              <LinkButton id="face-forget" icon="trash" onTap={() => void forget()}>
                {say(words.faceWithdraw)}
              </LinkButton>
            ) : undefined
          }
        />
      </CellGroup>
      {name ? (
        <CorrectSheet
          file={file}
          name={name}
          onClose={() => setName(undefined)}
          onSent={() => {
            setName(undefined)
            toast(words.sent)
            void reload()
          }}
        />
      ) : null}
    </>
  )
}

const looks: Readonly<Record<ReviewState, { tone: Tone; icon: IconName }>> = {
  pending: { tone: 'info', icon: 'clock' },
  asked: { tone: 'accent', icon: 'alert' },
  accepted: { tone: 'success', icon: 'check' },
  partial: { tone: 'success', icon: 'check' },
  rejected: { tone: 'neutral', icon: 'return' },
  withdrawn: { tone: 'neutral', icon: 'return' },
}

function Request({ review, reload }: { review: Review; reload: () => Promise<void> }) {
  const say = useSay()
  const { language } = useSettings()
  const { send, sending } = useSend(reviewEndpoints.withdraw)
  const names = review.fields.map((name) => personArchive.fields[name]?.label[language] ?? name).join('、')
  const withdraw = async () => {
    await send({ params: { id: review.id }, body: { version: review.version } })
    await reload()
  }
  return (
    <Box className="card" id={`request-${review.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{names}</Box>
        <Tag {...looks[review.state]} words={say(reviewStateTexts[review.state])} />
      </Box>
      <Box className="row between gap-8">
        <Box className="small">
          <TimeText at={Date.parse(review.proposedAt)} />
        </Box>
        {review.state === 'pending' || review.state === 'asked' ? (
          <LinkButton icon="return" disabled={sending} onTap={() => void withdraw()}>
            {say(words.withdraw)}
          </LinkButton>
        ) : null}
      </Box>
      {review.reason ? <Box className="secondary">{say(words.reason(review.reason))}</Box> : null}
    </Box>
  )
}
