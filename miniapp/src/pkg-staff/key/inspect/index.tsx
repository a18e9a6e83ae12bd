import { fillPath, useClient, useDraft, useOutbox, useSettings, useSubmit } from '@liren/client'
import { text } from '@liren/contract'
import { findingLevels, hazardEndpoints, type KeyPlace } from '@liren/contract/capabilities/hazard'
import { useCallback, useState } from 'react'
import { BottomBar, LinkButton, PrimaryButton } from '@/parts/button'
import { DraftBar } from '@/parts/draft-bar'
import { EmptyState } from '@/parts/empty-state'
import { Choices, FormRow } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { useToast } from '@/parts/toast'
import { VoiceText } from '@/parts/voice-text'
import { Box } from '@/platform/elements'
import { back, useParams } from '@/platform/nav'
import { keyWords as words } from '@/words/key'
import { useSay } from '@/words/kit'
import { KeyError } from '../../parts/key-error'
import {
  type Answer,
  blankKey,
  countsOf,
  fine,
  inspectionOf,
  isInspection,
  type KeyValue,
  recordOf,
  roomFor,
  takenBack,
} from '../../parts/key-value'
import { useKeyPlace } from '../../parts/use-keys'
import { FindingSheet } from './finding-sheet'
import '@/parts/notes.css'
import './inspect.css'

/** The list of a place, item by item: in order is one tap, what is wrong gets words, level, day and photos. */
export default function InspectPage() {
  const say = useSay()
  return (
    <Page page="pkg-staff/key/inspect" title={words.form}>
      <PermissionGate end="staff" permission="hazard.inspect" preview={say(words.preview)}>
        <One />
      </PermissionGate>
    </Page>
  )
}

function One() {
  const { id = '' } = useParams()
  const { place, ...call } = useKeyPlace(id)
  return (
    <Loaded of={{ ...call, data: place }} shape="detail">
      {(known) => <Form place={known} reload={call.reload} />}
    </Loaded>
  )
}

function Form({ place, reload }: { place: KeyPlace; reload: () => Promise<void> }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { language } = useSettings()
  const { entries, discard } = useOutbox(recordOf(place.id))
  const { value, change, ...draft } = useDraft<KeyValue>(`key-inspect-${place.id}`, blankKey)
  const { submit, sending, error } = useSubmit()
  const [writing, setWriting] = useState<string>()
  const [asked, setAsked] = useState(false)
  const close = useCallback(() => setWriting(undefined), [])
  const mine = entries.filter(isInspection)
  const stopped = mine.find(({ state }) => state === 'stopped')
  const { done, missing, wrong } = countsOf(place, value)
  const answer = (item: string, given: Answer) => change({ answers: { ...value.answers, [item]: given } })
  const rest = () => change({ answers: { ...Object.fromEntries(place.items.map((item) => [item, fine] as const)), ...value.answers } })

  const send = async () => {
    setAsked(true)
    if (missing > 0) return
    const sent = await submit({
      ...{ record: recordOf(place.id), endpointId: hazardEndpoints.inspect.id, method: 'POST' },
      path: fillPath(hazardEndpoints.inspect.path, { id: place.id }),
      ...inspectionOf(place, value, platform.clock.now()),
      label: text(`巡查 ${place.name}`, `Inspection: ${place.name}`),
      carry: { field: 'version', from: 'version' },
      key: draft.key(),
    })
    platform.vibrate(sent.state === 'refused' ? 'warning' : 'success')
    if (sent.state === 'refused') return void reload()
    await draft.done()
    toast(sent.state === 'done' ? words.sent : words.kept)
    back()
  }
  const takeBack = async () => {
    if (!stopped) return
    // sent again at once it must name the place as it is now
    await reload()
    change(takenBack(stopped))
    await discard(stopped.id)
  }

  if (mine.some(({ state }) => state === 'waiting') && !sending)
    return <EmptyState scene="calm" title={say(words.kept)} body={place.name} />
  return (
    <>
      <Box className="card">
        <Box className="heading">{place.name}</Box>
        <Box className="secondary">{place.place.label}</Box>
        <Box className="small" id="inspect-progress" role="status">
          {say(words.progress(done, place.items.length))}
        </Box>
      </Box>
      {stopped ? (
        <Box className="note note-warning note-round wrap" role="alert" id="inspect-stopped">
          <Box className="grow">{say(words.refused(stopped.stoppedBy?.[language] ?? ''))}</Box>
          <LinkButton id="inspect-take-back" onTap={() => void takeBack()}>
            {say(words.takeBack)}
          </LinkButton>
          <LinkButton id="inspect-drop" onTap={() => void discard(stopped.id)}>
            {say(words.throwAway)}
          </LinkButton>
        </Box>
      ) : null}
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      <Box className="card">
        {place.items.map((item, index) => (
          <Item
            key={item}
            index={index}
            item={item}
            answer={value.answers[item]}
            isMissing={asked}
            onFine={() => answer(item, { ...(value.answers[item] ?? fine), isOk: true })}
            onWrong={() => setWriting(item)}
          />
        ))}
        {missing > 0 ? (
          <LinkButton id="inspect-rest" icon="check" onTap={rest}>
            {say(words.allFine)}
          </LinkButton>
        ) : null}
      </Box>
      <Box className="card">
        <FormRow title={say(words.note)} optional>
          <VoiceText
            id="inspect-note"
            value={value.note}
            onChange={(note) => change({ note })}
            label={say(words.note)}
            placeholder={say(words.noteHint)}
            maxLength={500}
          />
        </FormRow>
      </Box>
      {asked && missing > 0 ? (
        <Box className="note note-warning note-round" role="alert" id="inspect-missing">
          {say(words.missing(missing))}
        </Box>
      ) : null}
      <KeyError error={error} />
      <BottomBar>
        <PrimaryButton id="inspect-send" busy={sending} onTap={() => void send()}>
          {say(wrong === 0 ? words.send : words.sendWith(wrong))}
        </PrimaryButton>
      </BottomBar>
      {writing ? (
        <FindingSheet
          place={place}
          item={writing}
          answer={value.answers[writing]}
          most={roomFor(value, writing)}
          onClose={close}
          onKeep={(given) => answer(writing, given)}
        />
      ) : null}
    </>
  )
}

interface ItemProps {
  readonly index: number
  readonly item: string
  readonly answer: Answer | undefined
  readonly isMissing: boolean
  readonly onFine: () => void
  readonly onWrong: () => void
}

function Item({ index, item, answer, isMissing, onFine, onWrong }: ItemProps) {
  const say = useSay()
  const chosen = answer === undefined ? undefined : answer.isOk ? 'fine' : 'wrong'
  const details =
    answer === undefined || answer.isOk
      ? undefined
      : [
          say(findingLevels[answer.level].text),
          ...(answer.dueOn === '' ? [] : [say(words.dueBy(answer.dueOn))]),
          ...(answer.photos.length === 0 ? [] : [say(words.photoCount(answer.photos.length))]),
        ].join(' · ')
  return (
    <Box className={`inspect-item ${isMissing && chosen === undefined ? 'inspect-missing' : ''}`}>
      <Box className="heading">{`${index + 1}. ${item}`}</Box>
      <Choices
        label={item}
        value={chosen}
        options={(['fine', 'wrong'] as const).map((value) => ({ value, words: say(words[value]), id: `item-${index}-${value}` }))}
        onChange={(value) => (value === 'fine' ? onFine() : onWrong())}
      />
      {details ? (
        <Box className="row between gap-8 wrap" id={`item-${index}-said`}>
          <Box className="grow">
            <Box className="keep-lines">{answer?.note}</Box>
            <Box className="small">{details}</Box>
          </Box>
          <LinkButton icon="edit" onTap={onWrong}>
            {say(words.change)}
          </LinkButton>
        </Box>
      ) : null}
    </Box>
  )
}
