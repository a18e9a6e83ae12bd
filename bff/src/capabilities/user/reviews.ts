import type { Page, QueryOf, z } from '@liren/contract'
import { type user as contract, type reviewEntrySchema, type reviewSchema, userErrors } from '@liren/contract/capabilities/user'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { accountById, nameOf, type UserRow } from '../../kernel/identity/accounts.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placesById } from '../place/read.ts'
import { disableUser } from './lifecycle.ts'
import { flaggedCondition, flagsOf, reviewed } from './review-flags.ts'

type Review = z.infer<typeof reviewSchema>
type Entry = z.infer<typeof reviewEntrySchema>

export interface ReviewRow {
  readonly id: string
  readonly month: string
  readonly place_id: string
  readonly place_path: string
  readonly state: 'open' | 'done' | 'missed'
  readonly due_at: number
  readonly accounts: number
  readonly flagged: number
  readonly disabled: string | null
  readonly note: string | null
  readonly signed_off_by: string | null
  readonly signed_off_at: number | null
  readonly reminded_at: number | null
  readonly version: number
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export async function listReviews(kernel: Kernel, scope: Scope, query: QueryOf<typeof contract.endpoints.reviews>): Promise<Page<Review>> {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { state: query.state })
  const where: Condition[] = [underPlaces('place_path', scope.places), keys.seek()]
  if (query.state) where.push({ sql: 'state = ?', params: [query.state] })
  const condition = combine('AND', where)
  const rows = await scopedRows<ReviewRow>(kernel.store, scope, 'account_reviews', {
    sql: `SELECT * FROM account_reviews WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: condition.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await present(kernel, page.items) }
}

/** The accounts of a review, those with something remarkable first when asked for. */
export async function readReview(
  kernel: Kernel,
  scope: Scope,
  id: string,
  query: QueryOf<typeof contract.endpoints.review>,
): Promise<{ review: Review; items: Entry[]; next?: string | undefined }> {
  const row = await findReview(kernel, scope, id)
  const limit = query.limit ?? 50
  const now = kernel.clock.now()
  const keys = keyset(query, ['id'], { review: id, flagged: query.flagged ?? null })
  const where: Condition[] = [underPlaces('place_path', [row.place_path]), reviewed, keys.seek()]
  if (query.flagged) where.push(flaggedCondition(now))
  const condition = combine('AND', where)
  const users = await scopedRows<UserRow & { roles: number }>(kernel.store, scope, 'users', {
    sql: `SELECT users.*, (SELECT COUNT(*) FROM role_assignments a WHERE a.subject_kind = 'user' AND a.subject_id = users.id) AS roles
          FROM users WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: condition.params,
  })
  const page = keys.page(users, limit, (user) => [user.id])
  const [review] = await present(kernel, [row])
  return {
    review: review as Review,
    next: page.next,
    items: page.items.map((user) => ({
      userId: user.id,
      account: user.account,
      name: nameOf(kernel, user),
      state: user.state,
      lastSignInAt: isoOrNull(user.last_sign_in_at),
      flags: flagsOf(user, Number(user.roles), now),
    })),
  }
}

/** Signs a review off and disables the accounts that nobody needs any more, in one go. */
export async function signOff(
  kernel: Kernel,
  scope: Scope,
  actor: Principal,
  id: string,
  decision: { version: number; disable: readonly string[]; note?: string | undefined },
  tx: Tx,
): Promise<Review> {
  const row = await findReview(kernel, scope, id, tx)
  if (row.state === 'done') throw refuseWith(userErrors, 'user.reviewed')
  if (decision.disable.includes(actor.id)) throw refuseWith(userErrors, 'user.self')
  const count = await kernel.store.run(
    `UPDATE account_reviews SET state = 'done', signed_off_by = ?, signed_off_at = ?, note = ?, disabled = ?, version = version + 1
     WHERE id = ? AND version = ? AND state <> 'done'`,
    [actor.id, kernel.clock.now(), decision.note || null, JSON.stringify(decision.disable), id, decision.version],
    tx,
  )
  if (count !== 1) throw refuse('stale')
  for (const [i, userId] of [...new Set(decision.disable)].entries()) {
    const user = await accountById(kernel, userId, tx)
    if (!user?.place_path.startsWith(row.place_path))
      throw refuse('request.invalid', { faults: [{ path: `body.disable.${i}`, zh: '不在本次复核范围内', en: 'Not under this review' }] })
    if (user.state === 'active') await disableUser(kernel, user, `账号复核 ${row.month}`, tx)
  }
  const [review] = await present(kernel, [await findReview(kernel, scope, id, tx)], tx)
  return review as Review
}

async function findReview(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<ReviewRow> {
  const reach = underPlaces('place_path', scope.places)
  const statement = { sql: `SELECT * FROM account_reviews WHERE id = ? AND ${reach.sql}`, params: [id, ...reach.params] }
  const [row] = await scopedRows<ReviewRow>(kernel.store, scope, 'account_reviews', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

async function present(kernel: Kernel, rows: readonly ReviewRow[], tx?: Tx): Promise<Review[]> {
  const names = await namesOf(
    kernel,
    rows.flatMap((row) => row.signed_off_by ?? []),
    tx,
  )
  const places = await placesById(
    kernel,
    rows.map((row) => row.place_id),
    tx,
  )
  return rows.map((row) => ({
    id: row.id,
    month: row.month,
    place: { id: row.place_id, name: places.get(row.place_id)?.name ?? '', path: row.place_path },
    state: row.state,
    dueAt: new Date(row.due_at).toISOString(),
    accounts: row.accounts,
    flagged: row.flagged,
    signedOffBy: row.signed_off_by === null ? null : (names.get(row.signed_off_by) ?? ''),
    signedOffAt: isoOrNull(row.signed_off_at),
    note: row.note,
    remindedAt: isoOrNull(row.reminded_at),
    version: row.version,
  }))
}
