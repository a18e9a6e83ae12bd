import { useSend, useSettings } from '@liren/client'
import { fieldOf } from '@liren/contract/archive/archive'
import { personArchive } from '@liren/contract/capabilities/person'
import { type OwnFile, reviewEndpoints } from '@liren/contract/capabilities/review'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { type FieldInput, FileFieldRow } from '@/parts/file-field'
import { FormRow, faultOf } from '@/parts/form'
import { PhotoPicker } from '@/parts/photos/picker'
import type { KeptPhoto } from '@/parts/photos/use-photos'
import { Sheet } from '@/parts/sheet'
import { VoiceText } from '@/parts/voice-text'
import { useSay } from '@/words/kit'
import { ownWords as words } from '@/words/visit'

interface CorrectSheetProps {
  readonly file: OwnFile
  readonly name: string
  readonly onClose: () => void
  readonly onSent: () => void
}

const masked = new Set(['idNumber', 'permitNumber'])

/** One value to be put right, why, and the proof of it. */
export function CorrectSheet({ file, name, onClose, onSent }: CorrectSheetProps) {
  const say = useSay()
  const { language } = useSettings()
  const field = fieldOf(personArchive, name)
  const [value, setValue] = useState<FieldInput | undefined>()
  const [note, setNote] = useState('')
  const [photos, setPhotos] = useState<readonly KeptPhoto[]>([])
  const { send, sending, error, faults } = useSend(reviewEndpoints.correct)
  const isReady = value !== undefined && photos.every(({ uploadedId }) => uploadedId !== undefined)
  const submit = async () => {
    if (value === undefined) return
    const evidence = photos.flatMap(({ uploadedId }) => uploadedId ?? [])
    const body = { version: file.version, values: { [name]: value }, evidence, ...(note.trim() === '' ? {} : { note: note.trim() }) }
    if ((await send({ body })) !== null) onSent()
  }
  return (
    <Sheet
      open
      id="correct-sheet"
      title={say(words.edit(field.label[language]))}
      onClose={onClose}
      footer={
        <PrimaryButton id="correct-send" busy={sending} disabled={!isReady} onTap={() => void submit()}>
          {say(words.send)}
        </PrimaryButton>
      }
    >
      <ErrorNote error={error} />
      <FileFieldRow
        id={`correct-${name}`}
        field={field}
        before={file.values[name] ?? null}
        isMasked={masked.has(name)}
        value={value}
        onChange={setValue}
        fault={faultOf(faults, `body.values.${name}`)}
      />
      <FormRow title={say(words.why)} optional>
        <VoiceText
          id="correct-note"
          maxLength={300}
          label={say(words.why)}
          value={note}
          placeholder={say(words.whyPlaceholder)}
          onChange={setNote}
        />
      </FormRow>
      <FormRow title={say(words.proof)} optional>
        <PhotoPicker kept={photos} onChange={setPhotos} most={4} />
      </FormRow>
    </Sheet>
  )
}
