import { FormRow } from '@/parts/form'
import { PhotoPicker } from '@/parts/photos/picker'
import type { KeptPhoto } from '@/parts/photos/use-photos'
import { VoiceText } from '@/parts/voice-text'
import { useSay } from '@/words/kit'
import { supplyWords as words } from '@/words/supply'

interface PapersProps {
  readonly note: string
  readonly photos: readonly KeptPhoto[]
  readonly onChange: (change: { note?: string; photos?: readonly KeptPhoto[] }) => void
}

/** A word about it, and photos of the papers. */
export function Papers({ note, photos, onChange }: PapersProps) {
  const say = useSay()
  return (
    <>
      <FormRow title={say(words.note)} optional>
        <VoiceText
          id="supply-note"
          value={note}
          onChange={(typed) => onChange({ note: typed })}
          label={say(words.note)}
          placeholder={say(words.noteHint)}
          maxLength={300}
        />
      </FormRow>
      <FormRow title={say(words.materials)} optional hint={say(words.materialsHint)}>
        <PhotoPicker kept={photos} most={9} onChange={(next) => onChange({ photos: next })} />
      </FormRow>
    </>
  )
}
