import { type Attachment, fillPath, type Submitted, useSubmit } from '@liren/client'
import { type AlarmAction, alarmActions, alarmEndpoints } from '@liren/contract/capabilities/alarm'

/** A step of an alarm through the outbox: at once when there is network, later in the same order when not. */
export function useAlarmStep() {
  const view = useSubmit()
  const take = (
    alarm: { readonly id: string; readonly version: number },
    action: AlarmAction,
    body: Readonly<Record<string, unknown>> = {},
    attachments: readonly Attachment[] = [],
  ): Promise<Submitted> =>
    view.submit({
      ...{ record: `alarm:${alarm.id}`, endpointId: alarmEndpoints[action].id, method: 'POST' as const },
      path: fillPath(alarmEndpoints[action].path, { id: alarm.id }),
      body: action === 'note' ? body : { ...body, version: alarm.version },
      attachments,
      label: alarmActions[action].text,
      // the version that the step before this one led to
      ...(action === 'note' ? {} : { carry: { field: 'version', from: 'version' } }),
    })
  return { ...view, take }
}
