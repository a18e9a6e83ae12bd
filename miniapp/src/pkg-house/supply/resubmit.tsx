import { useDraft } from '@liren/client'
import { type OwnSupply, supplyEndpoints } from '@liren/contract/capabilities/supply'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import type { KeptPhoto } from '@/parts/photos/use-photos'
import { useSendDraft } from '@/parts/send-draft'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { supplyWords as words } from '@/words/supply'
import { Papers } from './papers'

/** What was missing, added to what was there. */
export function Resubmit({ application, onDone }: { application: OwnSupply; onDone: () => void }) {
  const say = useSay()
  const { value, change, ...draft } = useDraft<{ note: string; photos: readonly KeptPhoto[] }>(`supply-${application.id}`, {
    note: application.note,
    photos: [],
  })
  const { send, sending, error } = useSendDraft(draft, onDone)
  const again = () =>
    send({
      ...{ endpoint: supplyEndpoints.resubmit, path: supplyEndpoints.resubmit.path.replace(':id', application.id) },
      body: { version: application.version, note: value.note.trim(), materials: [] },
      ...{ photos: value.photos, field: 'materials', label: words.resubmit, thanks: words.sent },
    })
  return (
    <>
      <Box className="card card-flush">
        <Papers note={value.note} photos={value.photos} onChange={change} />
      </Box>
      <ErrorNote error={error} />
      <PrimaryButton id="supply-resubmit" busy={sending} onTap={() => void again()}>
        {say(words.resubmit)}
      </PrimaryButton>
    </>
  )
}
