import { exactTime, useClient } from '@liren/client'
import type { Fault } from '@liren/contract'
import { type FindingLevel, findingLevelNames, findingLevels, type KeyPlace } from '@liren/contract/capabilities/hazard'
import { useEffect, useRef, useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { Choices, FormRow, faultOf } from '@/parts/form'
import { useMe } from '@/parts/me'
import { PhotoPicker } from '@/parts/photos/picker'
import { Sheet } from '@/parts/sheet'
import { VoiceText } from '@/parts/voice-text'
import { Box, DayField } from '@/platform/elements'
import { keyWords as words } from '@/words/key'
import { useSay } from '@/words/kit'
import { type Answer, fine, usualDay } from '../../parts/key-value'

interface FindingSheetProps {
  readonly place: KeyPlace
  readonly item: string
  readonly answer: Answer | undefined
  /** So many photos this one may still have. */
  readonly most: number
  readonly onClose: () => void
  /** Every stroke goes into the draft of the form. */
  readonly onKeep: (answer: Answer) => void
}

/** What is wrong with one item: in words, how bad, until when, and how it looks. */
export function FindingSheet({ place, item, answer, most, onClose, onKeep }: FindingSheetProps) {
  const say = useSay()
  const { me } = useMe()
  const { platform } = useClient()
  // an upload that ends after the sheet was closed must not bring back what stood in it then
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const today = exactTime(platform.clock.now()).slice(0, 10)
  const given = answer && !answer.isOk ? answer : { ...(answer ?? fine), isOk: false, dueOn: answer?.dueOn || usualDay('minor', today) }
  const keep = (part: Partial<Answer>) => onKeep({ ...given, ...part })
  const watermark = [exactTime(platform.clock.now()), place.place.label, say(words.watermark(me?.user.name ?? ''))]

  const save = () => {
    const missing: Fault[] = given.note.trim().length < 2 ? [{ path: 'note', ...words.whatMissing }] : []
    setFaults(missing)
    if (missing.length === 0) onClose()
  }
  return (
    <Sheet
      open
      id="finding-sheet"
      title={item}
      onClose={onClose}
      footer={
        <PrimaryButton id="finding-save" onTap={save}>
          {say(words.save)}
        </PrimaryButton>
      }
    >
      <FormRow title={say(words.what)} fault={faultOf(faults, 'note')}>
        <VoiceText
          id="finding-note"
          value={given.note}
          onChange={(note) => keep({ note })}
          label={say(words.what)}
          placeholder={say(words.whatHint)}
          maxLength={200}
        />
      </FormRow>
      <FormRow title={say(words.level)}>
        <Choices<FindingLevel>
          label={say(words.level)}
          value={given.level}
          options={findingLevelNames.map((level) => ({ value: level, words: say(findingLevels[level].text), id: `level-${level}` }))}
          onChange={(level) => keep({ level, dueOn: usualDay(level, today) })}
        />
      </FormRow>
      <FormRow title={say(words.dueOn)}>
        <DayField
          id="finding-due"
          className="input"
          value={given.dueOn}
          min={today}
          onChange={(dueOn) => keep({ dueOn })}
          label={say(words.dueOn)}
          placeholder={say(words.dueOn)}
        />
      </FormRow>
      <FormRow title={say(words.photos)} optional>
        <PhotoPicker kept={given.photos} onChange={(photos) => isHere.current && keep({ photos })} most={most} watermark={watermark} />
      </FormRow>
      <Box className="small">{place.place.label}</Box>
    </Sheet>
  )
}
