import { Readable } from 'node:stream'
import { workbook as contract, workbookErrors } from '@liren/contract/capabilities/workbook'
import { refuseWith } from '../../kernel/errors.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { copyName } from './exports/copy.ts'
import { copyKey, isLinkGood, presentExport } from './exports/export-store.ts'
import { beginExport, listExports, ownExport, receiversFor } from './exports/exports.ts'
import { openSealed } from './sealed-file.ts'
import { sendPackage, sendWorkbook } from './send.ts'

const e = contract.endpoints

/** Copies of archives: asked for with a reason, written by a job, fetched by whoever asked. */
export const exportRoutes = (kernel: Kernel): Route[] => [
  route(e.export, async (ctx) => {
    const { archive, columns, reason, partnerId } = ctx.body
    const { fields = {}, ...filters } = ctx.body.filters
    const record = await beginExport(
      kernel,
      ctx.principal,
      { archive, columns, reason, partnerId, filters: { ...filters, ...fields } },
      ctx.tx,
    )
    // what was looked for may be somebody's number: only by what
    const by = [...Object.keys(filters), ...Object.keys(fields)]
    ctx.audit({
      subject: archive,
      subjectId: record.id,
      reason,
      after: { columns, filteredBy: by, trace: record.id, ...(partnerId ? { partner: partnerId } : {}) },
    })
    return presentExport(kernel, record)
  }),

  route(e.partners, async ({ principal }) => ({ items: await receiversFor(kernel, principal) })),

  route(e.exports, ({ principal, query }) => listExports(kernel, principal, query)),

  route(e.exported, async ({ principal, params }) => presentExport(kernel, await ownExport(kernel, principal, params.id))),

  route(e.download, async (ctx) => {
    const record = await ownExport(kernel, ctx.principal, ctx.params.id)
    if (record.state !== 'done' || (record.expires_at ?? 0) <= ctx.now || !isLinkGood(kernel, record, ctx.query))
      throw refuseWith(workbookErrors, 'workbook.expired')
    ctx.audit({
      subject: record.archive,
      subjectId: record.id,
      reason: record.reason,
      after: { rows: record.written, ...(record.partner_id ? { partner: record.partner_id } : {}) },
    })
    const content = Readable.from(openSealed(kernel, copyKey(record.id)))
    if (record.partner_id === null) sendWorkbook(ctx.koa, copyName(kernel, record), content)
    else sendPackage(ctx.koa, `${copyName(kernel, record)}.lpkg`, content)
  }),
]
