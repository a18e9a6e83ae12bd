import type { WarehouseKind } from '@liren/contract/capabilities/warehouse'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { faultTallies } from '../quality/read.ts'
import { type KindSpec, kindNames, kindSpecs } from './kinds.ts'

const why = 'the figures of the warehouses are of the whole house'

interface Tally {
  records: number
  newest: number
  faulty: number
  readonly sources: Record<string, number>
  readonly rules: Record<string, number>
}

interface Line {
  readonly place_path: string
  readonly source: string
  readonly records: number
  readonly newest: number
  readonly faulty: number
  readonly [rule: `rule_${string}`]: number
}

const ifTrue = (sql: string) => `SUM(CASE WHEN ${sql} THEN 1 ELSE 0 END)`

/** Rows that one statement walks over: as many as are counted well within the time that a statement may take. */
const stretch = 20_000
/** A meter has a row for each day. */
const perKey: Readonly<Record<string, number>> = { meter_id: 400 }

/** Where the next stretch ends; undefined when all is walked. */
async function endOf(kernel: Kernel, { table, key }: KindSpec, after: string, most: number): Promise<string | undefined> {
  const column = key.slice(key.indexOf('.') + 1)
  const size = Math.max(1, Math.floor(most / (perKey[column] ?? 1)))
  const [row] = await unscoped<{ last: string | null }>(kernel.store, why, {
    sql: `SELECT MAX(walked.k) AS last FROM (SELECT DISTINCT ${column} AS k FROM ${table} WHERE ${column} > ? ORDER BY ${column} LIMIT ${size}) walked`,
    params: [after],
  })
  return row?.last ?? undefined
}

/** Walks through the table by night, stretch by stretch, so that nobody has to wait for a count by day. */
async function* lines(kernel: Kernel, spec: KindSpec, most: number): AsyncGenerator<Line> {
  const rules = Object.entries(spec.rules)
  const some = rules.length === 0 ? '0' : ifTrue(rules.map(([, { sql }]) => sql).join(' OR '))
  const sums = rules.map(([rule, { sql }]) => `, ${ifTrue(sql)} AS rule_${rule}`).join('')
  for (
    let from = '', until = await endOf(kernel, spec, '', most);
    until !== undefined;
    from = until, until = await endOf(kernel, spec, from, most)
  )
    yield* await unscoped<Line>(kernel.store, why, {
      sql: `SELECT ${spec.path} AS place_path, ${spec.source} AS source, COUNT(*) AS records, MAX(${spec.at}) AS newest, ${some} AS faulty${sums}
            FROM ${spec.from} WHERE ${spec.where} AND ${spec.key} > ? AND ${spec.key} <= ? GROUP BY ${spec.path}, ${spec.source}`,
      params: [from, until],
    })
}

const add = (sums: Record<string, number>, key: string, n: number) => {
  if (n > 0) sums[key] = (sums[key] ?? 0) + n
}

/** Counts every kind anew, estate by estate; what stands at no known place is nobody's to see. */
export async function measure(kernel: Kernel, most = stretch): Promise<void> {
  const units = await kernel.store.rows<{ path: string }>(
    "SELECT path FROM places WHERE kind IN ('city', 'district', 'street', 'community', 'estate', 'grid')",
  )
  const paths = new Set(units.map(({ path }) => path))
  const unitOf = (path: string): string | undefined => {
    for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf('/', at.length - 2) + 1)) if (paths.has(at)) return at
    return undefined
  }
  for (const kind of kindNames) await writeKind(kernel, kind, await talliesOf(kernel, kindSpecs[kind], unitOf, most))
}

async function talliesOf(
  kernel: Kernel,
  spec: KindSpec,
  unitOf: (path: string) => string | undefined,
  most: number,
): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>()
  const at = (path: string): Tally | undefined => {
    const unit = unitOf(path)
    if (unit === undefined) return undefined
    const tally = tallies.get(unit) ?? { records: 0, newest: 0, faulty: 0, sources: {}, rules: {} }
    tallies.set(unit, tally)
    return tally
  }
  for await (const line of lines(kernel, spec, most)) {
    const tally = at(line.place_path)
    if (!tally) continue
    tally.records += Number(line.records)
    tally.newest = Math.max(tally.newest, Number(line.newest))
    tally.faulty += Number(line.faulty)
    add(tally.sources, line.source, Number(line.records))
    for (const rule of Object.keys(spec.rules)) add(tally.rules, rule, Number(line[`rule_${rule}`]))
  }
  if (spec.archive !== null)
    for (const { place_path, rule, files } of await faultTallies(kernel, spec.archive)) {
      const tally = at(place_path)
      if (!tally) continue
      if (rule === null) tally.faulty += Number(files)
      else add(tally.rules, rule, Number(files))
    }
  return tallies
}

async function writeKind(kernel: Kernel, kind: WarehouseKind, tallies: ReadonlyMap<string, Tally>): Promise<void> {
  const { store, clock } = kernel
  const now = clock.now()
  const rows = [...tallies].map(([path, { records, newest, faulty, sources, rules }]) => [
    ...[kind, path, records, newest, faulty, JSON.stringify(sources), JSON.stringify(rules), now],
  ])
  await store.tx(async (tx) => {
    await store.run('DELETE FROM warehouse_figures WHERE kind = ?', [kind], tx)
    for (let from = 0; from < rows.length; from += 100) {
      const some = rows.slice(from, from + 100)
      await store.run(
        `INSERT INTO warehouse_figures (kind, place_path, records, newest_at, faulty, by_source, by_rule, measured_at)
         VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
        some.flat(),
        tx,
      )
    }
  })
}
