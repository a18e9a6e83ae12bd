import { type Attachment, fillPath, type Submitted, useSubmit } from '@liren/client'
import { type RepairAction, repairActions, repairEndpoints } from '@liren/contract/capabilities/repair'

/** Take a step of an order through the outbox: at once when there is network, later in the same order when not. */
export function useStep() {
  const view = useSubmit()
  const take = (
    order: { readonly id: string; readonly version: number },
    action: RepairAction,
    body: Readonly<Record<string, unknown>> = {},
    attachments: readonly Attachment[] = [],
  ): Promise<Submitted> =>
    view.submit({
      record: `repair:${order.id}`,
      endpointId: repairEndpoints[action].id,
      method: 'POST',
      path: fillPath(repairEndpoints[action].path, { id: order.id }),
      body: { ...body, version: order.version },
      attachments,
      label: repairActions[action].text,
      // the version that the step before this one led to
      carry: { field: 'version', from: 'version' },
    })
  return { ...view, take }
}
