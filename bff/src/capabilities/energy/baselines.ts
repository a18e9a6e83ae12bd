import type { BodyOf } from '@liren/contract'
import { type EnergyBaseline, type energyEndpoints, energyErrors } from '@liren/contract/capabilities/energy'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeWithin } from './list.ts'

interface Row {
  readonly id: string
  readonly place_id: string
  readonly full_name: string | null
  readonly name: string | null
  readonly carrier: EnergyBaseline['carrier']
  readonly purpose: EnergyBaseline['use']
  readonly per_day: number
  readonly version: number
}

export async function listBaselines(kernel: Kernel, scope: Scope, placeId?: string, tx?: Tx): Promise<EnergyBaseline[]> {
  const where = combine('AND', [
    underPlaces('b.place_path', scope.places),
    ...(placeId === undefined ? [] : [{ sql: 'b.place_id = ?', params: [placeId] }]),
  ])
  const rows = await scopedRows<Row>(
    kernel.store,
    scope,
    'energy_baselines',
    {
      sql: `SELECT b.*, p.name, p.full_name FROM energy_baselines b LEFT JOIN places p ON p.id = b.place_id WHERE ${where.sql} ORDER BY b.place_path, b.id LIMIT 500`,
      params: where.params,
    },
    tx,
  )
  return rows.map((row) => ({
    ...{ id: row.id, place: { id: row.place_id, name: row.name ?? '' }, carrier: row.carrier, use: row.purpose },
    ...{ perDay: Number(row.per_day), version: row.version },
  }))
}

/** What a day without saving would use at a place. */
export async function saveBaseline(
  kernel: Kernel,
  { placeId, carrier, use, perDay, version }: BodyOf<typeof energyEndpoints.saveBaseline>,
  ctx: Pick<RequestContext, 'scope' | 'tx'>,
): Promise<EnergyBaseline> {
  const place = await placeWithin(kernel, ctx, placeId)
  if (version === 0) {
    const row = { id: kernel.ids.next(), place_id: place.id, place_path: place.path, carrier, purpose: use, per_day: perDay }
    if (!(await insertOnce(kernel.store, 'energy_baselines', row, ctx.tx))) throw refuseWith(energyErrors, 'energy.baseline-known')
  } else {
    const saved = await kernel.store.run(
      'UPDATE energy_baselines SET per_day = ?, version = version + 1 WHERE place_id = ? AND carrier = ? AND purpose = ? AND version = ?',
      [perDay, place.id, carrier, use, version],
      ctx.tx,
    )
    if (saved !== 1) throw refuse('stale')
  }
  const saved = (await listBaselines(kernel, ctx.scope, place.id, ctx.tx)).find((one) => one.carrier === carrier && one.use === use)
  if (!saved) throw refuse('not-found')
  return saved
}
