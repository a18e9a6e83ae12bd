import { type OwnWaste, type WasteCard, type WasteKind, wasteKinds } from '@liren/contract/capabilities/waste'
import { refuse } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import { placeById, placesById } from '../place/read.ts'
import { type DropRow, kilos, shareOf } from './row.ts'

const mostShown = 50

/** What the caller's households threw away, as the bins recognised it. */
export async function ownWaste(kernel: Kernel, scope: Scope): Promise<OwnWaste> {
  if (scope.houseIds.length === 0) return { homes: [], drops: [], totals: [], sortingRate: null }
  const houses = among('w.house_id', scope.houseIds)
  const drops = await scopedRows<DropRow & { bin: string }>(kernel.store, scope, 'waste_drops', {
    sql: `SELECT w.*, d.name AS bin FROM waste_drops w JOIN devices d ON d.id = w.device_id WHERE ${houses.sql} ORDER BY w.id DESC LIMIT ${mostShown}`,
    params: houses.params,
  })
  const sums = await scopedRows<{
    kind: WasteKind
    n: number
    weight: number | null
    volume: number | null
    judged: number
    sorted_right: number | null
  }>(kernel.store, scope, 'waste_drops', {
    sql: `SELECT kind, COUNT(*) AS n, SUM(weight_kg) AS weight, SUM(volume_l) AS volume, COUNT(is_right) AS judged, SUM(is_right) AS sorted_right
            FROM waste_drops w WHERE ${houses.sql} GROUP BY kind`,
    params: houses.params,
  })
  const sum = (name: 'judged' | 'sorted_right'): number => sums.reduce((all, row) => all + Number(row[name] ?? 0), 0)
  const places = await placesById(kernel, scope.houseIds)
  return {
    homes: scope.houseIds.flatMap((houseId) => {
      const place = places.get(houseId)
      return place ? [{ houseId, house: place.fullName.split(' · ').slice(3).join(' · ') }] : []
    }),
    drops: drops.map((row) => ({
      ...{ id: row.id, at: iso(Number(row.dropped_at)), bin: row.bin, kind: row.kind, recognised: row.recognised },
      ...{ confidencePercent: orNull(row.confidence), weightKg: orNull(row.weight_kg), volumeL: orNull(row.volume_l) },
      isRight: row.is_right === null ? null : Number(row.is_right) === 1,
    })),
    totals: wasteKinds.flatMap((kind) =>
      sums
        .filter((row) => row.kind === kind)
        .map((row) => ({ kind, drops: Number(row.n), weightKg: kilos(row.weight), volumeL: kilos(row.volume) })),
    ),
    sortingRate: shareOf(sum('sorted_right'), sum('judged')),
  }
}

const orNull = (value: number | null): number | null => (value === null ? null : Number(value))

/** The code of a household: made when it is first asked for, the same from then on. */
export async function cardOf(kernel: Kernel, houseId: string, ctx: Pick<RequestContext, 'scope' | 'tx' | 'now'>): Promise<WasteCard> {
  if (!ctx.scope.houseIds.includes(houseId)) throw refuse('not-found')
  const house = await placeById(kernel, houseId, ctx.tx)
  if (!house) throw refuse('not-found')
  const card = `LR${kernel.random.bytes(6).toString('hex')}`
  await insertOnce(kernel.store, 'waste_cards', { house_id: houseId, place_path: house.path, card, created_at: ctx.now }, ctx.tx)
  const [row] = await scopedRows<{ card: string }>(
    kernel.store,
    ctx.scope,
    'waste_cards',
    { sql: 'SELECT card FROM waste_cards WHERE house_id = ?', params: [houseId] },
    ctx.tx,
  )
  return { houseId, code: row?.card ?? card }
}
