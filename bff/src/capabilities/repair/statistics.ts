import type { QueryOf, ResponseOf } from '@liren/contract'
import type { repairEndpoints } from '@liren/contract/capabilities/repair'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Categories } from './categories.ts'

type Statistics = ResponseOf<typeof repairEndpoints.statistics>
type Query = QueryOf<typeof repairEndpoints.statistics>

interface DayRow {
  day: string
  category: string
  created: number
  closed: number
  on_time: number
  reopened: number
  rated: number
  stars: number
  accepted: number
  accept_minutes: number
  finish_minutes: number
}

const columns = ['created', 'closed', 'on_time', 'reopened', 'rated', 'stars', 'accepted', 'accept_minutes', 'finish_minutes'] as const
const longestDays = 400

/** Every figure comes from the daily rollup; only what is open this moment is counted, on its index. */
export async function readStatistics(kernel: Kernel, categories: Categories, scope: Scope, query: Query): Promise<Statistics> {
  if (query.to < query.from || Date.parse(query.to) - Date.parse(query.from) > longestDays * 86_400_000)
    throw refuse('request.invalid', {
      faults: [
        { path: 'query.to', zh: '结束日期应在开始之后，且不超过 400 天', en: 'Not before the start, and at most 400 days after it' },
      ],
    })
  const within = await placesOf(kernel, scope, query.placeId)
  const here = underPlaces('place_path', within)

  const sums = columns.map((column) => `SUM(${column}) AS ${column}`).join(', ')
  const rows = await scopedRows<DayRow>(kernel.store, scope, 'repair_days', {
    sql: `SELECT day, category, ${sums} FROM repair_days WHERE day >= ? AND day <= ? AND ${here.sql} GROUP BY day, category ORDER BY day`,
    params: [query.from, query.to, ...here.params],
  })
  const [open] = await scopedRows<{ open: number; overdue: number }>(kernel.store, scope, 'repairs', {
    sql: `SELECT COUNT(*) AS open, SUM(CASE WHEN due_at < ? THEN 1 ELSE 0 END) AS overdue FROM repairs WHERE phase IN ('open', 'active') AND ${here.sql}`,
    params: [kernel.clock.now(), ...here.params],
  })

  const total = sum(rows)
  const names = await categories.all()
  return {
    totals: {
      created: total.created,
      closed: total.closed,
      open: Number(open?.open ?? 0),
      overdue: Number(open?.overdue ?? 0),
      reopened: total.reopened,
      onTime: ratio(total.on_time, total.closed, 3),
      satisfaction: ratio(total.stars, total.rated, 2),
      acceptMinutes: ratio(total.accept_minutes, total.accepted, 0),
      finishMinutes: ratio(total.finish_minutes, total.closed, 0),
    },
    days: groups(rows, (row) => row.day).map(([day, of]) => ({ day, created: sum(of).created, closed: sum(of).closed })),
    categories: groups(rows, (row) => row.category).map(([code, of]) => {
      const text = names.get(code)?.text
      return { code, zh: text?.zh ?? code, en: text?.en ?? code, created: sum(of).created, closed: sum(of).closed }
    }),
    asOf: new Date(kernel.clock.now()).toISOString(),
  }
}

async function placesOf(kernel: Kernel, scope: Scope, placeId: string | undefined): Promise<readonly string[]> {
  if (placeId === undefined) return scope.places
  const [place] = await kernel.store.rows<{ path: string }>('SELECT path FROM places WHERE id = ?', [placeId])
  if (!place || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  return [place.path]
}

function sum(rows: readonly DayRow[]): Record<(typeof columns)[number], number> {
  const out = Object.fromEntries(columns.map((column) => [column, 0])) as Record<(typeof columns)[number], number>
  for (const row of rows) for (const column of columns) out[column] += Number(row[column])
  return out
}

function groups(rows: readonly DayRow[], key: (row: DayRow) => string): [string, DayRow[]][] {
  const out = new Map<string, DayRow[]>()
  for (const row of rows) out.set(key(row), [...(out.get(key(row)) ?? []), row])
  return [...out]
}

/** Nothing closed is not zero per cent: it is no figure. */
function ratio(part: number, whole: number, digits: number): number | null {
  return whole === 0 ? null : Number((part / whole).toFixed(digits))
}
