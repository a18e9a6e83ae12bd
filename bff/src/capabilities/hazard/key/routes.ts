import { hazardEndpoints as e, type KeyPlace } from '@liren/contract/capabilities/hazard'
import { route } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { sendWorkbook } from '../../workbook/read.ts'
import { inspect, inspectionsOf, recheck } from './inspect.ts'
import { createKeyPlace, findKeyPlace, listKeyPlaces, presentKeyPlaces, saveKeyPlace, summariseKeyPlaces } from './places.ts'
import { recordsOf } from './records.ts'
import { safetyReport, safetyWorkbook } from './report.ts'

/** Key places and facilities: their plan, what inspections found, how they stand, and the report of a month. */
export const keyRoutes = (kernel: Kernel) => [
  route(e.keyPlaces, ({ scope, query }) => listKeyPlaces(kernel, scope, query)),
  route(e.keySummary, ({ scope }) => summariseKeyPlaces(kernel, scope)),
  route(e.keyPlace, async ({ scope, params, principal }) => {
    const row = await findKeyPlace(kernel, scope, params.id)
    const [whole] = await presentKeyPlaces(kernel, [row])
    return {
      ...(whole as KeyPlace),
      inspections: await inspectionsOf(kernel, row, principal),
      records: await recordsOf(kernel, row, principal),
    }
  }),
  route(e.createKeyPlace, (ctx) => createKeyPlace(kernel, ctx, ctx.body)),
  route(e.saveKeyPlace, (ctx) => saveKeyPlace(kernel, ctx, ctx.params.id, ctx.body)),
  route(e.inspect, (ctx) => inspect(kernel, ctx, ctx.params.id, ctx.body)),
  route(e.recheck, (ctx) => recheck(kernel, ctx, ctx.params.id, ctx.body)),
  route(e.safetyReport, ({ scope, query }) => safetyReport(kernel, scope, query)),
  route(e.exportSafety, async (ctx) => {
    const report = await safetyReport(kernel, ctx.scope, ctx.query)
    const at = new Date(ctx.now).toLocaleString('sv-SE', { timeZone: kernel.config.LIREN_TIME_ZONE }).slice(0, 16)
    ctx.audit({ subject: 'safety-report', subjectId: report.place.id, after: { month: report.month } })
    const mark = `${ctx.principal.name} ${at} 导出 ${ctx.requestId}`
    sendWorkbook(ctx.koa, `安全月报-${report.place.label}-${report.month}.xlsx`, safetyWorkbook(report, mark))
  }),
]
