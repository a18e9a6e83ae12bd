import type { Page, QueryOf } from '@liren/contract'
import { scoreEndpoints as e, type ScoreRow as Row, type Score, scoreLevelNumbers } from '@liren/contract/capabilities/score'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { cappedCount, keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { standingHint } from '../hint/read.ts'
import { pathsWithin } from '../place/read.ts'
import { type Item, type ScoreRow, scoreScope } from './row.ts'
import { listSettings, saveSetting, settingsOf, valuesOf } from './settings.ts'

type Asker = Pick<RequestContext, 'scope' | 'principal'>

const shown = 60

function present(row: ScoreRow): Row {
  const [before, score] = [row.score_before === null ? Number(row.score) : Number(row.score_before), Number(row.score)]
  return {
    ...{ id: row.org_id, name: row.name, kind: row.kind, place: row.place_name, score },
    ...{ level: Number(row.level) as Row['level'], trend: score > before ? 'up' : score < before ? 'down' : 'same' },
    ...{ since: iso(Number(row.since_at)), changedAt: iso(Number(row.changed_at)) },
  }
}

async function within(kernel: Kernel, { scope }: Asker, { placeId, kind }: QueryOf<typeof e.counts>): Promise<Condition[]> {
  return [
    reach(scope, scoreScope),
    ...(placeId === undefined ? [] : [underPlaces('place_path', await pathsWithin(kernel, placeId))]),
    ...(kind === undefined ? [] : [{ sql: 'kind = ?', params: [kind] }]),
  ]
}

async function list(kernel: Kernel, asker: Asker, query: QueryOf<typeof e.list>): Promise<Page<Row>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['score desc', 'org_id desc'], filters)
  const where = combine('AND', [
    ...(await within(kernel, asker, filters)),
    ...(filters.level === undefined ? [] : [{ sql: 'level = ?', params: [filters.level] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<ScoreRow>(kernel.store, asker.scope, 'org_scores', {
    sql: `SELECT * FROM org_scores WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [Number(row.score), row.org_id])
  return { ...page, items: page.items.map(present) }
}

async function counts(kernel: Kernel, asker: Asker, query: QueryOf<typeof e.counts>) {
  const where = await within(kernel, asker, query)
  const levels = scoreLevelNumbers.map(async (level) => {
    const { sql, params } = combine('AND', [{ sql: 'level = ?', params: [level] }, ...where])
    const counted = cappedCount({ sql: `FROM org_scores WHERE ${sql}`, params })
    const [row] = await scopedRows<{ n: number }>(kernel.store, asker.scope, 'org_scores', counted)
    return { level, count: Number(row?.n ?? 0) }
  })
  return { levels: await Promise.all(levels) }
}

async function read(kernel: Kernel, { scope }: Asker, id: string): Promise<Score> {
  const where = combine('AND', [{ sql: 'org_id = ?', params: [id] }, reach(scope, scoreScope)])
  const statement = { sql: `SELECT * FROM org_scores WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<ScoreRow>(kernel.store, scope, 'org_scores', statement)
  if (!row) throw refuse('not-found')
  const history = await kernel.store.rows<{ at: number; score: number; level: Row['level'] }>(
    `SELECT at, score, level FROM org_score_history WHERE org_id = ? ORDER BY id DESC LIMIT ${shown}`,
    [id],
  )
  const setting = row.community_id === null ? undefined : (await settingsOf(kernel, [row.community_id])).get(row.community_id)
  const warning = row.community_id === null ? undefined : await standingHint(kernel, 'org-hazard', row.community_id, id)
  return {
    ...present(row),
    items: (JSON.parse(row.items) as Item[]).map((item) => ({
      ...item,
      ...{ at: iso(item.at), rightedAt: item.rightedAt === null ? null : iso(item.rightedAt) },
    })),
    history: history.map((one) => ({ at: iso(Number(one.at)), score: Number(one.score), level: Number(one.level) as Row['level'] })),
    values: valuesOf(setting),
    warning: warning ? { ...warning, at: iso(warning.at) } : null,
  }
}

export const scoreRoutes = (kernel: Kernel): Route[] => [
  route(e.list, (ctx) => list(kernel, ctx, ctx.query)),
  route(e.counts, (ctx) => counts(kernel, ctx, ctx.query)),
  route(e.read, (ctx) => read(kernel, ctx, ctx.params.id)),
  route(e.settings, async ({ scope }) => ({ items: await listSettings(kernel, scope) })),
  route(e.saveSetting, async (ctx) => {
    const { before, after, path } = await saveSetting(kernel, ctx, ctx.body)
    ctx.audit({ subject: 'org-score', subjectId: after.community.id, placePath: path, before: before.values, after: after.values })
    return after
  }),
]
