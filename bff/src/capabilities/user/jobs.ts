import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import { AppError } from '../../kernel/errors.ts'
import type { UserRow } from '../../kernel/identity/accounts.ts'
import { renewNameGrams } from '../../kernel/identity/renew-grams.ts'
import { builtinRoles } from '../../kernel/identity/roles.ts'
import { marks } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { disableUser } from './lifecycle.ts'
import { flaggedCondition, reviewed, twoYearsBefore } from './review-flags.ts'
import type { ReviewRow } from './reviews.ts'

/** A review is to be signed by the tenth; then it is asked for, every day. */
const dueDay = '10'
const day = 86_400_000

export function userJobs(kernel: Kernel): Job[] {
  return [
    {
      kind: 'user.name-index',
      text: { zh: '按新密钥更新姓名检索索引', en: 'Renew the index of names under the current key' },
      daily: '04:10',
      async run() {
        while ((await renewNameGrams(kernel)) > 0);
      },
    },
    {
      kind: 'user.dormant',
      text: { zh: '停用两年未登录的账号', en: 'Disable accounts that slept for two years' },
      daily: '03:20',
      run: (_, { now }) => disableDormant(kernel, now),
    },
    {
      kind: 'user.review',
      text: { zh: '每月账号复核与提醒', en: 'Monthly account review and its reminder' },
      daily: '08:30',
      run: async (_, { now }) => {
        await openReviews(kernel, now)
        await remind(kernel, now)
      },
    },
  ]
}

/** Whoever has not signed in for two years is disabled; the last system administrator is left, and complained about. */
export async function disableDormant(kernel: Kernel, now: number): Promise<void> {
  const before = twoYearsBefore(now)
  const sleeping = await unscoped<UserRow>(kernel.store, 'sleeping accounts are disabled wherever they are', {
    sql: `SELECT * FROM users WHERE state = 'active' AND class <> 'resident'
          AND ((last_sign_in_at IS NOT NULL AND last_sign_in_at <= ?) OR (last_sign_in_at IS NULL AND created_at <= ?)) ORDER BY id LIMIT 500`,
    params: [before, before],
  })
  for (const user of sleeping) {
    try {
      await kernel.store.tx(async (tx) => {
        await disableUser(kernel, user, '两年未登录', tx)
        const event = { name: 'user.disabled', subject: 'user', subjectId: user.id, payload: { because: 'dormant' } }
        await appendEvents(kernel, [event], tx)
        await kernel.audit.write(
          {
            actorId: null,
            actorKind: 'system',
            action: 'user.disabled',
            subject: 'user',
            subjectId: user.id,
            placePath: user.place_path,
            result: 'done',
            ip: null,
            requestId: null,
            reason: '两年未登录',
          },
          tx,
        )
      })
    } catch (error) {
      // Signed in a moment ago, or the last administrator: both stay, the others go on.
      if (!(error instanceof AppError)) throw error
      kernel.log.warn({ user: user.id, code: error.code }, 'a dormant account was not disabled')
    }
  }
}

/** One review a month for every place that has somebody to sign it. */
export async function openReviews(kernel: Kernel, now: number): Promise<void> {
  const month = dayOf(now, kernel.config.LIREN_TIME_ZONE).slice(0, 7)
  const roles = [...builtinRoles(kernel).values()]
    .filter((role) => role.permissions.some(({ code }) => code === 'user.review'))
    .map(({ id }) => id)
  if (roles.length === 0) return
  const places = await kernel.store.rows<{ place_id: string; place_path: string }>(
    `SELECT DISTINCT place_id, place_path FROM role_assignments WHERE subject_kind = 'user' AND role_id IN (${marks(roles)})`,
    roles,
  )
  const dueAt = startOfDay(`${month}-${dueDay}`, kernel.config.LIREN_TIME_ZONE) + day
  for (const place of places) {
    await kernel.store.tx(async (tx) => {
      const { accounts, flagged } = await countAccounts(kernel, place.place_path, now, tx)
      const id = kernel.ids.next()
      const made = await insertOnce(
        kernel.store,
        'account_reviews',
        { id, month, ...place, due_at: dueAt, accounts, flagged, created_at: now },
        tx,
      )
      if (made) await appendEvents(kernel, [dueEvent(id, place.place_path, month)], tx)
    })
  }
}

/** Asks again for what is overdue, once a day; a month that ended unsigned is called missed and still asked for. */
export async function remind(kernel: Kernel, now: number): Promise<void> {
  const month = dayOf(now, kernel.config.LIREN_TIME_ZONE).slice(0, 7)
  const overdue = await unscoped<ReviewRow>(kernel.store, 'a skipped review is asked for wherever it is', {
    sql: "SELECT * FROM account_reviews WHERE state IN ('open', 'missed') AND due_at <= ? AND (reminded_at IS NULL OR reminded_at <= ?) ORDER BY id LIMIT 200",
    params: [now, now - day / 2],
  })
  for (const review of overdue) {
    await kernel.store.tx(async (tx) => {
      const state = review.month < month ? 'missed' : 'open'
      const count = await kernel.store.run(
        "UPDATE account_reviews SET state = ?, reminded_at = ?, version = version + 1 WHERE id = ? AND version = ? AND state <> 'done'",
        [state, now, review.id, review.version],
        tx,
      )
      if (count === 1) await appendEvents(kernel, [dueEvent(review.id, review.place_path, review.month)], tx)
    })
  }
}

const dueEvent = (id: string, placePath: string, month: string) => ({
  name: 'user.review-due',
  subject: 'account-review',
  subjectId: id,
  payload: { month },
  live: { placePath, permission: 'user.review' },
})

async function countAccounts(kernel: Kernel, path: string, now: number, tx: Tx): Promise<{ accounts: number; flagged: number }> {
  const all = combine('AND', [underPlaces('place_path', [path]), reviewed])
  const some = combine('AND', [all, flaggedCondition(now)])
  const count = async ({ sql, params }: typeof all) => {
    const statement = { sql: `SELECT COUNT(*) AS n FROM users WHERE ${sql}`, params }
    const [row] = await unscoped<{ n: number }>(kernel.store, 'a review says how many accounts it is about', statement, tx)
    return Number(row?.n ?? 0)
  }
  return { accounts: await count(all), flagged: await count(some) }
}
