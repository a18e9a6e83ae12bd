import { placeColumn, workbookErrors } from '@liren/contract/capabilities/workbook'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import { scopeWith } from '../../../kernel/http/access.ts'
import type { Principal } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { insertOnce } from '../../../kernel/store/insert-once.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { unscoped } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { type PartnerRow, partnerById, receivingCertificate } from '../../api/read.ts'
import { targetFor } from '../imports/imports.ts'
import { exportScope, planExport } from './export-job.ts'
import { type ExportRecord, exportsWhere, type Filters, presentExport, sealFilters } from './export-store.ts'

const atOnce = 3

export interface ExportAsked {
  readonly archive: string
  readonly columns: readonly string[]
  readonly filters: Filters
  readonly reason: string
  readonly partnerId?: string | undefined
}

export async function beginExport(kernel: Kernel, principal: Principal, asked: ExportAsked, tx: Tx): Promise<ExportRecord> {
  const target = targetFor(kernel, principal, asked.archive, 'read')
  const partner = asked.partnerId === undefined ? undefined : await receiver(kernel, asked.partnerId, tx)
  const scope = exportScope(principal, target, partner && [partner.place_path])
  if (scope.places.length === 0) throw refuse('permission.denied')
  const columns = [...new Set(asked.columns)]
  const unknown = columns.flatMap((key, at) =>
    key === placeColumn.key || key in target.fields
      ? []
      : [{ path: `body.columns.${at}`, zh: '没有这一列', en: 'There is no such column' }],
  )
  if (unknown.length > 0) throw refuse('request.invalid', { faults: unknown })
  const fields = columns.filter((key) => key in target.fields)
  const { masked, hidden } = target.shownTo(principal, fields)
  if (hidden.length > 0) throw refuseWith(workbookErrors, 'workbook.column-refused', { details: { columns: hidden } })
  await target.checkFilters(principal, asked.filters, tx)
  const [busy] = await kernel.store.rows<{ n: number }>(
    "SELECT COUNT(*) AS n FROM workbook_exports WHERE owner_id = ? AND state IN ('waiting', 'writing')",
    [principal.id],
    tx,
  )
  if (Number(busy?.n ?? 0) >= atOnce) throw refuseWith(workbookErrors, 'workbook.busy')
  const id = kernel.ids.next()
  const now = kernel.clock.now()
  const row = {
    ...{ id, archive: target.name, owner_id: principal.id, at_end: principal.end, reach: JSON.stringify(scope.places) },
    ...{ columns: JSON.stringify(columns), masked: JSON.stringify(masked), filters_sealed: sealFilters(kernel, id, asked.filters) },
    ...{ reason: asked.reason, partner_id: partner?.id ?? null, state: 'waiting' as const, touched_at: now, created_at: now },
  }
  await insertOnce(kernel.store, 'workbook_exports', row, tx)
  await planExport(kernel, { id, version: 1 }, tx)
  return {
    ...row,
    partner_name: partner?.name ?? null,
    written: 0,
    parts: 0,
    is_cut: 0,
    last_id: null,
    resumed: 0,
    expires_at: null,
    version: 1,
  }
}

/** A partner that can be sent something now. */
async function receiver(kernel: Kernel, id: string, tx: Tx): Promise<PartnerRow> {
  const partner = await partnerById(kernel, id, tx)
  if (partner?.is_on !== 1) throw refuseWith(workbookErrors, 'workbook.partner-unknown')
  if (receivingCertificate(kernel, partner) === undefined) throw refuseWith(workbookErrors, 'workbook.partner-unfit')
  return partner
}

/** Partners that share a place with whoever asks; only those with a certificate that holds can receive. */
export async function receiversFor(kernel: Kernel, principal: Principal) {
  const { places } = scopeWith(principal, 'workbook.export', 'place')
  const rows = await unscoped<PartnerRow>(kernel.store, 'partners are narrowed to those whose place meets that of whoever asks', {
    sql: 'SELECT * FROM partners WHERE is_on = 1 ORDER BY id DESC LIMIT 500',
    params: [],
  })
  const meets = ({ place_path: own }: PartnerRow) => places.some((place) => place.startsWith(own) || own.startsWith(place))
  return rows.filter(meets).map((row) => ({ id: row.id, name: row.name, canReceive: receivingCertificate(kernel, row) !== undefined }))
}

/** A copy of this very person. */
export async function ownExport(kernel: Kernel, principal: Principal, id: string): Promise<ExportRecord> {
  const [record] = await exportsWhere(kernel, 'id = ? AND owner_id = ?', [id, principal.id])
  if (!record) throw refuse('not-found')
  return record
}

export async function listExports(
  kernel: Kernel,
  principal: Principal,
  query: { cursor?: string | undefined; limit?: number | undefined; archive?: string | undefined },
) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { owner: principal.id, archive: query.archive })
  const after = keys.seek()
  const [sql, params] = query.archive === undefined ? ['', []] : [' AND archive = ?', [query.archive]]
  const tail = `ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`
  const rows = await exportsWhere(kernel, `owner_id = ?${sql} AND ${after.sql}`, [principal.id, ...params, ...after.params], tail)
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map((row) => presentExport(kernel, row)) }
}
