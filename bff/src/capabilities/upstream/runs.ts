import type { QueryOf } from '@liren/contract'
import type { UpstreamOrigin, UpstreamRefused, UpstreamRun, upstreamEndpoints } from '@liren/contract/capabilities/upstream'
import { findFile } from '../../engines/archive/find.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isoOrNull, type OriginRow, type RunRow, type SystemRow, scopeColumns } from './row.ts'

type NamedRun = RunRow & { readonly system_name: string | null }

export const presentRun = (row: NamedRun): UpstreamRun => ({
  ...{ id: row.id, systemId: row.system_id, system: row.system_name ?? '', kind: row.kind, startedAt: iso(Number(row.started_at)) },
  ...{ endedAt: isoOrNull(row.ended_at), created: Number(row.n_created), updated: Number(row.n_updated), same: Number(row.n_same) },
  ...{ refused: Number(row.n_refused), fault: row.fault },
})

const named = 'SELECT r.*, s.name AS system_name FROM upstream_runs r LEFT JOIN upstream_systems s ON s.id = r.system_id'

/** Runs within reach, the latest first, of one system or of all. */
export async function pageOfRuns(kernel: Kernel, scope: Scope, query: QueryOf<typeof upstreamEndpoints.runs>) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['r.id desc'], { systemId: query.systemId ?? '' })
  const own = query.systemId === undefined ? [] : [{ sql: 'r.system_id = ?', params: [query.systemId] }]
  const where = combine('AND', [reach(scope, scopeColumns, 'r'), ...own, keys.seek()])
  const rows = await scopedRows<NamedRun>(kernel.store, scope, 'upstream_runs', {
    sql: `${named} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentRun) }
}

export async function findRun(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<UpstreamRun> {
  const within = reach(scope, scopeColumns, 'r')
  const statement = { sql: `${named} WHERE r.id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<NamedRun>(kernel.store, scope, 'upstream_runs', statement, tx)
  if (!row) throw refuse('not-found')
  return presentRun(row)
}

interface RefusalRow {
  readonly id: string
  readonly row_no: number
  readonly archive: string | null
  readonly ref: string | null
  readonly place_said: string | null
  readonly why: UpstreamRefused['why']
  readonly fields: string | null
  readonly refused_at: number
}

/** What a run did not take over, in the order in which it came. */
export async function pageOfRefusals(kernel: Kernel, scope: Scope, runId: string, query: QueryOf<typeof upstreamEndpoints.refusals>) {
  await findRun(kernel, scope, runId)
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id'], { runId })
  const after = keys.seek()
  const rows = await kernel.store.rows<RefusalRow>(
    `SELECT * FROM upstream_refusals WHERE run_id = ? AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    [runId, ...after.params],
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return {
    ...page,
    items: page.items.map(
      (row): UpstreamRefused => ({
        ...{ id: row.id, row: Number(row.row_no), archive: row.archive, ref: row.ref, place: row.place_said, why: row.why },
        ...{ fields: row.fields === null ? [] : (JSON.parse(row.fields) as string[]), at: iso(Number(row.refused_at)) },
      }),
    ),
  }
}

/** Every outside system that spoke of a file, for whoever may read the file. */
export async function originsOfFile(kernel: Kernel, { principal }: Pick<RequestContext, 'principal'>, archive: string, id: string) {
  const definition = archiveCalled(kernel, archive)
  if (!definition || !principal.permissions.has(`${archive}.read`)) throw refuse('permission.denied')
  await findFile(kernel, definition, scopeWith(principal, `${archive}.read`, 'place'), id)
  const rows = await unscoped<OriginRow & Pick<SystemRow, 'name' | 'source'>>(kernel.store, 'of a file that the asker was shown to reach', {
    sql: `SELECT o.*, s.name, s.source FROM upstream_origins o JOIN upstream_systems s ON s.id = o.system_id
          WHERE o.file_id = ? AND o.archive = ? ORDER BY o.first_at, o.id LIMIT 50`,
    params: [id, archive],
  })
  return rows.map(
    (row): UpstreamOrigin => ({
      ...{ system: row.name, source: row.source, ref: row.ref, firstAt: iso(Number(row.first_at)), lastAt: iso(Number(row.last_at)) },
      fields: Object.entries(JSON.parse(row.said) as Record<string, number>).map(([field, at]) => ({ field, at: iso(at) })),
    }),
  )
}
