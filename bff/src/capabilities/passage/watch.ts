import type { BodyOf, QueryOf } from '@liren/contract'
import { type PlateWatch, type passageEndpoints, passageErrors } from '@liren/contract/capabilities/passage'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { shown } from '../../engines/archive/present.ts'
import { normalisePlate } from '../../kernel/crypto/normalise.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import { holdersOf, namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placesById } from '../place/read.ts'
import { during, ofPlate, pageOfPassages, underPlace } from './list.ts'
import { presentPassages } from './present.ts'
import { watchPlateAt, watchScope, withinPassages } from './row.ts'

export interface WatchRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly plate_sealed: string
  readonly plate_index: string
  readonly reason: string
  readonly level: number
  readonly people: string
  readonly until_at: number | null
  readonly state: 'active' | 'ended'
  readonly hits: number
  readonly last_hit_at: number | null
  readonly created_by: string
  readonly created_at: number
  readonly version: number
}

type Context = Pick<RequestContext, 'scope' | 'principal' | 'now' | 'tx'>
const yearMs = 366 * 86_400_000

async function presentWatches(kernel: Kernel, viewer: Principal, rows: readonly WatchRow[], tx?: Tx): Promise<PlateWatch[]> {
  const told = rows.map((row) => JSON.parse(row.people) as string[])
  const names = await namesOf(kernel, [...new Set([...told.flat(), ...rows.map(({ created_by }) => created_by)])], tx)
  const places = await placesById(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  return rows.map((row, i) => {
    const plate = kernel.sealer.open(row.plate_sealed, { ...watchPlateAt, row: row.id })
    return {
      ...{
        id: row.id,
        reason: row.reason,
        level: Number(row.level),
        state: row.state,
        hits: Number(row.hits),
        version: Number(row.version),
      },
      plate: String(shown(viewer, vehicleArchive, { plate }).values.plate ?? '***'),
      place: { id: row.place_id, name: places.get(row.place_id)?.name ?? '' },
      people: (told[i] ?? []).map((id) => ({ id, name: names.get(id) ?? '' })),
      untilAt: row.until_at === null ? null : iso(Number(row.until_at)),
      lastHitAt: row.last_hit_at === null ? null : iso(Number(row.last_hit_at)),
      ...{ createdBy: names.get(row.created_by) ?? null, createdAt: iso(Number(row.created_at)) },
    }
  })
}

export async function listWatches(kernel: Kernel, scope: Scope, viewer: Principal, query: QueryOf<typeof passageEndpoints.watches>) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { state: query.state })
  const where = combine('AND', [
    reach(scope, watchScope),
    ...(query.state === undefined ? [] : [{ sql: 'state = ?', params: [query.state] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<WatchRow>(kernel.store, scope, 'plate_watches', {
    sql: `SELECT * FROM plate_watches WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentWatches(kernel, viewer, page.items) }
}

/** From now on whoever is named is told when one of the place's gates sees this plate. */
export async function setWatch(kernel: Kernel, ctx: Context, body: BodyOf<typeof passageEndpoints.watch>): Promise<PlateWatch> {
  const place = (await placesById(kernel, [body.placeId], ctx.tx)).get(body.placeId)
  if (!place || place.isRetired || !ctx.scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const until = body.untilAt === null ? null : Date.parse(body.untilAt)
  if (until !== null && (until <= ctx.now || until > ctx.now + yearMs)) throw refuseWith(passageErrors, 'passage.watch-until')
  const allowed = new Set((await holdersOf(kernel, 'passage.watch', place.path, ctx.tx)).map(({ id }) => id))
  const people = [...new Set(body.people)]
  if (people.some((id) => !allowed.has(id))) throw refuseWith(passageErrors, 'passage.watch-people')
  const plate = normalisePlate(body.plate)
  const id = kernel.ids.next()
  const index = kernel.sealer.blindIndex(plate, watchPlateAt)
  const row = {
    ...{ id, place_id: place.id, place_path: place.path, plate_sealed: kernel.sealer.seal(plate, { ...watchPlateAt, row: id }) },
    ...{
      plate_index: index,
      reason: body.reason,
      level: body.level,
      people: JSON.stringify(people),
      until_at: until,
      state: 'active' as const,
    },
    ...{ hits: 0, last_hit_at: null, created_by: ctx.principal.id, created_at: ctx.now, version: 1, live_key: `${place.id}:${index}` },
  }
  if (!(await insertOnce(kernel.store, 'plate_watches', row, ctx.tx))) throw refuseWith(passageErrors, 'passage.watch-known')
  return (await presentWatches(kernel, ctx.principal, [row], ctx.tx))[0] as PlateWatch
}

export async function endWatch(kernel: Kernel, ctx: Context, id: string, { version, reason }: { version: number; reason: string }) {
  const within = reach(ctx.scope, watchScope)
  const statement = { sql: `SELECT * FROM plate_watches WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<WatchRow>(kernel.store, ctx.scope, 'plate_watches', statement, ctx.tx)
  if (!row) throw refuse('not-found')
  const ended = await kernel.store.run(
    "UPDATE plate_watches SET state = 'ended', live_key = NULL, ended_by = ?, ended_at = ?, end_reason = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'active'",
    [ctx.principal.id, ctx.now, reason, id, version],
    ctx.tx,
  )
  if (ended !== 1) throw refuse('stale')
  const after: WatchRow = { ...row, state: 'ended', version: version + 1 }
  return { row: after, watch: (await presentWatches(kernel, ctx.principal, [after], ctx.tx))[0] as PlateWatch }
}

type HitQuery = QueryOf<typeof passageEndpoints.hits>

/** Where and when watched plates were seen, with the sum of each day of everything that was asked for. */
export async function listHits(kernel: Kernel, { scope, principal, now }: Pick<Context, 'scope' | 'principal' | 'now'>, query: HitQuery) {
  const { cursor, limit = 20, ...filters } = query
  // a range of the index, which "is not null" is not everywhere
  const where: Condition[] = [{ sql: "p.watch_id > ''", params: [] }, withinPassages(scope), ...during(query)]
  if (query.plate !== undefined) where.push(ofPlate(kernel, query.plate))
  if (query.placeId !== undefined) where.push(await underPlace(kernel, query.placeId))
  const page = await pageOfPassages(kernel, scope, where, { cursor, limit, filters })
  const all = combine('AND', where)
  const days = await scopedRows<{ day: string; hits: number }>(kernel.store, scope, 'passages', {
    sql: `SELECT p.day, COUNT(*) AS hits FROM passages p WHERE ${all.sql} GROUP BY p.day ORDER BY p.day DESC LIMIT 400`,
    params: all.params,
  })
  return {
    ...page,
    items: await presentPassages(kernel, principal, page.items, now),
    days: days.map(({ day, hits }) => ({ day, hits: Number(hits) })),
  }
}
