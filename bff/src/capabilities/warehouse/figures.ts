import { catalogueDomains, domainCodes } from '@liren/contract/capabilities/catalogue'
import { dataWarehouses, type WarehouseFigures, type WarehouseKind, warehouseKinds } from '@liren/contract/capabilities/warehouse'
import { warehouseTexts } from '@liren/contract/catalogue/domains'
import { overlapOf, scopeWith } from '../../kernel/http/access.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, scopedTable, underPlaces } from '../../kernel/store/scope.ts'
import { stewardsOf, tableEntries, tableGrades } from '../catalogue/read.ts'
import { kindNames, kindSpecs, ruleText, sourceText, warehouseOfKind } from './kinds.ts'

scopedTable('warehouse_figures', { placePath: 'place_path' })

interface FigureRow {
  readonly kind: WarehouseKind
  readonly records: number
  readonly newest_at: number
  readonly faulty: number
  readonly by_source: string
  readonly by_rule: string
  readonly measured_at: number
}

type Kind = WarehouseFigures['kinds'][number]

/** The three warehouses as the viewer may see them: one statement for the figures, however many records there are. */
export async function figuresOf(kernel: Kernel, { scope, principal }: Pick<RequestContext, 'scope' | 'principal'>) {
  const readable = kindNames.flatMap((kind) => {
    const { places } = overlapOf(scope, scopeWith(principal, kindSpecs[kind].permission, 'place'))
    return places.length === 0 ? [] : [{ kind, within: underPlaces('place_path', places) }]
  })
  const where = combine(
    'OR',
    readable.map(({ kind, within }) => ({ sql: `(kind = ? AND (${within.sql}))`, params: [kind, ...within.params] })),
  )
  const rows = await scopedRows<FigureRow>(kernel.store, scope, 'warehouse_figures', {
    sql: `SELECT kind, records, newest_at, faulty, by_source, by_rule, measured_at FROM warehouse_figures WHERE ${where.sql}`,
    params: where.params,
  })
  const [grades, stewards] = [await tableGrades(kernel), await stewardsOf(kernel)]
  const items = dataWarehouses.map(
    (warehouse): WarehouseFigures => ({
      warehouse,
      text: warehouseTexts[warehouse],
      databases: domainCodes
        .filter((domain) => catalogueDomains[domain].warehouse === warehouse)
        .map((domain) => ({
          domain,
          text: catalogueDomains[domain].text,
          owner: stewards.get(domain)?.owner ?? catalogueDomains[domain].owner.zh,
          tables: tableEntries
            .filter((entry) => entry.domain === domain)
            .map(({ table, text }) => ({ table, text, grade: (grades.get(table) ?? null) as 'L1' | null })),
        })),
      kinds: readable
        .filter(({ kind }) => warehouseOfKind(kind) === warehouse)
        .map(({ kind }) =>
          sumOf(
            kind,
            rows.filter((row) => row.kind === kind),
          ),
        ),
    }),
  )
  return { items }
}

function sumOf(kind: WarehouseKind, rows: readonly FigureRow[]): Kind {
  const { domain, table } = kindSpecs[kind]
  const sum = (of: 'records' | 'faulty') => rows.reduce((total, row) => total + Number(row[of]), 0)
  const latest = (of: 'newest_at' | 'measured_at') => Math.max(0, ...rows.map((row) => Number(row[of])))
  const [newest, measured] = [latest('newest_at'), latest('measured_at')]
  const counted = (of: 'by_source' | 'by_rule', textOf: (code: string) => Kind['text']) => {
    const sums = new Map<string, number>()
    for (const row of rows)
      for (const [code, n] of Object.entries(JSON.parse(row[of]) as Record<string, number>)) sums.set(code, (sums.get(code) ?? 0) + n)
    return [...sums].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([code, records]) => ({ code, text: textOf(code), records }))
  }
  return {
    ...{ kind, text: warehouseKinds[kind], domain, table, records: sum('records'), faulty: sum('faulty') },
    ...{ newestAt: newest === 0 ? null : iso(newest), measuredAt: measured === 0 ? null : iso(measured) },
    ...{ sources: counted('by_source', sourceText), rules: counted('by_rule', (rule) => ruleText(kind, rule)) },
  }
}
