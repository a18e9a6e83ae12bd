import type { DeviceEvent } from '@liren/contract/device-events'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { tellStates } from './command-states.ts'
import { devicesByCode, type Known, keepDevices, newDevice, quarantine } from './known.ts'
import { releasedModels } from './models.ts'
import { keepPoints } from './points.ts'
import { eventFault, propertiesTold, type Told } from './properties.ts'
import { report } from './shadow.ts'
import { hideShown } from './shown.ts'
import { tellOthers } from './tell.ts'

export interface Outcome {
  readonly applied: number
  readonly repeated: number
  readonly quarantined: number
  readonly refused: number
}

export interface Sender {
  readonly id: string
  readonly code: string
}

/** An event that was new, with its own row's id and why the model did not take it, if so. */
export interface Applied {
  readonly id: string
  readonly event: DeviceEvent
  /** What was shown at a reader, whole. */
  readonly sealed?: string
  readonly fault: string | undefined
}

/** Whoever reckons with what was told, in the transaction of the batch. */
export type Listen = (speakers: readonly Known[], told: ReadonlyMap<string, readonly Told[]>) => Promise<void>

type Context = Pick<RequestContext, 'tx' | 'now' | 'emit'> & { readonly listen?: Listen }

/**
 * Keeps every event once, by device and number, and brings shadow, series, commands and the device's own row up to
 * date. An event that the device's model does not know is kept with its fault and changes nothing else.
 */
export async function ingest(kernel: Kernel, sender: Sender, events: readonly DeviceEvent[], ctx: Context): Promise<Outcome> {
  const byDevice = new Map<string, DeviceEvent[]>()
  for (const event of events) byDevice.set(event.device, [...(byDevice.get(event.device) ?? []), event])
  const known = await devicesByCode(kernel, [...byDevice.keys()], ctx.tx)
  const models = await releasedModels(
    kernel,
    [...known.values()].flatMap((device) => device.product_id ?? []),
    ctx.tx,
  )

  const outcome = { applied: 0, repeated: 0, quarantined: 0, refused: 0 }
  const taken: { device: Known; applied: Applied[] }[] = []
  const told = new Map<string, Told[]>()
  for (const [code, all] of byDevice) {
    const device = known.get(code) ?? newDevice(kernel, code, sender)
    if (device.bridge_id !== null && device.bridge_id !== sender.id) {
      outcome.refused += all.length
      await writeDownForeign(kernel, sender, device, all.length, ctx.tx)
      continue
    }
    const fresh = afterSequence(all, device.sequence)
    outcome.repeated += all.length - fresh.length
    if (fresh.length === 0) continue
    const model = device.product_id === null ? undefined : models.get(device.product_id)
    const applied = fresh.map((event) => {
      const id = kernel.ids.next()
      return { id, ...hideShown(kernel, id, event), fault: faultOf(device, event, model && ((one) => eventFault(model, one))) }
    })
    const good = applied.filter((one) => one.fault === undefined)
    outcome.applied += good.length
    outcome.refused += applied.length - good.length
    if (device.place_path === quarantine) outcome.quarantined += good.length
    if (model)
      told.set(
        device.id,
        good.flatMap(({ event }) => propertiesTold(model, event)),
      )
    taken.push({ device, applied })
  }
  await keepEvents(kernel, taken, ctx.tx)
  await keepDevices(kernel, sender.id, taken, ctx)
  await report(kernel, told, ctx.now, ctx.tx)
  await keepPoints(kernel, told, ctx.tx)
  await ctx.listen?.(
    taken.map(({ device }) => device),
    told,
  )
  await tellStates(kernel, taken, ctx)
  await tellOthers(taken, models, sender, ctx)
  return outcome
}

function faultOf(device: Known, event: DeviceEvent, byModel: ((event: DeviceEvent) => string | undefined) | undefined): string | undefined {
  if (device.stage === 'retired' || device.stage === 'stopped') return device.stage
  return byModel?.(event)
}

/** In the order of their numbers, without those that were there before. */
function afterSequence(events: readonly DeviceEvent[], last: number): DeviceEvent[] {
  const fresh: DeviceEvent[] = []
  let reached = last
  for (const event of [...events].sort((a, b) => a.sequence - b.sequence)) {
    if (event.sequence <= reached) continue
    reached = event.sequence
    fresh.push(event)
  }
  return fresh
}

async function keepEvents(kernel: Kernel, taken: readonly { device: Known; applied: readonly Applied[] }[], tx: Tx): Promise<void> {
  const rows = taken.flatMap(({ device, applied }) => applied.map((one) => ({ device, ...one })))
  for (let from = 0; from < rows.length; from += 100) {
    const part = rows.slice(from, from + 100)
    const params: SqlValue[] = part.flatMap(({ device, id, event, fault }) => [
      ...[id, device.id, device.epoch, event.sequence, event.type, event.at, event.heardAt],
      ...[JSON.stringify(event.values), fault ?? null],
    ])
    const marks = part.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')
    await kernel.store.run(
      `INSERT INTO device_events (id, device_id, epoch, sequence, type, happened_at, heard_at, content, fault) VALUES ${marks}`,
      params,
      tx,
    )
  }
}

/** A bridge that speaks for a device of another one is refused, and that it tried is written down. */
const writeDownForeign = (kernel: Kernel, sender: Sender, device: Known, events: number, tx: Tx): Promise<void> =>
  kernel.audit.write(
    {
      ...{ actorId: sender.id, actorKind: 'device', action: 'device.foreign-bridge', subject: 'device', subjectId: device.id },
      ...{ placePath: device.place_path, result: 'refused', ip: null, requestId: null, reason: `${sender.code}: ${events}` },
    },
    tx,
  )
