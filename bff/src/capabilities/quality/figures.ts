import type { Archive } from '@liren/contract/archive/index'
import { dayOf } from '../../kernel/background/daily.ts'
import { freshDaysOf } from '../../kernel/fresh-days.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedTable, underPlaces, unscoped } from '../../kernel/store/scope.ts'

scopedTable('quality_days', { placePath: 'place_path' })
scopedTable('quality_faults', { placePath: 'place_path' })

const why = 'the data of the whole house are measured, whoever they belong to'
const dayMs = 86_400_000

interface Counted {
  readonly grid_id: string | null
  readonly files: number
  readonly complete: number
  readonly fresh: number
}

/** The figures of today for an archive, estate by estate and grid by grid, and what stands above them by itself. Measured again on the same day they are replaced. */
export async function writeFigures(kernel: Kernel, definition: Archive): Promise<void> {
  const { store, clock, config } = kernel
  const now = clock.now()
  const day = dayOf(now, config.LIREN_TIME_ZONE)
  const units = await store.rows<{ id: string; path: string; kind: string }>(
    "SELECT id, path, kind FROM places WHERE kind IN ('city', 'district', 'street', 'community', 'estate', 'grid') AND is_retired = 0 ORDER BY path",
  )
  for (const [index, unit] of units.entries()) {
    const below = nearestBelow(unit.path, units, index)
    const within = beside('f.place_path', unit.path, below)
    const rows = await unscoped<Counted>(store, why, {
      sql: `SELECT p.grid_id, COUNT(*) AS files, SUM(f.complete) AS complete,
              SUM(CASE WHEN COALESCE(f.verified_at, f.entered_at) >= ? THEN 1 ELSE 0 END) AS fresh
            FROM ${definition.table} f JOIN places p ON p.id = f.place_id WHERE f.state = 'active' AND ${within.sql} GROUP BY p.grid_id`,
      params: [now - freshDaysOf(kernel, definition) * dayMs, ...within.params],
    })
    const faultsWithin = beside('place_path', unit.path, below)
    const faulty = await unscoped<{ grid_id: string | null; faulty: number }>(store, why, {
      sql: `SELECT grid_id, COUNT(DISTINCT file_id) AS faulty FROM quality_faults WHERE archive = ? AND ${faultsWithin.sql} GROUP BY grid_id`,
      params: [definition.name, ...faultsWithin.params],
    })
    await store.tx(async (tx) => {
      await store.run('DELETE FROM quality_days WHERE archive = ? AND day = ? AND place_path = ?', [definition.name, day, unit.path], tx)
      for (const row of rows) {
        const grid = unit.kind === 'grid' ? unit.id : (row.grid_id ?? '')
        const wrong = faulty.find(({ grid_id }) => (grid_id ?? '') === grid)?.faulty ?? 0
        await store.run(
          'INSERT INTO quality_days (day, archive, place_path, grid_id, files, complete, fresh, faulty, measured_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          [day, definition.name, unit.path, grid, Number(row.files), Number(row.complete), Number(row.fresh), Number(wrong), now],
          tx,
        )
      }
    })
  }
}

/** Units right below one, none of them within another; the list is ordered by path. */
function nearestBelow(path: string, units: readonly { readonly path: string }[], from: number): string[] {
  const found: string[] = []
  for (const one of units.slice(from + 1)) {
    if (!one.path.startsWith(path)) break
    if (!found.some((above) => one.path.startsWith(above))) found.push(one.path)
  }
  return found
}

/** Under a place, but not under one that is measured by itself. */
function beside(column: string, path: string, below: readonly string[]): Condition {
  const within = underPlaces(column, [path])
  const inner = underPlaces(column, below)
  return below.length === 0 ? within : { sql: `${within.sql} AND NOT (${inner.sql})`, params: [...within.params, ...inner.params] }
}

export interface FigureRow {
  readonly archive: string
  readonly day: string
  readonly grid_id: string
  readonly files: number
  readonly complete: number
  readonly fresh: number
  readonly faulty: number
  readonly measured_at: number
}

export const figuresSql = (group: string, within: Condition, more: readonly Condition[] = []): Condition => {
  const where = combine('AND', [within, ...more])
  return {
    sql: `SELECT ${group}, SUM(files) AS files, SUM(complete) AS complete, SUM(fresh) AS fresh, SUM(faulty) AS faulty, MAX(measured_at) AS measured_at
          FROM quality_days WHERE ${where.sql} GROUP BY ${group} ORDER BY ${group}`,
    params: where.params,
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000

/** Sums as shares; of nothing everything is fine. */
export const presentFigures = (row: Pick<FigureRow, 'files' | 'complete' | 'fresh' | 'faulty'>) => {
  const files = Number(row.files)
  return {
    files,
    complete: files === 0 ? 1 : round(Number(row.complete) / 100 / files),
    fresh: files === 0 ? 1 : round(Number(row.fresh) / files),
    faulty: Number(row.faulty),
  }
}
