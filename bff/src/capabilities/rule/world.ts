import type { Text } from '@liren/contract'
import { kindText, type Names, type RuleContent, type Selector, type Target } from '@liren/contract/capabilities/rule'
import type { ThingModel } from '@liren/contract/thing/model'
import type { Lie } from '../../engines/rule/conflict.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice } from '../device/read.ts'
import { placesById } from '../place/read.ts'
import { releasedModels } from '../product/read.ts'
import { type KnownStream, streamsById } from '../stream/read.ts'
import { hooksById } from '../subscription/read.ts'

export interface KnownProduct {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly model: ThingModel
}

/** What devices of this house can say and do, by product. */
export async function productsKnown(kernel: Kernel, tx?: Tx): Promise<KnownProduct[]> {
  const rows = await kernel.store.rows<Omit<KnownProduct, 'model'>>(
    'SELECT id, code, name, kind FROM products WHERE model_number > 0 ORDER BY id LIMIT 1000',
    [],
    tx,
  )
  const models = await releasedModels(
    kernel,
    rows.map((row) => row.id),
    tx,
  )
  return rows.flatMap((row) => {
    const model = models.get(row.id)
    return model ? [{ ...row, model }] : []
  })
}

const unique = <T extends { code: string }>(all: readonly T[]): T[] =>
  [...new Map([...all].reverse().map((one) => [one.code, one])).values()].reverse()

/** The pickers of the builder: everything that a kind of device has a word for. */
export async function vocabularyOf(kernel: Kernel) {
  const products = await productsKnown(kernel)
  const kinds = [...new Set(products.map((product) => product.kind))].sort()
  return {
    kinds: kinds.map((kind) => {
      const models = products.filter((product) => product.kind === kind).map((product) => product.model)
      return {
        ...{ kind, text: kindText(kind) },
        properties: unique(models.flatMap((model) => model.properties)),
        events: unique(models.flatMap((model) => model.events)),
        services: unique(models.flatMap((model) => model.services)),
      }
    }),
  }
}

/** Ids that a rule names, so that each is read once. */
export interface Named {
  readonly devices: ReadonlyMap<string, KnownDevice>
  readonly places: ReadonlyMap<string, { readonly path: string; readonly fullName: string }>
  readonly hooks: ReadonlyMap<string, { readonly id: string; readonly name: string; readonly placePath: string }>
  readonly products: readonly KnownProduct[]
  readonly streams: ReadonlyMap<string, KnownStream>
}

export async function namedIn(kernel: Kernel, contents: readonly RuleContent[], tx?: Tx): Promise<Named> {
  const devices = contents.flatMap((content) => [
    ...content.when.flatMap((when) => ('of' in when && when.of.by === 'device' ? when.of.ids : [])),
    ...content.given.flat().flatMap((leaf) => ('deviceId' in leaf && leaf.deviceId ? [leaf.deviceId] : [])),
    ...content.actions.flatMap((action) => (action.kind === 'command' && action.to.by === 'device' ? action.to.ids : [])),
  ])
  const places = contents.flatMap((content) => content.given.flat().flatMap((leaf) => (leaf.kind === 'place' ? [leaf.placeId] : [])))
  const hooks = contents.flatMap((content) => content.actions.flatMap((action) => (action.kind === 'webhook' ? [action.hookId] : [])))
  const streams = contents.flatMap((content) => content.when.flatMap((when) => (when.kind === 'stream' ? [when.streamId] : [])))
  const ids = [...new Set(devices)]
  return {
    devices: new Map((ids.length === 0 ? [] : await devicesWhere(kernel, among('id', ids), ids.length, tx)).map((one) => [one.id, one])),
    places: await placesById(kernel, places, tx),
    hooks: await hooksById(kernel, hooks, tx),
    products: await productsKnown(kernel, tx),
    streams: await streamsById(kernel, streams, tx),
  }
}

/** What everything that a rule speaks of is called. */
export function namesOf({ devices, places, hooks, products, streams }: Named): Names {
  const words: Record<string, Text> = {}
  const units: Record<string, string> = {}
  for (const { model } of products)
    for (const one of [
      ...model.properties,
      ...model.events,
      ...model.services,
      ...model.events.flatMap((event) => event.params),
      ...model.services.flatMap((service) => service.params),
    ]) {
      words[one.code] ??= one.text
      if ('access' in one && one.unit !== undefined) units[one.code] ??= one.unit
    }
  // What a parameter is called depends on whose it is.
  for (const { model } of products)
    for (const one of [...model.events, ...model.services])
      for (const param of one.params) words[`${one.code}:${param.code}`] ??= param.text
  return {
    devices: Object.fromEntries([...devices].map(([id, device]) => [id, device.name])),
    products: Object.fromEntries(products.map((product) => [product.id, product.name])),
    places: Object.fromEntries([...places].map(([id, place]) => [id, place.fullName])),
    hooks: Object.fromEntries([...hooks].map(([id, hook]) => [id, hook.name])),
    words,
    units,
    streams: Object.fromEntries(
      [...streams].map(([id, { name, property, take }]) => [id, { name, unit: take === 'count' ? '' : (units[property] ?? '') }]),
    ),
  }
}

/** How things stand between rules, as far as it can be told from models and kinds. */
export function lieOf({ devices, products }: Named): Lie {
  const kindOf = (id: string) => devices.get(id)?.kind ?? id
  const kindsOf = (selector: Selector): string[] => {
    if (selector.by === 'device') return [...new Set(selector.ids.map(kindOf))]
    if (selector.by === 'kind') return [selector.kind]
    return products.filter((product) => product.id === selector.productId).map((product) => product.kind)
  }
  return {
    kindsOf,
    kindsMeant: (target: Target, causes) =>
      target.by === 'cause' ? causes : target.by === 'near' ? [target.kind] : [...new Set(target.ids.map(kindOf))],
    setBy: (kind, service) =>
      products
        .filter((product) => product.kind === kind)
        .flatMap((product) => product.model.properties)
        .filter((property) => property.by === service)
        .map((property) => ({
          property: property.code,
          events: [...(property.from ? [property.from.event] : []), ...(property.when ?? []).map((when) => when.event)],
        })),
  }
}
