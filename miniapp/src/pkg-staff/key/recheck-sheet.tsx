import { exactTime, fillPath, useClient, useDraft, useSubmit } from '@liren/client'
import { type Fault, text } from '@liren/contract'
import { hazardEndpoints, type KeyPlace, type OpenFinding } from '@liren/contract/capabilities/hazard'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { DraftBar } from '@/parts/draft-bar'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { useMe } from '@/parts/me'
import { PhotoPicker } from '@/parts/photos/picker'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { VoiceText } from '@/parts/voice-text'
import { Box } from '@/platform/elements'
import { keyWords as words } from '@/words/key'
import { useSay } from '@/words/kit'
import { KeyError } from '../parts/key-error'
import { type RecheckValue, recheckOf, recordOf } from '../parts/key-value'

const blank: RecheckValue = { isRectified: true, note: '', photos: [] }
const results = ['rectified', 'notYet'] as const

interface RecheckSheetProps {
  readonly place: KeyPlace
  readonly finding: OpenFinding
  readonly onClose: () => void
  readonly onDone: () => void
  readonly onStale: () => Promise<void>
}

/** One finding, looked at again on the spot. */
export function RecheckSheet({ place, finding, onClose, onDone, onStale }: RecheckSheetProps) {
  const say = useSay()
  const toast = useToast()
  const { me } = useMe()
  const { platform } = useClient()
  const { value, change, ...draft } = useDraft<RecheckValue>(`key-recheck-${place.id}-${finding.item}`, blank)
  const { submit, sending, error } = useSubmit()
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const watermark = [exactTime(platform.clock.now()), place.place.label, say(words.watermark(me?.user.name ?? ''))]

  const send = async () => {
    const missing: Fault[] = !value.isRectified && value.note.trim().length < 2 ? [{ path: 'body.note', ...words.whyMissing }] : []
    setFaults(missing)
    if (missing.length > 0) return
    const sent = await submit({
      ...{ record: recordOf(place.id), endpointId: hazardEndpoints.recheck.id, method: 'POST' },
      path: fillPath(hazardEndpoints.recheck.path, { id: place.id }),
      ...recheckOf(place, finding.item, value, platform.clock.now()),
      label: text(`复查 ${place.name}：${finding.item}`, `Check again: ${place.name}, ${finding.item}`),
      carry: { field: 'version', from: 'version' },
      key: draft.key(),
    })
    platform.vibrate(sent.state === 'refused' ? 'warning' : 'success')
    if (sent.state === 'refused') return void onStale()
    await draft.done()
    toast(sent.state === 'done' ? words.sent : words.kept)
    onDone()
  }

  return (
    <Sheet
      open
      id="recheck-sheet"
      title={say(words.recheckTitle)}
      onClose={onClose}
      footer={
        <PrimaryButton id="recheck-send" busy={sending} onTap={() => void send()}>
          {say(words.recheckSend)}
        </PrimaryButton>
      }
    >
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      <Box className="heading">{finding.item}</Box>
      <Box className="secondary">{finding.note}</Box>
      <FormRow title={say(words.result)}>
        <Choices
          label={say(words.result)}
          value={value.isRectified ? 'rectified' : 'notYet'}
          options={results.map((name) => ({ value: name, words: say(words[name]), id: `recheck-${name}` }))}
          onChange={(name) => change({ isRectified: name === 'rectified' })}
        />
      </FormRow>
      <FormRow title={say(words.photos)} optional>
        <PhotoPicker kept={value.photos} onChange={(photos) => change({ photos })} most={6} watermark={watermark} />
      </FormRow>
      <FormRow title={say(words.why)} optional={value.isRectified} fault={faultOf(faults, 'body.note')}>
        <VoiceText
          id="recheck-note"
          value={value.note}
          onChange={(note) => change({ note })}
          label={say(words.why)}
          placeholder={say(words.whyHint)}
          maxLength={200}
        />
      </FormRow>
      <KeyError error={error} />
    </Sheet>
  )
}
