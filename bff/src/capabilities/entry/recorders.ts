import type { BodyOf } from '@liren/contract'
import { type EntryRecorder, type entryEndpoints, entryErrors } from '@liren/contract/capabilities/entry'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { attachFiles } from '../file/read.ts'
import { agreementSubject, type RecorderRow, standingOf } from './row.ts'

type Agreement = NonNullable<BodyOf<typeof entryEndpoints.register>['agreement']>

export async function presentRecorders(kernel: Kernel, rows: readonly RecorderRow[], tx?: Tx): Promise<EntryRecorder[]> {
  const ids = rows.flatMap(({ user_id, registered_by }) => [user_id, registered_by]).filter((id) => id !== null)
  const names = await namesOf(kernel, ids, tx)
  const today = dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)
  return rows.map((row) => ({
    ...{ id: row.id, user: { id: row.user_id, name: names.get(row.user_id) ?? '' }, grade: row.grade, state: standingOf(row, today) },
    agreement:
      row.agreement_file_id === null || row.signed_on === null || row.until_on === null
        ? null
        : { fileId: row.agreement_file_id, signedOn: row.signed_on, until: row.until_on },
    ...{
      registeredBy: row.registered_by === null ? null : (names.get(row.registered_by) ?? null),
      registeredAt: iso(Number(row.registered_at)),
    },
    ...{ endedAt: row.ended_at === null ? null : iso(Number(row.ended_at)), version: row.version },
  }))
}

export async function pageOfRecorders(
  kernel: Kernel,
  scope: Scope,
  query: { cursor?: string | undefined; limit?: number | undefined; ended?: 'true' | 'false' | undefined },
) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { ended: query.ended ?? '' })
  const counting = { sql: query.ended === 'true' ? 'live_key IS NULL' : 'live_key IS NOT NULL', params: [] }
  const where = combine('AND', [underPlaces('place_path', scope.places), keys.seek(), counting])
  const rows = await scopedRows<RecorderRow>(kernel.store, scope, 'entry_recorders', {
    sql: `SELECT * FROM entry_recorders WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentRecorders(kernel, page.items) }
}

export async function recorderWithin(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<RecorderRow> {
  const within = underPlaces('place_path', scope.places)
  const statement = { sql: `SELECT * FROM entry_recorders WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<RecorderRow>(kernel.store, scope, 'entry_recorders', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

const columnsOf = (agreement: Agreement) => ({
  ...{ agreement_file_id: agreement.fileId, signed_on: agreement.signedOn, until_on: agreement.until },
})

/** The signed paper is a file that whoever registers has brought; its dates make sense. */
async function file(kernel: Kernel, ctx: RequestContext, row: Pick<RecorderRow, 'id' | 'place_path'>, agreement: Agreement): Promise<void> {
  if (agreement.until < agreement.signedOn) throw refuseWith(entryErrors, 'entry.dates')
  const kept = await attachFiles(
    kernel,
    {
      ...{ ids: [agreement.fileId], ownerId: ctx.principal.id, subject: agreementSubject, subjectId: row.id },
      ...{ placePath: row.place_path, level: 'L3' },
    },
    ctx.tx,
  )
  if (!kept) throw refuseWith(entryErrors, 'entry.file-unknown')
}

export async function registerRecorder(
  kernel: Kernel,
  ctx: RequestContext,
  body: BodyOf<typeof entryEndpoints.register>,
): Promise<RecorderRow> {
  const user = await accountById(kernel, body.userId, ctx.tx)
  const isNear = user && ctx.scope.places.some((path) => user.place_path.startsWith(path))
  if (!isNear || user.state !== 'active' || user.class === 'resident') throw refuseWith(entryErrors, 'entry.person-unfit')
  const row = {
    ...{ id: kernel.ids.next(), place_path: user.place_path, user_id: user.id, grade: body.grade },
    ...{ agreement_file_id: null, signed_on: null, until_on: null },
    ...(body.agreement ? columnsOf(body.agreement) : {}),
    ...{ registered_by: ctx.principal.id, registered_at: ctx.now, ended_at: null, end_reason: null, live_key: user.id, version: 1 },
  }
  if (!(await insertOnce(kernel.store, 'entry_recorders', row, ctx.tx))) throw refuseWith(entryErrors, 'entry.recorder-known')
  if (body.agreement) await file(kernel, ctx, row, body.agreement)
  return row
}

/** Changes a registration that still counts, in the version that was seen. */
async function change(kernel: Kernel, row: RecorderRow, version: number, columns: Record<string, SqlValue>, tx: Tx): Promise<RecorderRow> {
  const sets = Object.keys(columns).map((column) => `${column} = ?`)
  const sql = `UPDATE entry_recorders SET ${sets.join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND live_key IS NOT NULL`
  if ((await kernel.store.run(sql, [...Object.values(columns), row.id, version], tx)) !== 1) throw refuse('stale')
  return { ...row, ...columns, version: version + 1 } as RecorderRow
}

export async function renewRecorder(
  kernel: Kernel,
  ctx: RequestContext,
  row: RecorderRow,
  body: BodyOf<typeof entryEndpoints.renew>,
): Promise<RecorderRow> {
  const { agreement, grade, version } = body
  const changed = await change(kernel, row, version, { grade, ...(agreement ? columnsOf(agreement) : {}) }, ctx.tx)
  if (agreement && agreement.fileId !== row.agreement_file_id) await file(kernel, ctx, row, agreement)
  return changed
}

export const endRecorder = (kernel: Kernel, ctx: RequestContext, row: RecorderRow, version: number, reason: string): Promise<RecorderRow> =>
  change(kernel, row, version, { live_key: null, ended_at: ctx.now, end_reason: reason }, ctx.tx)
