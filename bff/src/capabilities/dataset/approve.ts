import type { BodyOf, QueryOf } from '@liren/contract'
import { type datasetEndpoints, datasetErrors } from '@liren/contract/capabilities/dataset'
import { refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { type Asking, check, live, move } from './keep.ts'
import { contentOf, type DatasetRow, isMaker } from './row.ts'

/** What is written down so far is put before somebody else; changing it takes it back. */
export async function submitDataset(kernel: Kernel, ctx: Asking, id: string, version: number): Promise<DatasetRow> {
  const row = await live(kernel, ctx, id)
  if (row.is_changed === 0) throw refuseWith(datasetErrors, 'dataset.unchanged')
  if (row.approval === 'waiting') throw refuseWith(datasetErrors, 'dataset.waiting')
  await check(kernel, row.archive, row.place_path, contentOf(row), ctx.tx)
  const change = { approval: 'waiting', asked_by: ctx.principal.id, decided_by: null, decided_at: null, decision_note: null }
  return move(kernel, ctx, row, version, change)
}

/** Yes or no of somebody who neither wrote it nor put it forward. */
export async function decideDataset(kernel: Kernel, ctx: Asking, id: string, body: BodyOf<typeof datasetEndpoints.decide>) {
  const row = await live(kernel, ctx, id)
  if (row.approval !== 'waiting') throw refuseWith(datasetErrors, 'dataset.not-waiting')
  if (isMaker(row, ctx.principal.id)) throw refuseWith(datasetErrors, 'dataset.own')
  if (!body.isApproved && body.note === undefined) throw refuseWith(datasetErrors, 'dataset.reason-missing')
  const approval = body.isApproved ? 'approved' : 'refused'
  const change = { approval, decided_by: ctx.principal.id, decided_at: ctx.now, decision_note: body.note ?? null }
  return move(kernel, ctx, row, body.version, change)
}

export async function pageOfWaiting(kernel: Kernel, scope: Scope, query: QueryOf<typeof datasetEndpoints.waiting>) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'])
  const [within, after] = [underPlaces('place_path', scope.places), keys.seek()]
  const rows = await scopedRows<DatasetRow>(kernel.store, scope, 'datasets', {
    sql: `SELECT * FROM datasets WHERE approval = 'waiting' AND ${within.sql} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: [...within.params, ...after.params],
  })
  return keys.page(rows, limit, (row) => [row.id])
}
