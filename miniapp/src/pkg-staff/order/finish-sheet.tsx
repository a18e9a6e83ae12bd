import { exactTime, useClient, useDraft } from '@liren/client'
import type { Fault } from '@liren/contract'
import type { Repair } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { DraftBar } from '@/parts/draft-bar'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow, faultOf } from '@/parts/form'
import { useMe } from '@/parts/me'
import { PhotoPicker } from '@/parts/photos/picker'
import { attachmentsOf, type KeptPhoto } from '@/parts/photos/use-photos'
import { Sheet } from '@/parts/sheet'
import { VoiceText } from '@/parts/voice-text'
import { useSay } from '@/words/kit'
import { staffWords as words } from '@/words/staff'
import { useStep } from '../parts/use-step'
import { blankMaterial, type MaterialDraft, Materials, materialsOf } from './materials'

interface Value {
  readonly photos: readonly KeptPhoto[]
  readonly materials: readonly MaterialDraft[]
  readonly note: string
}
const blank: Value = { photos: [], materials: [], note: '' }

interface FinishSheetProps {
  readonly repair: Repair
  readonly onClose: () => void
  readonly onDone: (state: 'done' | 'waiting' | 'refused') => void
}

/** Photo first, materials if any, done: three taps. */
export function FinishSheet({ repair, onClose, onDone }: FinishSheetProps) {
  const say = useSay()
  const { platform } = useClient()
  const { me } = useMe()
  const { value, change, ...draft } = useDraft<Value>(`finish-${repair.id}`, blank)
  const { take, sending, error, faults: refused } = useStep()
  const [own, setOwn] = useState<readonly Fault[]>([])
  const faults = own.length > 0 ? own : refused
  const now = platform.clock.now()
  const watermark = [exactTime(now), say(words.watermarkPlace(repair.place.label)), say(words.watermarkWorker(me?.user.name ?? ''))]

  const send = async () => {
    const materials = materialsOf(value.materials)
    const missing: Fault[] = [
      ...(value.photos.length === 0 ? [{ path: 'body.photos', ...words.proofFault }] : []),
      ...(materials === undefined ? [{ path: 'body.materials', ...words.materialFault }] : []),
    ]
    setOwn(missing)
    if (missing.length > 0 || materials === undefined) return
    const body = {
      photos: [],
      at: new Date(now).toISOString(),
      ...(materials.length > 0 ? { materials } : {}),
      ...(value.note.trim() === '' ? {} : { note: value.note.trim() }),
    }
    const sent = await take(repair, 'finish', body, attachmentsOf(value.photos))
    if (sent.state === 'refused') return
    await draft.done()
    onDone(sent.state)
  }

  return (
    <Sheet
      open
      id="finish-sheet"
      title={say(words.finishTitle)}
      onClose={onClose}
      footer={
        <PrimaryButton id="finish-send" busy={sending} onTap={() => void send()}>
          {say(words.submitFinish)}
        </PrimaryButton>
      }
    >
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      <FormRow title={say(words.proof)} fault={faultOf(faults, 'body.photos')}>
        <PhotoPicker kept={value.photos} onChange={(photos) => change({ photos })} watermark={watermark} cameraOnly />
      </FormRow>
      <FormRow title={say(words.materials)} optional fault={faultOf(faults, 'body.materials')}>
        <Materials
          value={value.materials}
          onChange={(materials) => change({ materials })}
          onAdd={() => change({ materials: [...value.materials, blankMaterial] })}
        />
      </FormRow>
      <FormRow title={say(words.note)} optional fault={faultOf(faults, 'body.note')}>
        <VoiceText
          id="finish-note"
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
