import { useClient, useDraft, useSubmit } from '@liren/client'
import { type AskKind, askKindNames, askKinds } from '@liren/contract/capabilities/housekeeper'
import { useState } from 'react'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { talkWords as words } from '@/words/talk'
import { PrimaryButton } from '../button'
import { DraftBar } from '../draft-bar'
import { ErrorNote } from '../error-panel'
import { Choices, FormRow, faultOf } from '../form'
import { PhotoPicker } from '../photos/picker'
import { attachmentsOf, type KeptPhoto } from '../photos/use-photos'
import { useToast } from '../toast'
import { VoiceText } from '../voice-text'

interface Words {
  readonly kind: AskKind
  readonly text: string
  readonly photos: KeptPhoto[]
}
const blank: Words = { kind: 'message', text: '', photos: [] }

interface ComposerProps {
  /** Keeps drafts of several conversations apart. */
  readonly name: string
  readonly to: { readonly endpointId: string; readonly path: string; readonly body: Readonly<Record<string, unknown>> }
  /** A resident says what it is about; an answer is an answer. */
  readonly kinds?: boolean
  readonly hint: string
  readonly onSent: () => void
}

/** Words and photos to the other side; kept on the phone until they have arrived. */
export function Composer({ name, to, kinds = false, hint, onSent }: ComposerProps) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const draft = useDraft<Words>(`talk-${name}`, blank)
  const { submit, sending, error, faults } = useSubmit()
  const [missing, setMissing] = useState(false)
  const { value, change } = draft

  const send = async () => {
    if (value.text.trim() === '') return setMissing(true)
    setMissing(false)
    const key = draft.key()
    const sent = await submit({
      record: `talk:${name}:${key}`,
      endpointId: to.endpointId,
      method: 'POST',
      path: to.path,
      body: { ...to.body, ...(kinds ? { kind: value.kind } : {}), text: value.text.trim(), photos: [] },
      attachments: attachmentsOf(value.photos),
      label: kinds ? askKinds[value.kind] : words.answer,
      key,
    })
    if (sent.state === 'refused') return
    await draft.done()
    change(blank)
    platform.vibrate('success')
    toast(sent.state === 'done' ? words.sent : words.queued)
    onSent()
  }

  return (
    <Box className="stack gap-12" id="composer">
      <DraftBar draft={draft.earlier} onTakeUp={draft.takeUp} onThrowAway={draft.throwAway} />
      <Box className="card card-flush">
        {kinds ? (
          <FormRow title={say(words.what)}>
            <Choices
              label={say(words.what)}
              value={value.kind}
              options={askKindNames.map((kind) => ({ value: kind, words: say(askKinds[kind]), id: `kind-${kind}` }))}
              onChange={(kind) => change({ kind })}
            />
          </FormRow>
        ) : null}
        <FormRow
          title={say(words.say)}
          fault={missing && value.text.trim() === '' ? { path: 'body.text', ...words.empty } : faultOf(faults, 'body.text')}
        >
          <VoiceText
            id="talk-text"
            value={value.text}
            onChange={(next) => change({ text: next })}
            label={say(words.say)}
            placeholder={hint}
            maxLength={1000}
          />
        </FormRow>
        <FormRow title={say(words.photos)} optional fault={faultOf(faults, 'body.photos')}>
          <PhotoPicker kept={value.photos} most={6} onChange={(photos) => change({ photos })} />
        </FormRow>
      </Box>
      <ErrorNote error={error} />
      <PrimaryButton id="talk-send" busy={sending} onTap={() => void send()}>
        {say(words.send)}
      </PrimaryButton>
    </Box>
  )
}
