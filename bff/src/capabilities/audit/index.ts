import { audit as contract } from '@liren/contract/capabilities/audit'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { keyset } from '../../kernel/store/page.ts'
import { auditJobs } from './jobs.ts'
import { findEntry, listEntries } from './list.ts'
import { type PolicyRow, policyColumns, presentPolicy, setPolicy } from './policies.ts'
import { concludeReview, presentReview, type ReviewRow, reviewColumns } from './reviews.ts'
import { trailStatus } from './status.ts'
import { iso, isoOrNull } from './trail.ts'
import { askVerification, presentVerification, type VerificationRow, verificationColumns } from './verifications.ts'

const e = contract.endpoints
const usualLimit = 50

interface ListSource<R, T> {
  readonly table: string
  readonly columns: string
  readonly key: keyof R & string
  present(row: R): T
}

/** The audit trail for those who audit, and who is watched more strictly for those who see to security. */
export const audit: CapabilityFactory = (kernel) => {
  const { store } = kernel

  /** Lists of records, newest first. */
  async function newest<R extends object, T>(query: { cursor?: string | undefined; limit?: number | undefined }, source: ListSource<R, T>) {
    const limit = query.limit ?? usualLimit
    const cursor = keyset(query, [`${source.key} desc`])
    const where = cursor.seek()
    const rows = await store.rows<R>(
      `SELECT ${source.columns} FROM ${source.table} WHERE ${where.sql} ORDER BY ${cursor.orderBy} LIMIT ${limit + 1}`,
      where.params,
    )
    const page = cursor.page(rows, limit, (row) => [row[source.key] as string | number])
    return { ...page, items: page.items.map(source.present) }
  }

  return {
    contract,
    jobs: auditJobs(kernel),
    routes: [
      route(e.list, (ctx) => listEntries(kernel, ctx.scope, ctx.query)),
      route(e.get, (ctx) => findEntry(kernel, ctx.scope, ctx.params.id)),
      route(e.status, () => trailStatus(kernel)),

      route(e.checkpoints, (ctx) =>
        newest<CheckpointRow, { size: number; at: string; text: string; signature: string }>(ctx.query, {
          table: 'audit_checkpoints',
          columns: 'size, made_at, text, signature',
          key: 'size',
          present: (row) => ({ size: Number(row.size), at: iso(row.made_at), text: row.text, signature: row.signature }),
        }),
      ),

      route(e.verify, async (ctx) => {
        const id = await askVerification(kernel, ctx.principal.id, ctx.tx)
        await ctx.schedule({ kind: 'audit.verify', key: id, at: ctx.now, payload: { id, kept: ctx.body.kept ?? [] } })
        ctx.audit({ subject: 'audit', subjectId: id })
        return { id }
      }),

      route(e.verifications, (ctx) =>
        newest<VerificationRow, ReturnType<typeof presentVerification>>(ctx.query, {
          table: 'audit_verifications',
          columns: verificationColumns,
          key: 'id',
          present: presentVerification,
        }),
      ),

      route(e.alterations, (ctx) =>
        newest(ctx.query, {
          table: 'integrity_findings',
          columns: 'id, table_name, row_id, kind, found_at, settled_at',
          key: 'id',
          present: (row: AlterationRow) => ({
            id: row.id,
            table: row.table_name,
            rowId: row.row_id,
            kind: row.kind,
            foundAt: iso(row.found_at),
            settledAt: isoOrNull(row.settled_at),
          }),
        }),
      ),

      route(e.archives, (ctx) =>
        newest(ctx.query, {
          table: 'audit_archives',
          columns: 'id, first_seq, last_seq, file, digest, written_at, removed_at',
          key: 'id',
          present: (row: ArchiveRow) => ({
            id: row.id,
            firstSeq: Number(row.first_seq),
            lastSeq: Number(row.last_seq),
            file: row.file,
            digest: row.digest,
            writtenAt: iso(row.written_at),
            removedAt: isoOrNull(row.removed_at),
          }),
        }),
      ),

      route(e.reviews, (ctx) =>
        newest(ctx.query, {
          table: 'audit_reviews',
          columns: reviewColumns,
          key: 'month',
          present: (row: ReviewRow) => presentReview(row),
        }),
      ),

      route(e.conclude, async (ctx) => {
        const row = await concludeReview(kernel, ctx.params.id, { ...ctx.body, reviewer: ctx.principal.id }, ctx.tx)
        ctx.audit({ subject: 'audit', subjectId: row.id, after: { month: row.month, conclusion: row.conclusion } })
        return presentReview(row)
      }),

      route(e.policies, async (ctx) => {
        const page = await newest(ctx.query, {
          table: 'audit_policies',
          columns: policyColumns,
          key: 'user_id',
          present: (row: PolicyRow) => row,
        })
        const names = await namesOf(
          kernel,
          page.items.map((row) => row.user_id),
        )
        return { ...page, items: page.items.map((row) => presentPolicy(row, names)) }
      }),

      route(e.setPolicy, async (ctx) => {
        const { userId } = ctx.params
        const { before, after } = await setPolicy(kernel, { userId, ...ctx.body, setBy: ctx.principal.id }, ctx.tx)
        ctx.audit({
          subject: 'user',
          subjectId: userId,
          reason: ctx.body.reason,
          before: { reads: before?.is_reads === 1 },
          after: { reads: after.is_reads === 1 },
        })
        return presentPolicy(after, new Map())
      }),
    ],
  }
}

interface CheckpointRow {
  size: number
  made_at: number
  text: string
  signature: string
}
interface AlterationRow {
  id: string
  table_name: string
  row_id: string
  kind: string
  found_at: number
  settled_at: number | null
}
interface ArchiveRow {
  id: string
  first_seq: number
  last_seq: number
  file: string
  digest: string
  written_at: number
  removed_at: number | null
}
