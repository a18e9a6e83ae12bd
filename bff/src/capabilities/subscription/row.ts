import type { Delivery, Hook, Source, Subscription, Target } from '@liren/contract/capabilities/subscription'
import type { Comparison } from '@liren/contract/device-rules'

export interface SubscriptionRow {
  readonly id: string
  readonly name: string
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly partner_id: string | null
  readonly hook_id: string | null
  readonly content: string
  readonly is_enabled: number
  readonly matched: number
  readonly last_at: number | null
  readonly version: number
}

export interface SubscriptionContent {
  readonly source: Source
  readonly types: readonly string[]
  readonly where: readonly Comparison[]
  readonly target: Target
}

export const contentOf = (row: Pick<SubscriptionRow, 'content'>): SubscriptionContent => JSON.parse(row.content) as SubscriptionContent

export interface HookRow {
  readonly id: string
  readonly name: string
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly url: string
  readonly signed_by: Hook['signedBy']
  readonly sealed_secret: string
  readonly partner_id: string | null
  readonly is_enabled: number
  readonly failures: number
  readonly rests_until_at: number
  readonly created_at: number
  readonly version: number
}

export interface DeliveryRow {
  readonly id: string
  readonly hook_id: string
  readonly hook_name: string | null
  readonly about_kind: Delivery['about']['kind']
  readonly about_id: string
  readonly about_name: string
  readonly state: Delivery['state']
  readonly attempts: number
  readonly retry_at: number
  readonly status: number | null
  readonly fault: string | null
  readonly created_at: number
  readonly finished_at: number | null
  readonly version: number
}

/** Who may know of these rows: whoever works for the place. */
export const byPlace = { placePath: 'place_path' } as const

const instant = (at: number): string => new Date(Number(at)).toISOString()
const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at))

/** What others call the rows that these name. */
export interface Called {
  readonly partners: ReadonlyMap<string, string>
  readonly hooks: ReadonlyMap<string, string>
}
const named = (names: ReadonlyMap<string, string>, id: string | null) => (id === null ? null : { id, name: names.get(id) ?? '' })

export function presentSubscription(row: SubscriptionRow, { partners, hooks }: Called): Subscription {
  const content = contentOf(row)
  return {
    id: row.id,
    name: row.name,
    place: { id: row.place_id, label: row.place_label },
    partner: named(partners, row.partner_id),
    source: content.source,
    types: [...content.types],
    where: [...content.where],
    target: content.target,
    hook: named(hooks, row.hook_id),
    isEnabled: row.is_enabled === 1,
    matched: Number(row.matched),
    lastAt: instantOrNull(row.last_at),
    version: row.version,
  }
}

export const presentHook = (row: HookRow, partners: ReadonlyMap<string, string>): Hook => ({
  id: row.id,
  name: row.name,
  place: { id: row.place_id, label: row.place_label },
  url: row.url,
  signedBy: row.signed_by,
  partner: named(partners, row.partner_id),
  isEnabled: row.is_enabled === 1,
  restsUntil: Number(row.rests_until_at) === 0 ? null : instant(row.rests_until_at),
  createdAt: instant(row.created_at),
  version: row.version,
})

export const presentDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  hook: { id: row.hook_id, name: row.hook_name ?? '' },
  about: { kind: row.about_kind, id: row.about_id, name: row.about_name },
  state: row.state,
  attempts: row.attempts,
  status: row.status,
  fault: row.fault,
  retryAt: row.state === 'waiting' ? instant(row.retry_at) : null,
  createdAt: instant(row.created_at),
  finishedAt: instantOrNull(row.finished_at),
  version: row.version,
})
