import { type Archive, fieldOf } from '@liren/contract/archive/index'
import { quality as contract, type QualityRule, qualityRules } from '@liren/contract/capabilities/quality'
import { findFiles } from '../../engines/archive/find.ts'
import { allArchives, archiveCalled } from '../../engines/archive/known.ts'
import { placesOf, shortName } from '../../engines/archive/place.ts'
import { titleOf } from '../../engines/archive/present.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { walkAgain } from '../../engines/walk/walk.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { followPeriods, freshDaysOf, loadPeriods } from '../../kernel/fresh-days.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { type Principal, route, type Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { type FigureRow, figuresSql, presentFigures, writeFigures } from './figures.ts'
import { measureSome } from './measure.ts'
import { listPeriods, savePeriod } from './periods.ts'
import { closeTasks, listTasks, makeTasks } from './tasks.ts'

const e = contract.endpoints
const dayMs = 86_400_000

interface FaultRow {
  readonly file_id: string
  readonly rule: QualityRule
  readonly fields: string | null
  readonly found_at: number
}

/** An archive that the viewer may read; others have no figures for them. */
function readable(kernel: Kernel, viewer: Principal, name: string): Archive {
  const definition = archiveCalled(kernel, name)
  if (!definition) throw refuse('not-found')
  if (!viewer.permissions.has(`${name}.read`)) throw refuse('permission.denied')
  return definition
}

/** How complete, fresh and right the files are; measured by a job, read as sums. */
export const quality: CapabilityFactory = (kernel) => {
  const { store } = kernel
  const follow = async () => {
    await loadPeriods(kernel)
    for (const definition of allArchives(kernel)) for (let step = 0; step < 200 && (await measureSome(kernel, definition)); step++);
  }
  /** The newest day that each archive was measured on, within reach. */
  const newest = async (scope: Scope, names: readonly string[]) => {
    const where = combine('AND', [underPlaces('place_path', scope.places), among('archive', names)])
    return scopedRows<{ archive: string; day: string }>(store, scope, 'quality_days', {
      sql: `SELECT archive, MAX(day) AS day FROM quality_days WHERE ${where.sql} GROUP BY archive`,
      params: where.params,
    })
  }
  const sums = (scope: Scope, group: string, days: Condition) =>
    scopedRows<FigureRow>(store, scope, 'quality_days', figuresSql(group, underPlaces('place_path', scope.places), [days]))
  const on = ({ archive, day }: { archive: string; day: string }): Condition => ({
    sql: '(archive = ? AND day = ?)',
    params: [archive, day],
  })

  return {
    contract,
    placedTables: ['quality_faults', 'quality_tasks'],
    consumers: [closeTasks(kernel)],
    opened: () => followPeriods(kernel),
    jobs: [
      { kind: 'quality.follow', text: { zh: '检查有变化的档案', en: 'Judge files that have changed' }, every: 10 * 60_000, run: follow },
      {
        kind: 'quality.measure',
        text: { zh: '计算数据质量', en: 'Measure the quality of all data' },
        daily: '03:40',
        async run() {
          for (const definition of allArchives(kernel)) await walkAgain(kernel, 'quality_cursors', definition.name)
          await follow()
          for (const definition of allArchives(kernel)) await writeFigures(kernel, definition)
        },
      },
      {
        kind: 'quality.tasks',
        text: { zh: '生成到期复核任务', en: 'Ask for files that fall due to be confirmed' },
        daily: '04:10',
        run: () => makeTasks(kernel),
      },
    ],
    routes: [
      route(e.summary, async ({ scope, principal }) => {
        const archives = allArchives(kernel).filter(({ name }) => principal.permissions.has(`${name}.read`))
        const days = await newest(
          scope,
          archives.map(({ name }) => name),
        )
        const rows = await sums(scope, 'archive', combine('OR', days.map(on)))
        return {
          items: archives.map(({ name, text }) => {
            const row = rows.find(({ archive }) => archive === name)
            const figures = presentFigures(row ?? { files: 0, complete: 0, fresh: 0, faulty: 0 })
            const measuredAt = row ? new Date(Number(row.measured_at)).toISOString() : null
            return { archive: name, text, ...figures, day: days.find(({ archive }) => archive === name)?.day ?? null, measuredAt }
          }),
        }
      }),

      route(e.grids, async ({ scope, principal, params }) => {
        const { name } = readable(kernel, principal, params.archive)
        const rows = await sums(scope, 'grid_id', combine('OR', (await newest(scope, [name])).map(on)))
        const places = await placesOf(
          kernel,
          rows.map(({ grid_id }) => grid_id),
        )
        return {
          items: rows.map((row) => ({ gridId: row.grid_id || null, name: places.get(row.grid_id)?.name ?? null, ...presentFigures(row) })),
        }
      }),

      route(e.trend, async ({ scope, principal, params, now }) => {
        const { name } = readable(kernel, principal, params.archive)
        const since = dayOf(now - 30 * dayMs, kernel.config.LIREN_TIME_ZONE)
        const rows = await sums(scope, 'day', { sql: 'archive = ? AND day > ?', params: [name, since] })
        return { items: rows.map((row) => ({ day: row.day, ...presentFigures(row) })) }
      }),

      route(e.faults, async ({ scope, principal, params, query }) => {
        const definition = readable(kernel, principal, params.archive)
        const limit = query.limit ?? 20
        const keys = keyset({ cursor: query.cursor }, ['file_id'], {
          archive: definition.name,
          rule: query.rule ?? '',
          gridId: query.gridId ?? '',
        })
        const where = combine('AND', [
          { sql: 'archive = ?', params: [definition.name] },
          underPlaces('place_path', scope.places),
          ...(query.rule ? [{ sql: 'rule = ?', params: [query.rule] }] : []),
          ...(query.gridId ? [{ sql: 'grid_id = ?', params: [query.gridId] }] : []),
          keys.seek(),
        ])
        const ids = await scopedRows<{ file_id: string }>(store, scope, 'quality_faults', {
          sql: `SELECT DISTINCT file_id FROM quality_faults WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          params: where.params,
        })
        const page = keys.page(ids, limit, (row) => [row.file_id])
        return {
          ...page,
          items: await presentFaults(
            kernel,
            principal,
            definition,
            scope,
            page.items.map(({ file_id }) => file_id),
          ),
        }
      }),

      route(e.periods, ({ scope, principal }) => listPeriods(kernel, principal, scope)),

      route(e.setPeriod, async (ctx) => {
        const definition = readable(kernel, ctx.principal, ctx.params.archive)
        const before = freshDaysOf(kernel, definition)
        const after = await savePeriod(kernel, definition, ctx.body, ctx)
        ctx.audit({ subject: 'quality-period', subjectId: definition.name, before: { days: before }, after: { days: after.days } })
        // files are judged by the new days from the next step of the job on
        await walkAgain(kernel, 'quality_cursors', definition.name, ctx.tx)
        return after
      }),

      route(e.tasks, ({ scope, principal, params, query }) =>
        listTasks(kernel, principal, readable(kernel, principal, params.archive), scope, query),
      ),

      route(e.measure, async (ctx) => {
        await ctx.schedule({ kind: 'quality.measure', key: 'now', at: ctx.now, payload: {} })
        ctx.audit({ subject: 'quality', subjectId: 'all' })
        return { isScheduled: true }
      }),
    ],
  }
}

/** Files with what is wrong with them; those beyond the reach of reading the archive itself are left out. */
async function presentFaults(kernel: Kernel, viewer: Principal, definition: Archive, scope: Scope, ids: readonly string[]) {
  const files = await findFiles(kernel, definition, scopeWith(viewer, `${definition.name}.read`, 'place'), ids, [...definition.title])
  const wanted = combine('AND', [
    { sql: 'archive = ?', params: [definition.name] },
    among('file_id', ids),
    underPlaces('place_path', scope.places),
  ])
  const rows = await scopedRows<FaultRow>(kernel.store, scope, 'quality_faults', {
    sql: `SELECT file_id, rule, fields, found_at FROM quality_faults WHERE ${wanted.sql} ORDER BY file_id, rule`,
    params: wanted.params,
  })
  const places = await placesOf(
    kernel,
    files.map(({ place_id }) => place_id),
  )
  return ids.flatMap((id) => {
    const file = files.find((row) => row.id === id)
    const own = rows.filter(({ file_id }) => file_id === id)
    if (!file || own.length === 0) return []
    const place = shortName(places.get(file.place_id))
    return {
      archive: definition.name,
      fileId: id,
      title: titleOf(viewer, definition, valuesOf(kernel, definition, file, definition.title)) || place,
      place: place || null,
      faults: own.map(({ rule, fields }) => ({
        rule,
        text: qualityRules[rule],
        fields: (fields === null ? [] : (JSON.parse(fields) as string[])).map((name) => fieldOf(definition, name).label),
      })),
      foundAt: new Date(Math.max(...own.map(({ found_at }) => Number(found_at)))).toISOString(),
    }
  })
}
