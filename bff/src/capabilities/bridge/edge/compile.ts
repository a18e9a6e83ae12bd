import type { Page, ResponseOf } from '@liren/contract'
import type { bridge as contract } from '@liren/contract/capabilities/bridge'
import { type EdgeWish, edgeErrors } from '@liren/contract/edge/endpoints'
import { type EdgeOrder, edgeOrderSchema, type Measure, mostEdgeDevices } from '@liren/contract/edge/jobs'
import type { ThingModel } from '@liren/contract/thing/model'
import { releasedModels } from '../../../engines/thing/index.ts'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { among, combine, contains } from '../../../kernel/store/condition.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { underPlaces } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice } from '../../device/read.ts'

type Reach = ResponseOf<(typeof contract)['endpoints']['reach']>

/** A node serves several communities: whoever asks sees and uses the devices of their own. */
const alive = (bridgeId: string, scope: Scope) =>
  combine('AND', [
    { sql: "bridge_id = ? AND kind <> 'bridge' AND stage <> 'retired'", params: [bridgeId] },
    underPlaces('place_path', scope.places),
  ])

/** Where a number of a model is told: one event and one field of it. What is told of several parts is not one number. */
export function sourceOf(model: ThingModel | undefined, property: string): Pick<Measure, 'type' | 'path'> | undefined {
  const found = model?.properties.find((one) => one.code === property)
  return found?.from && found.from.part === undefined ? { type: found.from.event, path: found.from.field } : undefined
}

const modelsOf = (kernel: Kernel, devices: readonly KnownDevice[], tx?: Tx) =>
  releasedModels(
    kernel,
    devices.flatMap(({ productId }) => productId ?? []),
    tx,
  )

const namedBy = ({ text, unit }: ThingModel['properties'][number]) => ({ zh: text.zh, en: text.en, unit: unit ?? null })

/** What these devices call a number; the first model that has it says so. */
export async function numberOf(kernel: Kernel, devices: readonly KnownDevice[], property: string | null) {
  if (property === null) return null
  const models = await modelsOf(kernel, devices)
  const found = devices.flatMap(({ productId }) => models.get(productId ?? '')?.properties.find((one) => one.code === property) ?? [])[0]
  return found === undefined ? null : namedBy(found)
}

/** Devices of a node, with the numbers that jobs can be about. */
export async function reachOf(
  kernel: Kernel,
  bridgeId: string,
  scope: Scope,
  query: { cursor?: string | undefined; limit?: number | undefined; q?: string | undefined },
): Promise<Reach> {
  const { cursor, limit = 50, q } = query
  const keys = keyset({ cursor }, ['id'], { bridge: bridgeId, q })
  const where = combine('AND', [
    alive(bridgeId, scope),
    ...(q ? [combine('OR', [contains('name', q), contains('code', q.toLowerCase())])] : []),
    keys.seek(),
  ])
  const page: Page<KnownDevice> = keys.page(await devicesWhere(kernel, where, limit + 1), limit, (one) => [one.id])
  const models = await modelsOf(kernel, page.items)
  return {
    ...page,
    items: page.items.map(({ id, code, name, productId }) => {
      const model = models.get(productId ?? '')
      const numbers = (model?.properties ?? []).flatMap((one) =>
        one.type === 'number' && sourceOf(model, one.code) ? [{ property: one.code, ...namedBy(one) }] : [],
      )
      return { id, code, name, numbers }
    }),
  }
}

/** What a person wishes, in the words of the node: devices by code, numbers by the event that brings them. */
export async function compileWish(
  kernel: Kernel,
  bridgeId: string,
  wish: EdgeWish,
  { scope, tx }: { scope: Scope; tx: Tx },
): Promise<{ order: EdgeOrder; placePath: string }> {
  const { kind, deviceIds, ...rest } = wish
  const wanted = deviceIds === undefined ? [] : [among('id', [...new Set(deviceIds)])]
  const devices = await devicesWhere(kernel, combine('AND', [alive(bridgeId, scope), ...wanted]), mostEdgeDevices, tx)
  if (devices.length === 0 || (deviceIds !== undefined && devices.length !== new Set(deviceIds).size))
    throw refuseWith(edgeErrors, 'bridge.job-device')
  if (kind === 'readings.detect' && wish.above === undefined && wish.below === undefined && wish.spread === undefined)
    throw refuseWith(edgeErrors, 'bridge.job-limits')
  const placePath = placeOfAll(devices)
  if (!('property' in rest)) return { placePath, order: made({ kind, values: { ...rest, devices: devices.map(({ code }) => code) } }) }
  const { property, ...settings } = rest
  const models = await modelsOf(kernel, devices, tx)
  const of = devices.flatMap(({ code, productId }) => {
    const source = sourceOf(models.get(productId ?? ''), property)
    return source ? [{ device: code, ...source }] : []
  })
  // Those that were named one by one have to tell it; of all devices of a node those that do.
  if (of.length === 0 || (deviceIds !== undefined && of.length !== devices.length)) throw refuseWith(edgeErrors, 'bridge.job-measure')
  return { placePath, order: made({ kind, values: { ...settings, of } }) }
}

function made(order: unknown): EdgeOrder {
  const parsed = edgeOrderSchema.safeParse(order)
  if (!parsed.success) throw refuse('request.invalid')
  return parsed.data
}

/** The lowest place under which all of them stand. */
function placeOfAll(devices: readonly KnownDevice[]): string {
  const [first, ...others] = devices.map(({ placePath }) => placePath.split('/').slice(1, -1))
  const shared = (first ?? []).filter((_, depth, parts) =>
    others.every((one) => parts.slice(0, depth + 1).every((part, index) => one[index] === part)),
  )
  return `/${shared.map((part) => `${part}/`).join('')}`
}
