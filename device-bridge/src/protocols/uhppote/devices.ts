import type { Signal } from '../../traits/trait.ts'
import { type ControllerEvent, reasons } from './codec.ts'

/** What an event of a controller means in the words of the house. */
export function signalsOfEvent(event: ControllerEvent): Signal[] {
  const { door, index: record, direction } = event
  const at = { door }
  const reason = reasons[event.reason] ?? `reason ${event.reason}`
  if (event.kind === 'overwritten')
    return [
      {
        type: 'device.log',
        values: { level: 'warning', code: 'record-lost', text: `record ${record} was overwritten before it was read` },
      },
    ]
  if (event.kind === 'swipe')
    return [
      {
        type: 'passage',
        values: {
          ...at,
          isGranted: event.isGranted,
          method: 'card',
          credential: String(event.card),
          record,
          ...(direction ? { direction } : {}),
          ...(event.isGranted ? {} : { reason }),
        },
      },
    ]
  switch (event.reason) {
    case 20:
      return [{ type: 'door.button', values: at }]
    case 23:
      return [{ type: 'door.opened', values: at }]
    case 24:
      return [{ type: 'door.closed', values: at }]
    case 25:
      return [{ type: 'passage', values: { ...at, isGranted: true, method: 'password', record } }]
    case 28:
    case 29:
      return [{ type: 'device.restarted', values: { reason } }]
    case 34:
      return [{ type: 'door.duress', values: at }]
    case 37:
      return [{ type: 'door.held-open', values: at }]
    case 38:
      return [{ type: 'door.forced', values: at }]
    case 39:
      return [{ type: 'door.mode', values: { ...at, mode: 'released-by-fire' } }]
    case 44:
    case 45:
      return [{ type: 'door.unlocked', values: { ...at, by: 'remote' } }]
    default:
      return event.kind === 'none'
        ? []
        : [
            {
              type: 'event.reported',
              values: {
                name: `reason-${event.reason}`,
                level: event.kind === 'alarm' ? 'alarm' : 'info',
                properties: { door, reason, record },
              },
            },
          ]
  }
}
