import { exactTime, useClient, useDraft } from '@liren/client'
import type { Fault } from '@liren/contract'
import { type Alarm, type AlarmResult, alarmActions, alarmResults } from '@liren/contract/capabilities/alarm'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { DraftBar } from '@/parts/draft-bar'
import { ErrorNote } from '@/parts/error-panel'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { useMe } from '@/parts/me'
import { PhotoPicker } from '@/parts/photos/picker'
import { attachmentsOf, type KeptPhoto } from '@/parts/photos/use-photos'
import { Sheet } from '@/parts/sheet'
import { VoiceText } from '@/parts/voice-text'
import { alarmWords as words } from '@/words/alarm'
import { useSay } from '@/words/kit'
import { useAlarmStep } from '../parts/use-alarm-step'

interface Value {
  readonly result: AlarmResult
  readonly note: string
  readonly photos: readonly KeptPhoto[]
}
const blank: Value = { result: 'real', note: '', photos: [] }
const results = Object.keys(alarmResults) as AlarmResult[]

interface HandleSheetProps {
  readonly alarm: Alarm
  /** What was done about it, or only a word beside. */
  readonly action: 'handle' | 'note'
  readonly onClose: () => void
  readonly onDone: (state: 'done' | 'waiting' | 'refused') => void
}

/** What was found and what was done, with photos of the spot; kept when the network is not there. */
export function HandleSheet({ alarm, action, onClose, onDone }: HandleSheetProps) {
  const say = useSay()
  const { platform } = useClient()
  const { me } = useMe()
  const { value, change, ...draft } = useDraft<Value>(`alarm-${action}-${alarm.id}`, blank)
  const { take, sending, error, faults: refused } = useAlarmStep()
  const [own, setOwn] = useState<readonly Fault[]>([])
  const faults = own.length > 0 ? own : refused
  const watermark = [exactTime(platform.clock.now()), alarm.place.label, say(words.watermarkWorker(me?.user.name ?? ''))]

  const send = async () => {
    const missing: Fault[] = value.note.trim().length < 2 ? [{ path: 'body.note', ...words.noteFault }] : []
    setOwn(missing)
    if (missing.length > 0) return
    const body = { ...(action === 'handle' ? { result: value.result } : {}), note: value.note.trim(), photos: [] }
    const sent = await take(alarm, action, body, attachmentsOf(value.photos))
    if (sent.state === 'refused') return
    await draft.done()
    onDone(sent.state)
  }

  const title = action === 'handle' ? words.handle : alarmActions.note.text
  return (
    <Sheet
      open
      id="handle-sheet"
      title={say(title)}
      onClose={onClose}
      footer={
        <PrimaryButton id="handle-send" busy={sending} onTap={() => void send()}>
          {say(words.send)}
        </PrimaryButton>
      }
    >
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      {action === 'handle' ? (
        <FormRow title={say(words.found)} fault={faultOf(faults, 'body.result')}>
          <Choices
            label={say(words.found)}
            value={value.result}
            options={results.map((result) => ({ value: result, words: say(alarmResults[result]), id: `result-${result}` }))}
            onChange={(result) => change({ result })}
          />
        </FormRow>
      ) : null}
      <FormRow title={say(words.photos)} optional fault={faultOf(faults, 'body.photos')}>
        <PhotoPicker kept={value.photos} onChange={(photos) => change({ photos })} watermark={watermark} />
      </FormRow>
      <FormRow title={say(words.note)} fault={faultOf(faults, 'body.note')}>
        <VoiceText
          id="handle-note"
          value={value.note}
          onChange={(note) => change({ note })}
          label={say(words.note)}
          placeholder={say(words.noteHint)}
          maxLength={1000}
        />
      </FormRow>
      <ErrorNote error={error} />
    </Sheet>
  )
}
