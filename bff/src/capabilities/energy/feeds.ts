import type { BodyOf } from '@liren/contract'
import { type EnergyFeed, type energyEndpoints, energyErrors } from '@liren/contract/capabilities/energy'
import { OutgoingRefused, readAddress } from '../../kernel/adapters/outgoing.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeWithin } from './list.ts'

export const keyAt = { table: 'energy_feeds', column: 'key_sealed' } as const
export const hostsAllowed = (kernel: Kernel): string[] => kernel.config.LIREN_HOOK_HOSTS.toLowerCase().split(',').filter(Boolean)

export interface FeedRow {
  readonly id: string
  readonly name: string
  readonly carrier: EnergyFeed['carrier']
  readonly place_id: string
  readonly place_path: string
  readonly place_name?: string | null
  readonly url: string
  readonly key_sealed: string | null
  readonly is_on: number
  readonly polled_at: number | null
  readonly n_taken: number
  readonly n_unknown: number
  readonly fault: string | null
  readonly version: number
}

const present = (row: FeedRow): EnergyFeed => ({
  ...{ id: row.id, name: row.name, carrier: row.carrier, place: { id: row.place_id, name: row.place_name ?? '' }, url: row.url },
  ...{ isOn: row.is_on === 1, polledAt: row.polled_at === null ? null : iso(Number(row.polled_at)) },
  ...{ taken: row.n_taken, unknown: row.n_unknown, fault: row.fault, version: row.version },
})

export async function listFeeds(kernel: Kernel, scope: Scope, more: readonly Condition[] = [], tx?: Tx): Promise<EnergyFeed[]> {
  const where = combine('AND', [underPlaces('f.place_path', scope.places), ...more])
  const rows = await scopedRows<FeedRow>(
    kernel.store,
    scope,
    'energy_feeds',
    {
      sql: `SELECT f.*, p.name AS place_name FROM energy_feeds f LEFT JOIN places p ON p.id = f.place_id WHERE ${where.sql} ORDER BY f.place_path, f.id LIMIT 200`,
      params: where.params,
    },
    tx,
  )
  return rows.map(present)
}

/** Refuses an address of our own machines when it is written; whoever asks it looks again. */
function checked(kernel: Kernel, url: string): void {
  try {
    readAddress(url, hostsAllowed(kernel))
  } catch (error) {
    if (error instanceof OutgoingRefused) throw refuseWith(energyErrors, 'energy.feed-address')
    throw error
  }
}

export async function saveFeed(
  kernel: Kernel,
  body: BodyOf<typeof energyEndpoints.saveFeed>,
  ctx: Pick<RequestContext, 'scope' | 'tx' | 'now'>,
): Promise<EnergyFeed> {
  const place = await placeWithin(kernel, ctx, body.placeId)
  checked(kernel, body.url)
  const { name, url, carrier } = body
  const is_on = body.isOn ? 1 : 0
  const mine = [{ sql: 'f.place_id = ? AND f.carrier = ?', params: [place.id, carrier] }]
  const id = body.version === 0 ? kernel.ids.next() : (await listFeeds(kernel, ctx.scope, mine, ctx.tx))[0]?.id
  if (id === undefined) throw refuse('not-found')
  const key = body.key === undefined ? undefined : kernel.sealer.seal(body.key, { ...keyAt, row: id })
  if (body.version === 0) {
    const row = { id, name, carrier, place_id: place.id, place_path: place.path, url, key_sealed: key ?? null, is_on, created_at: ctx.now }
    if (!(await insertOnce(kernel.store, 'energy_feeds', row, ctx.tx))) throw refuseWith(energyErrors, 'energy.feed-known')
  } else {
    const saved = await kernel.store.run(
      `UPDATE energy_feeds SET name = ?, url = ?, is_on = ?, ${key === undefined ? '' : 'key_sealed = ?, '}version = version + 1 WHERE id = ? AND version = ?`,
      [name, url, is_on, ...(key === undefined ? [] : [key]), id, body.version],
      ctx.tx,
    )
    if (saved !== 1) throw refuse('stale')
  }
  const [feed] = await listFeeds(kernel, ctx.scope, mine, ctx.tx)
  if (!feed) throw refuse('not-found')
  return feed
}
