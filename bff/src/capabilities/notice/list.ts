import type { Page, QueryOf } from '@liren/contract'
import { categoriesOf, type notice as contract, type Notice, type NoticeBrief } from '@liren/contract/capabilities/notice'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { lookUp } from '../search/read.ts'
import { presentBriefs, presentNotice } from './present.ts'
import { noticeReader, readable } from './reader.ts'
import { type NoticeRow, noticeSubject } from './row.ts'

type Endpoints = typeof contract.endpoints

/** Of what a keyword finds, this many at most are looked at: nobody pages further. */
const mostFound = 200
const forWhom = 'a notice says itself whom it is for'
const sort = ['standing desc', 'published_at desc', 'id desc']

export async function listNotices(kernel: Kernel, principal: Principal, query: QueryOf<Endpoints['list']>): Promise<Page<NoticeBrief>> {
  const { shelf, group, category, publisher, q, placeId } = query
  const limit = query.limit ?? 20
  const keys = keyset(query, sort, { shelf, group, category, publisher, q, placeId })
  const reader = await noticeReader(kernel, principal, placeId)
  const where: Condition[] = [readable(reader), { sql: 'shelf = ?', params: [shelf] }, keys.seek()]
  if (category) where.push({ sql: 'category = ?', params: [category] })
  else if (group) where.push(among('category', categoriesOf(group)))
  if (publisher) where.push({ sql: 'publisher = ?', params: [publisher] })
  if (q !== undefined) {
    const reach = { places: reader.works, houses: [...reader.homeIds, ...reader.guestIds] }
    where.push(among('id', await lookUp(kernel, { text: q, subject: noticeSubject, reach, limit: mostFound })))
  }
  const { sql, params } = combine('AND', where)
  const rows = await unscoped<NoticeRow>(kernel.store, forWhom, {
    sql: `SELECT * FROM notices WHERE ${sql} ORDER BY ${keys.orderBy} LIMIT ?`,
    params: [...params, limit + 1],
  })
  const page = keys.page(rows, limit, (row) => [row.standing, Number(row.published_at), row.id])
  return { items: await presentBriefs(kernel, principal, page.items), next: page.next }
}

/** Those of these notices that this person may read. */
export async function readableAmong(kernel: Kernel, principal: Principal, ids: readonly string[], tx?: Tx): Promise<NoticeRow[]> {
  const open: Condition = { sql: "state = 'published' AND audience = 'public'", params: [] }
  const one = combine('AND', [among('id', ids), combine('OR', [open, readable(await noticeReader(kernel, principal, undefined, tx))])])
  return unscoped<NoticeRow>(kernel.store, forWhom, { sql: `SELECT * FROM notices WHERE ${one.sql}`, params: one.params }, tx)
}

/** One that is for everybody is read by whoever has its address; the others by whom they are for. */
export async function noticeToRead(kernel: Kernel, principal: Principal, id: string, tx?: Tx): Promise<NoticeRow> {
  const [row] = await readableAmong(kernel, principal, [id], tx)
  if (!row) throw refuse('not-found')
  return row
}

export const readNotice = async (kernel: Kernel, { principal, params, now }: RequestContext<Endpoints['read']>): Promise<Notice> =>
  presentNotice(kernel, principal, await noticeToRead(kernel, principal, params.id), now)

/** Files go with the notice: to whom it is for, and to those who write and review there. */
export async function mayReadFiles(kernel: Kernel, principal: Principal, id: string): Promise<boolean> {
  if ((await readableAmong(kernel, principal, [id])).length > 0) return true
  const { places } = scopeWith(principal, 'notice.write', 'place')
  if (places.length === 0) return false
  const statement = { sql: 'SELECT place_path FROM notices WHERE id = ?', params: [id] }
  const [row] = await unscoped<{ place_path: string }>(kernel.store, 'the place decides who may see it', statement)
  return row !== undefined && places.some((path) => row.place_path.startsWith(path))
}
