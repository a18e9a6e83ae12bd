import type { BodyOf } from '@liren/contract'
import type { subscription as contract, Source, Subscription, Target } from '@liren/contract/capabilities/subscription'

type Body = BodyOf<(typeof contract)['endpoints']['create']>

/** What the form holds: one flat name for each field, whichever of them are shown. */
export interface Fields {
  name: string
  placeId: string
  partnerId?: string | null
  by: Source['by']
  kinds?: string[]
  products?: string[]
  devices?: string[]
  fromTopic?: string
  types: string[]
  where?: { path: string; is: Body['where'][number]['is']; value: string }[]
  to: Target['to']
  hookId?: string
  toTopic?: string
  isEnabled: boolean
}

export function fieldsOf(known: Subscription | undefined): Partial<Fields> {
  if (known === undefined) return { by: 'place', types: ['*'], where: [], to: 'table', isEnabled: true }
  const { source, target } = known
  return {
    ...{ name: known.name, placeId: known.place.id, partnerId: known.partner?.id ?? null, by: source.by, types: known.types },
    ...(source.by === 'kind' ? { kinds: source.kinds } : {}),
    ...(source.by === 'product' ? { products: source.ids } : {}),
    ...(source.by === 'device' ? { devices: source.ids } : {}),
    ...(source.by === 'topic' ? { fromTopic: source.topic } : {}),
    where: known.where.map(({ path, is, value }) => ({ path, is, value: value === undefined ? '' : String(value) })),
    to: target.to,
    ...(target.to === 'webhook' ? { hookId: target.hookId } : {}),
    ...(target.to === 'topic' ? { toTopic: target.topic } : {}),
    isEnabled: known.isEnabled,
  }
}

/** `80` is a number and `true` a yes; whoever means the text puts it into quotes. */
export function scalarOf(typed: string): string | number | boolean {
  const text = typed.trim()
  if (text === 'true' || text === 'false') return text === 'true'
  if (text !== '' && Number.isFinite(Number(text))) return Number(text)
  return /^".*"$/.test(text) ? text.slice(1, -1) : text
}

function sourceOf(fields: Fields): Source {
  if (fields.by === 'kind') return { by: 'kind', kinds: fields.kinds ?? [] }
  if (fields.by === 'product') return { by: 'product', ids: fields.products ?? [] }
  if (fields.by === 'device') return { by: 'device', ids: fields.devices ?? [] }
  return fields.by === 'topic' ? { by: 'topic', topic: fields.fromTopic ?? '' } : { by: 'place' }
}

function targetOf(fields: Fields): Target {
  if (fields.to === 'webhook') return { to: 'webhook', hookId: fields.hookId ?? '' }
  return fields.to === 'topic' ? { to: 'topic', topic: fields.toTopic ?? '' } : { to: 'table' }
}

export const sentOf = (fields: Fields): Body => ({
  ...{ name: fields.name, placeId: fields.placeId, partnerId: fields.partnerId ?? null, source: sourceOf(fields), types: fields.types },
  ...{ where: (fields.where ?? []).map((one) => ({ ...one, value: scalarOf(one.value) })), target: targetOf(fields) },
  isEnabled: fields.isEnabled,
})
