import {
  housekeeper as contract,
  type HousekeeperAbsence,
  type HousekeeperPost,
  housekeeperErrors,
} from '@liren/contract/capabilities/housekeeper'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { reach, scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove, placeForCase } from '../place/read.ts'
import { postsFor } from './keepers.ts'
import { facesOf, personIn, presentPost } from './present.ts'
import { type AbsenceRow, absenceColumns, type PostRow, postColumns } from './row.ts'

const e = contract.endpoints

async function refuseUnfit(kernel: Kernel, userId: string, path: string, tx: Tx): Promise<void> {
  const fit = await holdersOf(kernel, 'housekeeper.serve', path, tx)
  if (!fit.some(({ id }) => id === userId)) throw refuseWith(housekeeperErrors, 'housekeeper.unfit')
}

/** Conversations that hang on these posts go to another one, with what still waits there. */
async function handOver(
  kernel: Kernel,
  from: { sql: string; params: readonly string[] },
  to: Pick<PostRow, 'id' | 'keeper_id'> | undefined,
  tx: Tx,
) {
  const [keeper, post] = [to?.keeper_id ?? null, to?.id ?? null]
  await kernel.store.run(
    `UPDATE housekeeper_asks SET keeper_id = ? WHERE state <> 'closed' AND talk_id IN (SELECT id FROM housekeeper_talks WHERE ${from.sql})`,
    [keeper, ...from.params],
    tx,
  )
  await kernel.store.run(`UPDATE housekeeper_talks SET keeper_id = ?, post_id = ? WHERE ${from.sql}`, [keeper, post, ...from.params], tx)
}

/** A place gets its housekeeper; whoever had it before hands over all conversations there, except those of posts nearer to the houses. */
export async function assign(kernel: Kernel, ctx: RequestContext<typeof e.assign>): Promise<HousekeeperPost> {
  const { body, scope, tx, now } = ctx
  const place = await placeForCase(kernel, body.placeId, tx)
  if (!place || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  await refuseUnfit(kernel, body.keeperId, place.path, tx)
  const above = among('place_path', pathsAbove(place.path))
  const earlier = await unscoped<PostRow>(
    kernel.store,
    'posts around a place give way to the nearer one',
    { sql: `SELECT * FROM housekeeper_posts WHERE ${above.sql}`, params: above.params },
    tx,
  )
  await kernel.store.run(
    'UPDATE housekeeper_posts SET until_at = ?, open_key = NULL, version = version + 1 WHERE place_id = ? AND until_at IS NULL',
    [now, place.id],
    tx,
  )
  const row: PostRow = {
    id: kernel.ids.next(),
    place_id: place.id,
    place_path: place.path,
    place_label: place.label,
    keeper_id: body.keeperId,
    phone: body.phone,
    since_at: now,
    until_at: null,
    version: 1,
  }
  if (!(await insertOnce(kernel.store, 'housekeeper_posts', { ...row, open_key: place.id }, tx))) throw refuse('stale')
  const under = underPlaces('place_path', [place.path])
  const gives = among(
    'post_id',
    earlier.map(({ id }) => id),
  )
  const from = { sql: `${under.sql} AND (post_id IS NULL OR ${gives.sql})`, params: [...under.params, ...gives.params] as string[] }
  await handOver(kernel, from, row, tx)
  ctx.audit({
    subject: 'housekeeper-post',
    subjectId: row.id,
    placePath: row.place_path,
    before: { keeper: earlier.find((post) => post.place_id === place.id && post.until_at === null)?.keeper_id ?? null },
    after: { keeper: row.keeper_id },
  })
  await ctx.emit({
    name: 'housekeeper.assigned',
    subject: 'housekeeper-post',
    subjectId: row.id,
    payload: { keeper: row.keeper_id, label: row.place_label },
    live: { userIds: [row.keeper_id], placePath: row.place_path, permission: 'housekeeper.manage' },
  })
  return presentPost(row, await facesOf(kernel, [row.keeper_id], [], now, tx))
}

async function postAt(kernel: Kernel, { scope, tx }: Pick<RequestContext, 'scope' | 'tx'>, id: string): Promise<PostRow> {
  const within = reach(scope, postColumns)
  const statement = { sql: `SELECT * FROM housekeeper_posts WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<PostRow>(kernel.store, scope, 'housekeeper_posts', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** Without a successor at the same place the post around it takes over, if there is one. */
export async function endPost(kernel: Kernel, ctx: RequestContext<typeof e.end>): Promise<void> {
  const { body, tx, now } = ctx
  const row = await postAt(kernel, ctx, ctx.params.id)
  const changed = await kernel.store.run(
    'UPDATE housekeeper_posts SET until_at = ?, open_key = NULL, version = version + 1 WHERE id = ? AND version = ? AND until_at IS NULL',
    [now, row.id, body.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  const next = (await postsFor(kernel, [row.place_path], tx)).get(row.place_path)
  await handOver(kernel, { sql: 'post_id = ?', params: [row.id] }, next, tx)
  ctx.audit({
    subject: 'housekeeper-post',
    subjectId: row.id,
    placePath: row.place_path,
    before: { keeper: row.keeper_id },
    after: { keeper: next?.keeper_id ?? null },
  })
}

/** Somebody who may serve at every post of the one who is away stands in, from one instant to another. */
export async function goAway(kernel: Kernel, ctx: RequestContext<typeof e.away>): Promise<HousekeeperAbsence> {
  const { body, tx, now } = ctx
  const post = await postAt(kernel, ctx, body.postId)
  const [from, until] = [Date.parse(body.from), Date.parse(body.until)]
  if (until <= Math.max(from, now) || body.substituteId === post.keeper_id || post.until_at !== null)
    throw refuseWith(housekeeperErrors, 'housekeeper.absence-invalid')
  const held = await unscoped<PostRow>(
    kernel.store,
    'a substitute must fit every post of the one who is away',
    { sql: 'SELECT * FROM housekeeper_posts WHERE keeper_id = ? AND until_at IS NULL', params: [post.keeper_id] },
    tx,
  )
  for (const { place_path } of held) await refuseUnfit(kernel, body.substituteId, place_path, tx)
  const row: AbsenceRow = {
    id: kernel.ids.next(),
    keeper_id: post.keeper_id,
    substitute_id: body.substituteId,
    place_path: post.place_path,
    from_at: from,
    until_at: until,
    reason: body.reason,
    version: 1,
  }
  await insertOnce(kernel.store, 'housekeeper_absences', { ...row }, tx)
  ctx.audit({
    subject: 'housekeeper-absence',
    subjectId: row.id,
    placePath: row.place_path,
    after: { keeper: row.keeper_id, substitute: row.substitute_id },
  })
  const { names } = await facesOf(kernel, [], [row.keeper_id, row.substitute_id], now, tx)
  return presentAbsence(row, names)
}

export const presentAbsence = (row: AbsenceRow, names: ReadonlyMap<string, string>): HousekeeperAbsence => ({
  id: row.id,
  keeper: personIn(names, row.keeper_id),
  substitute: personIn(names, row.substitute_id),
  from: iso(Number(row.from_at)),
  until: iso(Number(row.until_at)),
  reason: row.reason,
  version: row.version,
})

export async function comeBack(kernel: Kernel, ctx: RequestContext<typeof e.back>): Promise<void> {
  const { body, scope, tx, now, params } = ctx
  const within = reach(scope, absenceColumns)
  const statement = { sql: `SELECT * FROM housekeeper_absences WHERE id = ? AND ${within.sql}`, params: [params.id, ...within.params] }
  const [row] = await scopedRows<AbsenceRow>(kernel.store, scope, 'housekeeper_absences', statement, tx)
  if (!row) throw refuse('not-found')
  const changed = await kernel.store.run(
    'UPDATE housekeeper_absences SET until_at = ?, version = version + 1 WHERE id = ? AND version = ? AND until_at > ?',
    [now, row.id, body.version, now],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  ctx.audit({
    subject: 'housekeeper-absence',
    subjectId: row.id,
    placePath: row.place_path,
    before: { until: Number(row.until_at) },
    after: { until: now },
  })
}
