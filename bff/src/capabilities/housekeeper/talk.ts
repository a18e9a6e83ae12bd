import {
  type Ask,
  type AskKind,
  housekeeper as contract,
  doneWhenAnswered,
  housekeeperErrors,
  type Talk,
} from '@liren/contract/capabilities/housekeeper'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { reach, scopedRows, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { attachFiles } from '../file/read.ts'
import { placeForCase } from '../place/read.ts'
import { answerDue } from './clock.ts'
import { talkToAnswer } from './find.ts'
import { keepersToTell, postsFor, servedBy } from './keepers.ts'
import { presentAsk, presentTalks } from './present.ts'
import { type AskRow, askColumns, askSubject, contentPlace, type PostRow, type Side, type TalkRow, talkSubject } from './row.ts'

const e = contract.endpoints
const own = 'one’s own conversation, found by who one is'

interface Said {
  readonly side: Side
  readonly kind: AskKind
  readonly text: string
  readonly photos: readonly string[]
}

async function say(
  kernel: Kernel,
  { principal, tx, now }: Pick<RequestContext, 'principal' | 'tx' | 'now'>,
  talk: Pick<TalkRow, 'id' | 'place_path'>,
  said: Said,
): Promise<string> {
  const id = kernel.ids.next()
  const row = {
    ...{ id, talk_id: talk.id, side: said.side, author_id: principal.id, kind: said.kind, at: now },
    content: kernel.sealer.seal(said.text, contentPlace(id)),
    photos: said.photos.length === 0 ? null : JSON.stringify(said.photos),
  }
  await insertOnce(kernel.store, 'housekeeper_words', row, tx)
  const files = { ids: said.photos, ownerId: principal.id, subject: talkSubject, subjectId: talk.id, placePath: talk.place_path }
  if (!(await attachFiles(kernel, files, tx))) throw refuseWith(housekeeperErrors, 'housekeeper.file-unknown')
  return id
}

/** The post that answers for this house, held fast so that nobody else is given the place meanwhile. */
async function holdPost(kernel: Kernel, path: string, tx: Tx): Promise<PostRow> {
  const post = (await postsFor(kernel, [path], tx)).get(path)
  if (!post) throw refuseWith(housekeeperErrors, 'housekeeper.none')
  const held = await kernel.store.run('UPDATE housekeeper_posts SET asked = asked + 1 WHERE id = ? AND until_at IS NULL', [post.id], tx)
  if (held !== 1) throw refuse('stale')
  return post
}

/** The one conversation of this person about this house, made when there is none, held fast either way. */
async function holdTalk(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'principal' | 'tx' | 'now'>,
  place: { id: string; path: string; label: string },
  post: PostRow,
): Promise<TalkRow> {
  const { principal, tx, now } = ctx
  const whose = { resident_id: principal.id, house_id: place.id }
  await insertOnce(
    kernel.store,
    'housekeeper_talks',
    {
      ...{ id: kernel.ids.next(), ...whose, place_path: place.path, place_label: place.label, keeper_id: post.keeper_id, post_id: post.id },
      ...{ last_at: now, last_side: 'resident', created_at: now },
    },
    tx,
  )
  await kernel.store.run(
    `UPDATE housekeeper_talks SET last_at = ?, last_side = 'resident', keeper_id = ?, post_id = ?, version = version + 1
     WHERE resident_id = ? AND house_id = ?`,
    [now, post.keeper_id, post.id, principal.id, place.id],
    tx,
  )
  const statement = { sql: 'SELECT * FROM housekeeper_talks WHERE resident_id = ? AND house_id = ?', params: [principal.id, place.id] }
  const [row] = await unscoped<TalkRow>(kernel.store, own, statement, tx)
  return row as TalkRow
}

/** A resident writes. What is wanted opens a request with a clock; a word more about what still waits does not. */
export async function ask(kernel: Kernel, ctx: RequestContext<typeof e.ask>) {
  const { body, principal, tx, now } = ctx
  if (!principal.houseIds.includes(body.houseId)) throw refuseWith(housekeeperErrors, 'housekeeper.house-not-yours')
  const place = await placeForCase(kernel, body.houseId, tx)
  if (!place) throw refuse('not-found')
  const post = await holdPost(kernel, place.path, tx)
  const talk = await holdTalk(kernel, ctx, place, post)
  const wordId = await say(kernel, ctx, talk, { side: 'resident', kind: body.kind, text: body.text, photos: body.photos })
  const [waiting] = await unscoped<AskRow>(
    kernel.store,
    own,
    { sql: "SELECT * FROM housekeeper_asks WHERE talk_id = ? AND state = 'waiting' ORDER BY id LIMIT 1", params: [talk.id] },
    tx,
  )
  const userIds = [principal.id, ...(await keepersToTell(kernel, post.keeper_id, now, tx))]
  const told = { talkId: talk.id, keepers: userIds.slice(1), resident: principal.id, kind: body.kind, label: place.label }
  const emit = (name: string, more: object) =>
    ctx.emit({ name, subject: talkSubject, subjectId: talk.id, payload: { ...told, ...more }, live: { userIds } })
  ctx.audit({ subject: talkSubject, subjectId: talk.id, placePath: place.path, after: { kind: body.kind, photos: body.photos.length } })
  if (waiting && body.kind === 'message') {
    await emit('housekeeper.asked', { opens: false })
    return { talkId: talk.id, wordId, dueAt: iso(Number(waiting.due_at)) }
  }
  const id = kernel.ids.next()
  const due = answerDue(now, kernel.config.LIREN_TIME_ZONE)
  await insertOnce(
    kernel.store,
    'housekeeper_asks',
    {
      ...{ id, talk_id: talk.id, word_id: wordId, resident_id: principal.id, house_id: place.id },
      ...{ place_path: place.path, place_label: place.label, keeper_id: post.keeper_id },
      ...{ kind: body.kind, state: 'waiting', asked_at: now, due_at: due },
    },
    tx,
  )
  if (talk.due_at === null) await kernel.store.run('UPDATE housekeeper_talks SET due_at = ? WHERE id = ?', [due, talk.id], tx)
  await ctx.schedule({ kind: 'housekeeper.due', key: id, at: due + 1, payload: { id } })
  await emit('housekeeper.asked', { opens: true })
  if (body.kind === 'repair')
    await ctx.emit({ name: 'housekeeper.repair-asked', subject: askSubject, subjectId: id, payload: { talkId: talk.id } })
  return { talkId: talk.id, wordId, dueAt: iso(due) }
}

/** The housekeeper, or who stands in, answers: the clocks of all that waits stop. */
export async function answer(kernel: Kernel, ctx: RequestContext<typeof e.answer>): Promise<Talk> {
  const { body, principal, scope, tx, now } = ctx
  const { row, serves } = await talkToAnswer(kernel, scope, ctx.params.id, principal.id, now, tx)
  await kernel.store.run(
    "UPDATE housekeeper_talks SET last_at = ?, last_side = 'keeper', due_at = NULL, version = version + 1 WHERE id = ?",
    [now, row.id],
    tx,
  )
  await say(kernel, ctx, row, { side: 'keeper', kind: 'message', text: body.text, photos: body.photos })
  const done = among('kind', doneWhenAnswered)
  const answered = await kernel.store.run(
    `UPDATE housekeeper_asks SET state = CASE WHEN ${done.sql} THEN 'closed' ELSE 'answered' END,
       closed_at = CASE WHEN ${done.sql} THEN ? ELSE NULL END, answered_at = ?, answered_by = ?, version = version + 1
     WHERE talk_id = ? AND state = 'waiting'`,
    [...done.params, ...done.params, now, now, principal.id, row.id],
    tx,
  )
  ctx.audit({ subject: talkSubject, subjectId: row.id, placePath: row.place_path, after: { answered } })
  await ctx.emit({
    name: 'housekeeper.answered',
    subject: talkSubject,
    subjectId: row.id,
    payload: { talkId: row.id, resident: row.resident_id, label: row.place_label },
    live: { userIds: [row.resident_id, principal.id, ...(row.keeper_id === null ? [] : [row.keeper_id])] },
  })
  const next: TalkRow = { ...row, last_at: now, last_side: 'keeper', due_at: null, version: row.version + 1 }
  return (await presentTalks(kernel, [next], { id: principal.id, now, serves }, tx))[0] as Talk
}

/** What was asked for is carried out. */
export async function finish(kernel: Kernel, ctx: RequestContext<typeof e.finish>): Promise<Ask> {
  const { body, params, principal, scope, tx, now } = ctx
  const serves = await servedBy(kernel, principal.id, now, tx)
  const [within, mine] = [reach(scope, askColumns), among('keeper_id', serves)]
  const statement = {
    sql: `SELECT * FROM housekeeper_asks WHERE id = ? AND ${within.sql} AND ${mine.sql}`,
    params: [params.id, ...within.params, ...mine.params],
  }
  const [row] = await scopedRows<AskRow>(kernel.store, scope, 'housekeeper_asks', statement, tx)
  if (!row) throw refuse('not-found')
  if (row.version !== body.version) throw refuse('stale')
  if (row.state !== 'answered') throw refuseWith(housekeeperErrors, 'housekeeper.not-open')
  const changed = await kernel.store.run(
    "UPDATE housekeeper_asks SET state = 'closed', closed_at = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'answered'",
    [now, row.id, row.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  ctx.audit({ subject: askSubject, subjectId: row.id, placePath: row.place_path, before: { state: row.state }, after: { state: 'closed' } })
  await ctx.emit({
    name: 'housekeeper.finished',
    subject: talkSubject,
    subjectId: row.talk_id,
    payload: { talkId: row.talk_id, resident: row.resident_id, kind: row.kind, label: row.place_label },
    live: { userIds: [row.resident_id, principal.id] },
  })
  return presentAsk({ ...row, state: 'closed', closed_at: now, version: row.version + 1 }, { id: principal.id, now, serves })
}
