import { useSubmit } from '@liren/client'
import type { AnyEndpoint, Text } from '@liren/contract'
import { attachmentsOf, type KeptPhoto } from './photos/use-photos'
import { useToast } from './toast'

interface Draft {
  key(): string
  done(): Promise<void>
}

interface Sent {
  readonly endpoint: AnyEndpoint
  /** Where the path of the endpoint names a record. */
  readonly path?: string
  readonly body: Readonly<Record<string, unknown>>
  readonly photos: readonly KeptPhoto[]
  /** The field of the body that takes the ids of the photos. */
  readonly field: string
  readonly label: Text
  readonly thanks: Text
}

/** Sends a draft with its photos through the outbox: what is refused stays a draft, what went out is one no more. */
export function useSendDraft(draft: Draft, onDone: () => void) {
  const toast = useToast()
  const { submit, sending, error, faults } = useSubmit()
  const send = async ({ endpoint, path = endpoint.path, body, photos, field, label, thanks }: Sent): Promise<void> => {
    const sent = await submit({
      ...{ record: `draft:${draft.key()}`, endpointId: endpoint.id, method: 'POST', path, body },
      ...{ attachments: attachmentsOf(photos, field), label, key: draft.key() },
    })
    if (sent.state === 'refused') return
    await draft.done()
    toast(thanks)
    onDone()
  }
  return { send, sending, error, faults }
}
