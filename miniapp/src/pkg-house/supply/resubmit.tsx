import { useDraft, useSubmit } from '@liren/client'
import { type OwnSupply, supplyEndpoints } from '@liren/contract/capabilities/supply'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { attachmentsOf, type KeptPhoto } from '@/parts/photos/use-photos'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { supplyWords as words } from '@/words/supply'
import { Papers } from './papers'

/** What was missing, added to what was there. */
export function Resubmit({ application, onDone }: { application: OwnSupply; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { value, change, ...draft } = useDraft<{ note: string; photos: readonly KeptPhoto[] }>(`supply-${application.id}`, {
    note: application.note,
    photos: [],
  })
  const { submit, sending, error } = useSubmit()
  const send = async () => {
    const sent = await submit({
      record: `draft:${draft.key()}`,
      endpointId: supplyEndpoints.resubmit.id,
      method: 'POST',
      path: supplyEndpoints.resubmit.path.replace(':id', application.id),
      body: { version: application.version, note: value.note.trim(), materials: [] },
      attachments: attachmentsOf(value.photos, 'materials'),
      label: words.resubmit,
      key: draft.key(),
    })
    if (sent.state === 'refused') return
    await draft.done()
    toast(words.sent)
    onDone()
  }
  return (
    <>
      <Box className="card card-flush">
        <Papers note={value.note} photos={value.photos} onChange={change} />
      </Box>
      <ErrorNote error={error} />
      <PrimaryButton id="supply-resubmit" busy={sending} onTap={() => void send()}>
        {say(words.resubmit)}
      </PrimaryButton>
    </>
  )
}
