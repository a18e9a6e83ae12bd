import type { ThingModel } from '@liren/contract/thing/model'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Applied, Sender } from './ingest.ts'
import { type Known, quarantine, unsaid } from './known.ts'

/** One event of a device as others hear of it: `device.told` carries a list of these. */
export interface ToldEvent {
  readonly id: string
  readonly deviceId: string
  readonly device: string
  readonly productId: string | null
  readonly placePath: string
  readonly type: string
  readonly at: number
  readonly values: Readonly<Record<string, unknown>>
  /** What was shown at a reader, for whoever judges it. */
  readonly sealed?: string
}

type Taken = readonly { device: Known; applied: readonly Applied[] }[]

/** City, street, community, estate: who watches a place hears of all devices below it. */
const estateOf = (path: string): string => `/${path.split('/').filter(Boolean).slice(0, 4).join('/')}/`

/**
 * Two kinds of news: one `device.told` for each estate with everything its devices said, for those who reckon with
 * it; one `device.changed` for each device that somebody may be waiting for.
 */
export async function tellOthers(
  taken: Taken,
  models: ReadonlyMap<string, ThingModel>,
  sender: Sender,
  { emit }: Pick<RequestContext, 'emit'>,
): Promise<void> {
  const byEstate = new Map<string, ToldEvent[]>()
  for (const { device, applied } of taken) {
    if (device.place_path === quarantine) continue
    const good = applied.filter((one) => one.fault === undefined)
    const estate = estateOf(device.place_path)
    const list = byEstate.get(estate) ?? []
    byEstate.set(estate, list)
    for (const { id, event, sealed } of good)
      if (!unsaid.has(event.type))
        list.push({
          ...{ id, deviceId: device.id, device: device.code, productId: device.product_id, placePath: device.place_path },
          ...{ type: event.type, at: event.at, values: event.values as Record<string, unknown> },
          ...(sealed === undefined ? {} : { sealed }),
        })
    const last = good
      .filter(({ event }) => isNews(event.type, device.product_id === null ? undefined : models.get(device.product_id)))
      .at(-1)
    if (last)
      await emit({
        name: 'device.changed',
        subject: 'device',
        subjectId: device.id,
        payload: { type: last.event.type, at: last.event.at },
        live: { placePath: device.place_path, permission: 'device.read' },
      })
  }
  for (const [placePath, events] of byEstate)
    if (events.length > 0)
      await emit({
        name: 'device.told',
        subject: 'bridge',
        subjectId: sender.id,
        payload: { events },
        live: { placePath, permission: 'device.read' },
      })
}

const reading = /\.(read|metered|state|level|signal|temperature|clock|reported|vibration|counted|levelled|reading|factor|log)$/

/** Readings are looked up; what somebody may be waiting for is told by name at once. */
function isNews(type: string, model: ThingModel | undefined): boolean {
  if (type === 'command.state') return true
  if (unsaid.has(type)) return false
  return model?.events.some((one) => one.code === type) || !reading.test(type)
}
