import type { Archive } from '@liren/contract/archive/index'
import type { QualityPeriod } from '@liren/contract/capabilities/quality'
import { allArchives } from '../../engines/archive/known.ts'
import { refuse } from '../../kernel/errors.ts'
import { tellPeriods } from '../../kernel/fresh-days.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'

interface PeriodRow {
  readonly archive: string
  readonly days: number
  readonly version: number
}

/** The period of every archive that this viewer may read, and how many of its files are due within reach. */
export async function listPeriods(kernel: Kernel, viewer: Principal, scope: Scope): Promise<{ items: QualityPeriod[] }> {
  const rows = await kernel.store.rows<PeriodRow>('SELECT archive, days, version FROM quality_periods')
  const within = underPlaces('place_path', scope.places)
  const counts = await scopedRows<{ archive: string; n: number }>(kernel.store, scope, 'quality_tasks', {
    sql: `SELECT archive, COUNT(*) AS n FROM quality_tasks WHERE state = 'open' AND ${within.sql} GROUP BY archive`,
    params: within.params,
  })
  const archives = allArchives(kernel).filter(({ name }) => viewer.permissions.has(`${name}.read`))
  return {
    items: archives.map(({ name, text, freshDays }) => {
      const row = rows.find(({ archive }) => archive === name)
      return {
        ...{ archive: name, text, days: Number(row?.days ?? freshDays), isSet: row !== undefined },
        ...{ open: Number(counts.find(({ archive }) => archive === name)?.n ?? 0), version: row?.version ?? 0 },
      }
    }),
  }
}

/** Sets how often files of an archive are looked at again; every process hears of it once it is written. */
export async function savePeriod(
  kernel: Kernel,
  { name, text }: Archive,
  { days, version }: { readonly days: number; readonly version: number },
  ctx: Pick<RequestContext, 'principal' | 'tx' | 'now'>,
): Promise<QualityPeriod> {
  const row = { days, set_by: ctx.principal.id, set_at: ctx.now }
  const isNew = version === 0 && (await insertOnce(kernel.store, 'quality_periods', { archive: name, ...row, version: 1 }, ctx.tx))
  const changed = isNew
    ? 1
    : await kernel.store.run(
        'UPDATE quality_periods SET days = ?, set_by = ?, set_at = ?, version = version + 1 WHERE archive = ? AND version = ?',
        [...Object.values(row), name, version],
        ctx.tx,
      )
  if (changed !== 1) throw refuse('stale')
  ctx.tx.afterCommit(() => tellPeriods(kernel))
  return { archive: name, text, days, isSet: true, open: 0, version: isNew ? 1 : version + 1 }
}
