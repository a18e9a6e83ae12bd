import type { Page, QueryOf } from '@liren/contract'
import type { Firing, RuleContent, RuleSummary, ruleEndpoints } from '@liren/contract/capabilities/rule'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { placesById } from '../place/read.ts'
import { type FiringRow, presentFirings, presentRules, summaryOf } from './present.ts'
import { type RuleRow, ruleScope } from './row.ts'

export async function listRules(kernel: Kernel, scope: Scope, query: QueryOf<typeof ruleEndpoints.list>): Promise<Page<RuleSummary>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['id desc'], filters)
  const place = filters.placeId === undefined ? undefined : (await placesById(kernel, [filters.placeId])).get(filters.placeId)
  const where = combine('AND', [
    { sql: 'is_removed = 0', params: [] },
    reach(scope, ruleScope),
    ...(filters.placeId === undefined ? [] : [underPlaces('place_path', place ? [place.path] : [])]),
    ...(filters.enabled === undefined ? [] : [{ sql: 'is_enabled = ?', params: [Number(filters.enabled)] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<RuleRow>(kernel.store, scope, 'rules', {
    sql: `SELECT * FROM rules WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: (await presentRules(kernel, page.items)).map(summaryOf) }
}

const dayAfter = (day: string): string => dayOf(Date.parse(`${day}T12:00:00Z`) + 86_400_000, 'UTC')

/** When rules fired, newest first, with what they said then. */
export async function listFirings(kernel: Kernel, scope: Scope, query: QueryOf<typeof ruleEndpoints.firings>): Promise<Page<Firing>> {
  const { cursor, limit = 20, ...filters } = query
  const zone = kernel.config.LIREN_TIME_ZONE
  const keys = keyset({ cursor }, ['id desc'], filters)
  const where: Condition[] = [reach(scope, ruleScope)]
  if (filters.ruleId !== undefined) where.push({ sql: 'rule_id = ?', params: [filters.ruleId] })
  if (filters.deviceId !== undefined) where.push({ sql: 'device_id = ?', params: [filters.deviceId] })
  if (filters.from !== undefined) where.push({ sql: 'at >= ?', params: [startOfDay(filters.from, zone)] })
  if (filters.to !== undefined) where.push({ sql: 'at < ?', params: [startOfDay(dayAfter(filters.to), zone)] })
  const all = combine('AND', [...where, keys.seek()])
  const rows = await scopedRows<FiringRow>(kernel.store, scope, 'rule_firings', {
    sql: `SELECT id, rule_id, number, rule_name, place_path, ran_at, content, at FROM rule_firings WHERE ${all.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: all.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  const contents = await contentsOf(kernel, page.items)
  return { ...page, items: await presentFirings(kernel, page.items, (row) => contents.get(`${row.rule_id}:${row.number}`)) }
}

async function contentsOf(kernel: Kernel, rows: readonly FiringRow[]): Promise<Map<string, RuleContent>> {
  const some = among('rule_id', [...new Set(rows.map((row) => row.rule_id))])
  const numbers = among('number', [...new Set(rows.map((row) => Number(row.number)))])
  const both = combine('AND', [some, numbers])
  const found = await kernel.store.rows<{ rule_id: string; number: number; content: string }>(
    `SELECT rule_id, number, content FROM rule_versions WHERE ${both.sql}`,
    both.params,
  )
  return new Map(found.map((row) => [`${row.rule_id}:${row.number}`, JSON.parse(row.content) as RuleContent]))
}
