import { type notice as contract, type NoticeDraft, noticeErrors, noticePublishers } from '@liren/contract/capabilities/notice'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { tileOf } from '../app/read.ts'
import { attachFiles, unshareFiles } from '../file/read.ts'
import { type KnownPlace, pathsWithin, placesAbove, placesById } from '../place/read.ts'
import { writePlaces } from './audience.ts'
import { presentDraft } from './present.ts'
import { filesOf, type NoticeRow, noticeColumns, noticeSubject, writersOf } from './row.ts'

type Endpoints = typeof contract.endpoints
type Content = RequestContext<Endpoints['create']>['body']
type Writing = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'now' | 'audit'>

export async function draftIn(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<NoticeRow> {
  const within = reach(scope, noticeColumns)
  const statement = { sql: `SELECT * FROM notices WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<NoticeRow>(kernel.store, scope, 'notices', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

const covers = (scope: Pick<Scope, 'places'>, path: string) => scope.places.some((place) => path.startsWith(place))

/** Where it is published and read. Its parts lie in its place, and nobody speaks for a street who answers for one estate. */
async function placesOf(
  kernel: Kernel,
  { placeId, places, publisher }: Content,
  scope: Scope,
  tx: Tx,
): Promise<[KnownPlace, ...KnownPlace[]]> {
  const known = await placesById(kernel, [placeId, ...places], tx)
  const place = known.get(placeId)
  if (!place || place.isRetired || !covers(scope, place.path)) throw refuse('not-found')
  const parts = [...new Set(places)].map((id) => known.get(id))
  const within: KnownPlace[] = []
  for (const part of parts) {
    if (!part || part.isRetired) throw refuse('not-found')
    const paths = await pathsWithin(kernel, part.id, tx)
    if (!paths.slice(part.kind === 'grid' ? 1 : 0).every((path) => path.startsWith(place.path)) || !covers(scope, part.path))
      throw refuseWith(noticeErrors, 'notice.place-not-within')
    within.push(part)
  }
  const { answersFor } = noticePublishers[publisher]
  const around = answersFor === null ? [] : await placesAbove(kernel, place.path, tx)
  const spoken = around.find(({ kind }) => kind === answersFor) ?? place
  if (!covers(scope, spoken.path)) throw refuseWith(noticeErrors, 'notice.not-yours-to-speak-for')
  return [place, ...within]
}

const at = (instant: string | null) => (instant === null ? null : Date.parse(instant))

/** What was typed, as it is kept. */
function kept(body: Content, now: number) {
  const [publishAt, endsAt, pinnedUntil] = [at(body.publishAt), at(body.endsAt), at(body.pinnedUntil)]
  const from = Math.max(publishAt ?? now, now)
  if ((endsAt !== null && endsAt <= from) || (pinnedUntil !== null && pinnedUntil <= from))
    throw refuseWith(noticeErrors, 'notice.days-in-wrong-order')
  if (body.service !== null && !tileOf(body.service)) throw refuseWith(noticeErrors, 'notice.service-unknown')
  return {
    ...{ title: body.title, body: body.body, title_en: body.titleEn, body_en: body.bodyEn, category: body.category },
    ...{ publisher: body.publisher, publisher_name: body.publisherName, audience: body.audience, service: body.service },
    ...{
      files: JSON.stringify([...new Set(body.files)]),
      publish_at: publishAt,
      ends_at: endsAt,
      pinned_until: pinnedUntil,
      changed_at: now,
    },
  }
}

/** Of its files the new ones become part of it, those left out leave it. */
async function takeFiles(kernel: Kernel, row: NoticeRow, before: readonly string[], { principal, tx }: Writing): Promise<void> {
  const files = filesOf(row)
  const fresh = files.filter((id) => !before.includes(id))
  const attachment = { ids: fresh, ownerId: principal.id, subject: noticeSubject, subjectId: row.id, placePath: row.place_path }
  if (!(await attachFiles(kernel, attachment, tx))) throw refuseWith(noticeErrors, 'notice.file-unknown')
  await unshareFiles(
    kernel,
    noticeSubject,
    row.id,
    before.filter((id) => !files.includes(id)),
    tx,
  )
}

export async function createNotice(kernel: Kernel, ctx: RequestContext<Endpoints['create']>): Promise<NoticeDraft> {
  const { body, scope, principal, tx, now } = ctx
  const [place, ...parts] = await placesOf(kernel, body, scope, tx)
  const row: NoticeRow = {
    ...{ id: kernel.ids.next(), place_id: place.id, place_path: place.path, ...kept(body, now), state: 'draft', shelf: null, standing: 0 },
    ...{ published_at: null, author_id: principal.id, writers: JSON.stringify([principal.id]), told: 0, opened: 0, version: 1 },
  }
  await insertOnce(kernel.store, 'notices', { ...row }, tx)
  await writePlaces(kernel, row.id, parts.length === 0 ? [place] : parts, tx)
  await takeFiles(kernel, row, [], ctx)
  ctx.audit({ subject: noticeSubject, subjectId: row.id, placePath: row.place_path, after: { title: row.title } })
  return presentDraft(kernel, principal, row, now, tx)
}

export async function updateNotice(kernel: Kernel, ctx: RequestContext<Endpoints['update']>): Promise<NoticeDraft> {
  const { body, scope, principal, tx, now, params } = ctx
  const before = await draftIn(kernel, scope, params.id, tx)
  if (before.state !== 'draft' && before.state !== 'returned') throw refuseWith(noticeErrors, 'notice.step-not-allowed')
  const [place, ...parts] = await placesOf(kernel, body, scope, tx)
  const writers = JSON.stringify([...new Set([...writersOf(before), principal.id])])
  const changes = { place_id: place.id, place_path: place.path, ...kept(body, now), writers }
  await changeNotice(kernel, before.id, body.version, changes, tx)
  const row: NoticeRow = { ...before, ...changes, version: before.version + 1 }
  await writePlaces(kernel, row.id, parts.length === 0 ? [place] : parts, tx)
  await takeFiles(kernel, row, filesOf(before), ctx)
  ctx.audit({
    ...{ subject: noticeSubject, subjectId: row.id, placePath: row.place_path },
    ...{ before: { title: before.title }, after: { title: row.title } },
  })
  return presentDraft(kernel, principal, row, now, tx)
}

/** A draft that nobody was asked about may go without a trace but the audit's. */
export async function removeNotice(kernel: Kernel, ctx: RequestContext<Endpoints['remove']>): Promise<void> {
  const { scope, tx, params, query } = ctx
  const row = await draftIn(kernel, scope, params.id, tx)
  if (row.state !== 'draft' && row.state !== 'returned') throw refuseWith(noticeErrors, 'notice.step-not-allowed')
  const gone = await kernel.store.run('DELETE FROM notices WHERE id = ? AND version = ?', [row.id, query.version], tx)
  if (gone !== 1) throw refuse('stale')
  for (const table of ['notice_places', 'notice_steps']) await kernel.store.run(`DELETE FROM ${table} WHERE notice_id = ?`, [row.id], tx)
  await unshareFiles(kernel, noticeSubject, row.id, filesOf(row), tx)
  ctx.audit({ subject: noticeSubject, subjectId: row.id, placePath: row.place_path, before: { title: row.title } })
}

/** Changes it only as somebody has seen it. */
export async function changeNotice(
  { store }: Kernel,
  id: string,
  version: number,
  changes: Partial<Record<keyof NoticeRow, string | number | null>>,
  tx: Tx,
): Promise<void> {
  const columns = Object.keys(changes)
  const changed = await store.run(
    `UPDATE notices SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND version = ?`,
    [...Object.values(changes), id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
}
