import { fillPath, type Submitted, useClient, useSubmit } from '@liren/client'
import { type Fault, type Text, text } from '@liren/contract'
import { type Repair, type RepairAction, repairActions, repairEndpoints } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow, faultOf } from '@/parts/form'
import { PhotoPicker } from '@/parts/photos/picker'
import { attachmentsOf, type KeptPhoto } from '@/parts/photos/use-photos'
import { Rating } from '@/parts/rating'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { VoiceText } from '@/parts/voice-text'
import { Box } from '@/platform/elements'
import { caseWords as words } from '@/words/case'
import { useSay } from '@/words/kit'

export type ResidentAction = 'confirm' | 'rate' | 'reopen' | 'note' | 'withdraw' | 'urge' | 'resubmit'

/** What each action asks: stars, a reason, a few words, photos. */
const asks: Record<ResidentAction, { stars?: 'needed' | 'welcome'; words?: 'reason' | 'note' | 'comment'; photos?: boolean; ask?: Text }> =
  {
    confirm: { stars: 'welcome', words: 'comment' },
    rate: { stars: 'needed', words: 'comment' },
    reopen: { words: 'reason', photos: true },
    note: { words: 'note', photos: true },
    withdraw: { ask: words.withdrawAsk },
    urge: {},
    resubmit: { words: 'note', photos: true },
  }

const wordHints = {
  reason: { title: words.reason, hint: words.reasonHint },
  note: { title: words.note, hint: words.noteHint },
  comment: { title: words.comment, hint: words.commentHint },
}

interface ActSheetProps {
  readonly action: ResidentAction
  readonly repair: Repair
  readonly onDone: (sent: Submitted) => void
  readonly onClose: () => void
}

/** One sheet for everything a resident does to a repair; nothing is asked that is known. */
export function ActSheet({ action, repair, onDone, onClose }: ActSheetProps) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { submit, sending, error, faults: refused } = useSubmit()
  const [stars, setStars] = useState(action === 'confirm' ? 5 : 0)
  const [typed, setTyped] = useState(action === 'resubmit' ? repair.description : '')
  const [photos, setPhotos] = useState<KeptPhoto[]>([])
  const [own, setOwn] = useState<readonly Fault[]>([])
  const rule = asks[action]
  const faults = own.length > 0 ? own : refused

  const missing = (): Fault[] => {
    const said = typed.trim()
    if (rule.words === 'reason' && said.length < 2) return [{ path: 'body.reason', ...words.reasonFault }]
    if (action === 'note' && said === '' && photos.length === 0) return [{ path: 'body.note', ...words.noteFault }]
    if (rule.stars === 'needed' && stars === 0) return [{ path: 'body.rating', ...text('请选择评分', 'Please choose a rating') }]
    return []
  }

  const send = async () => {
    const lacking = missing()
    setOwn(lacking)
    if (lacking.length > 0) return
    const said = typed.trim()
    const versioned = action === 'urge' || action === 'note' ? {} : { version: repair.version }
    const field = action === 'resubmit' ? 'description' : rule.words
    const sent = await submit({
      // what names no version waits for nothing, and nothing waits for it
      record: 'version' in versioned ? `repair:${repair.id}` : `repair:${repair.id}:${action}`,
      endpointId: repairEndpoints[action].id,
      method: 'POST',
      path: fillPath(repairEndpoints[action].path, { id: repair.id }),
      body: {
        ...versioned,
        ...(rule.stars && stars > 0 ? { rating: stars } : {}),
        ...(field && said !== '' ? { [field]: said } : {}),
      },
      ...(photos.length > 0 ? { attachments: attachmentsOf(photos) } : {}),
      label: repairActions[action].text,
      ...('version' in versioned ? { carry: { field: 'version', from: 'version' } } : {}),
    })
    if (sent.state !== 'refused') {
      platform.vibrate('success')
      toast(sent.state === 'waiting' ? words.queued : (words.done[action as RepairAction] ?? repairActions[action].text))
      onDone(sent)
    } else if (sent.error.code === 'stale') onDone(sent)
  }

  return (
    <Sheet
      open
      id="act-sheet"
      title={say(repairActions[action].text)}
      onClose={onClose}
      footer={
        <PrimaryButton id="act-send" busy={sending} onTap={() => void send()}>
          {say(repairActions[action].text)}
        </PrimaryButton>
      }
    >
      {rule.ask ? <Box>{say(rule.ask)}</Box> : null}
      {rule.stars ? (
        <FormRow title={say(words.myRating)} fault={faultOf(faults, 'body.rating')}>
          <Rating value={stars} onChange={setStars} />
        </FormRow>
      ) : null}
      {rule.words ? (
        <FormRow title={say(wordHints[rule.words].title)} fault={faultOf(faults, `body.${rule.words}`)}>
          <VoiceText
            id="act-words"
            value={typed}
            onChange={setTyped}
            label={say(wordHints[rule.words].title)}
            placeholder={say(wordHints[rule.words].hint)}
            maxLength={rule.words === 'reason' ? 500 : 1000}
          />
        </FormRow>
      ) : null}
      {rule.photos ? (
        <FormRow title={say(words.photos)} optional>
          <PhotoPicker kept={photos} onChange={setPhotos} />
        </FormRow>
      ) : null}
      <ErrorNote error={error} />
    </Sheet>
  )
}
