import type { Page, QueryOf } from '@liren/contract'
import type {
  housekeeper as contract,
  DeskAsk,
  HousekeeperAbsence,
  HousekeeperFigures,
  HousekeeperPost,
} from '@liren/contract/capabilities/housekeeper'
import { startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { presentAbsence } from './posts.ts'
import { facesOf, personIn, presentAsk, presentPost } from './present.ts'
import { type AbsenceRow, type AskRow, absenceColumns, askColumns, type PostRow, postColumns } from './row.ts'

type Endpoints = typeof contract.endpoints

export async function listPosts(kernel: Kernel, scope: Scope, query: QueryOf<Endpoints['posts']>): Promise<Page<HousekeeperPost>> {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { view: query.view })
  const [within, after] = [reach(scope, postColumns), keys.seek()]
  const open = query.view === 'today' ? 'until_at IS NULL' : 'until_at IS NOT NULL'
  const rows = await scopedRows<PostRow>(kernel.store, scope, 'housekeeper_posts', {
    sql: `SELECT * FROM housekeeper_posts WHERE ${within.sql} AND ${open} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
    params: [...within.params, ...after.params, limit + 1],
  })
  const page = keys.page(rows, limit, ({ id }) => [id])
  const faces = await facesOf(
    kernel,
    page.items.map(({ keeper_id }) => keeper_id),
    [],
    kernel.clock.now(),
  )
  return { items: page.items.map((row) => presentPost(row, faces)), next: page.next }
}

/** Substitutions that are not over. */
export async function listAbsences(kernel: Kernel, scope: Scope, query: QueryOf<Endpoints['absences']>): Promise<Page<HousekeeperAbsence>> {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'])
  const [within, after] = [reach(scope, absenceColumns), keys.seek()]
  const rows = await scopedRows<AbsenceRow>(kernel.store, scope, 'housekeeper_absences', {
    sql: `SELECT * FROM housekeeper_absences WHERE ${within.sql} AND until_at > ? AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
    params: [...within.params, kernel.clock.now(), ...after.params, limit + 1],
  })
  const page = keys.page(rows, limit, ({ id }) => [id])
  const names = await namesOf(
    kernel,
    page.items.flatMap((row) => [row.keeper_id, row.substitute_id]),
  )
  return { items: page.items.map((row) => presentAbsence(row, names)), next: page.next }
}

/** What was asked and how soon it was answered; what was said stays between the two. */
export async function listAsks(
  kernel: Kernel,
  principal: Principal,
  scope: Scope,
  query: QueryOf<Endpoints['asks']>,
): Promise<Page<DeskAsk>> {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { state: query.state ?? '' })
  const [within, after] = [reach({ ...scope, kind: 'place' }, askColumns), keys.seek()]
  const rows = await scopedRows<AskRow>(kernel.store, scope, 'housekeeper_asks', {
    sql: `SELECT * FROM housekeeper_asks WHERE ${within.sql} AND ${query.state ? 'state = ?' : '1 = 1'} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
    params: [...within.params, ...(query.state ? [query.state] : []), ...after.params, limit + 1],
  })
  const page = keys.page(rows, limit, ({ id }) => [id])
  const names = await namesOf(
    kernel,
    page.items.flatMap(({ keeper_id }) => (keeper_id === null ? [] : [keeper_id])),
  )
  const reader = { id: principal.id, now: kernel.clock.now(), serves: [] }
  return {
    items: page.items.map((row) => ({
      ...presentAsk(row, reader),
      house: row.place_label,
      keeper: row.keeper_id === null ? null : personIn(names, row.keeper_id),
    })),
    next: page.next,
  }
}

const longestDays = 400
const dayMs = 86_400_000

interface Sums {
  readonly keeper_id: string | null
  readonly asked: number
  readonly answered: number
  readonly in_time: number
  readonly overdue: number
  readonly waited: number | null
}

/** First answers of a span of days, as a whole and by housekeeper. */
export async function readFigures(kernel: Kernel, scope: Scope, query: QueryOf<Endpoints['figures']>): Promise<HousekeeperFigures> {
  if (query.to < query.from || Date.parse(query.to) - Date.parse(query.from) > longestDays * dayMs)
    throw refuse('request.invalid', {
      faults: [
        { path: 'query.to', zh: '结束日期应在开始之后，且不超过 400 天', en: 'Not before the start, and at most 400 days after it' },
      ],
    })
  const zone = kernel.config.LIREN_TIME_ZONE
  const [from, to] = [startOfDay(query.from, zone), startOfDay(query.to, zone) + dayMs]
  const within = reach({ ...scope, kind: 'place' }, askColumns)
  const rows = await scopedRows<Sums>(kernel.store, scope, 'housekeeper_asks', {
    sql: `SELECT keeper_id, COUNT(*) AS asked,
            SUM(CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END) AS answered,
            SUM(CASE WHEN answered_at <= due_at THEN 1 ELSE 0 END) AS in_time,
            SUM(CASE WHEN state = 'waiting' AND due_at < ? THEN 1 ELSE 0 END) AS overdue,
            SUM(answered_at - asked_at) AS waited
          FROM housekeeper_asks WHERE ${within.sql} AND asked_at >= ? AND asked_at < ? GROUP BY keeper_id ORDER BY keeper_id`,
    params: [kernel.clock.now(), ...within.params, from, to],
  })
  const names = await namesOf(
    kernel,
    rows.flatMap(({ keeper_id }) => (keeper_id === null ? [] : [keeper_id])),
  )
  return {
    ...figuresOf(rows),
    keepers: rows.flatMap((row) => (row.keeper_id === null ? [] : [{ ...figuresOf([row]), keeper: personIn(names, row.keeper_id) }])),
  }
}

function figuresOf(rows: readonly Sums[]) {
  const sum = (pick: (row: Sums) => number | null) => rows.reduce((all, row) => all + Number(pick(row) ?? 0), 0)
  const answered = sum((row) => row.answered)
  return {
    asked: sum((row) => row.asked),
    answered,
    inTime: sum((row) => row.in_time),
    overdue: sum((row) => row.overdue),
    meanMinutes: answered === 0 ? null : Math.round(sum((row) => row.waited) / answered / 6_000) / 10,
  }
}
