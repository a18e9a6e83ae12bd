import { exactTime, fillPath, useClient, useSubmit } from '@liren/client'
import type { Fault } from '@liren/contract'
import { type ClearingTask, wasteEndpoints } from '@liren/contract/capabilities/waste'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { FormRow, faultOf } from '@/parts/form'
import { PhotoPicker } from '@/parts/photos/picker'
import { attachmentsOf, type KeptPhoto } from '@/parts/photos/use-photos'
import { Sheet } from '@/parts/sheet'
import { useToast } from '@/parts/toast'
import { useSay } from '@/words/kit'
import { wasteWords as words } from '@/words/waste'

/** The photo that shows the empty bin; kept and sent later where there is no network. */
export function ClearSheet({ task, onClose, onDone }: { task: ClearingTask; onClose: () => void; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { submit, sending, error, faults: refused } = useSubmit()
  const [photos, setPhotos] = useState<readonly KeptPhoto[]>([])
  const [own, setOwn] = useState<readonly Fault[]>([])
  const faults = own.length > 0 ? own : refused

  const send = async () => {
    const missing: Fault[] = photos.length === 0 ? [{ path: 'body.photos', ...words.photoFault }] : []
    setOwn(missing)
    if (missing.length > 0) return
    const sent = await submit({
      ...{ record: `waste:${task.id}`, endpointId: wasteEndpoints.clear.id, method: 'POST' as const },
      path: fillPath(wasteEndpoints.clear.path, { id: task.id }),
      body: { version: task.version, photos: [] },
      attachments: attachmentsOf(photos),
      label: words.clearTitle,
    })
    if (sent.state === 'refused') return
    if (sent.state === 'waiting') toast(words.queued)
    onDone()
  }

  return (
    <Sheet
      open
      id="clear-sheet"
      title={say(words.clearTitle)}
      onClose={onClose}
      footer={
        <PrimaryButton id="clear-send" busy={sending} onTap={() => void send()}>
          {say(words.send)}
        </PrimaryButton>
      }
    >
      <FormRow title={say(words.photos)} fault={faultOf(faults, 'body.photos')}>
        <PhotoPicker kept={photos} onChange={setPhotos} watermark={[exactTime(platform.clock.now()), task.bin.name]} />
      </FormRow>
      <ErrorNote error={error} />
    </Sheet>
  )
}
