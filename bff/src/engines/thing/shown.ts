import type { DeviceEvent } from '@liren/contract/device-events'
import type { Kernel } from '../../kernel/kernel.ts'
import type { ToldEvent } from './tell.ts'

const at = (row: string) => ({ table: 'device_events', column: 'shown', row })
const kept = 2

/**
 * What somebody shows or types at a reader opens doors: the event keeps its end only, and whoever judges it is given
 * the whole under seal, as long as the news lasts.
 */
export function hideShown({ sealer }: Kernel, id: string, event: DeviceEvent): { event: DeviceEvent; sealed?: string } {
  if (event.type !== 'code.read') return { event }
  const { text } = event.values
  const end = text.length > 2 * kept ? text.slice(-kept) : ''
  return { event: { ...event, values: { ...event.values, text: `…${end}` } }, sealed: sealer.seal(text, at(id)) }
}

export const openShown = ({ sealer }: Kernel, { id, sealed }: Pick<ToldEvent, 'id' | 'sealed'>): string =>
  sealed === undefined ? '' : sealer.open(sealed, at(id))
