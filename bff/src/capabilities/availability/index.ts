import { Readable } from 'node:stream'
import { availabilityErrors, availability as contract, type Maintenance, type Outage } from '@liren/contract/capabilities/availability'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { houseHealth } from '../../kernel/health/health.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { insert } from '../../kernel/identity/sql.ts'
import { keyset } from '../../kernel/store/page.ts'
import { sendWorkbook } from '../workbook/read.ts'
import { beat, beatMs } from './beat.ts'
import { type MaintenanceRow, type OutageRow, presentMaintenances, presentOutages } from './records.ts'
import { reportOf, windowsOf } from './report.ts'
import { reportWorkbook } from './workbook.ts'

const e = contract.endpoints
const longestMs = 86_400_000
const everything = { from: 0, to: Number.MAX_SAFE_INTEGER }

/** How much of the time the house was there, what was announced, and what people say of the gaps. */
export const availability: CapabilityFactory = (kernel) => {
  const { store } = kernel
  const health = houseHealth(kernel)
  const pulse = () =>
    health
      .read()
      .then((report) => beat(kernel, report))
      // without a database nothing can be written: the gap is found when it is back
      .catch((error: unknown) => kernel.log.warn({ err: error }, 'a beat could not be written'))

  const windowsAround = (rows: readonly OutageRow[]) => {
    const times = rows.flatMap((row) => [Number(row.from_at), Number(row.to_at)])
    return rows.length === 0 ? [] : windowsOf(kernel, { from: Math.min(...times), to: Math.max(...times) })
  }
  const oneMaintenance = async (ctx: Pick<RequestContext, 'principal' | 'tx'>, row: MaintenanceRow) =>
    (await presentMaintenances(kernel, ctx.principal, [row], ctx.tx))[0] as Maintenance

  return {
    contract,
    opened() {
      void pulse()
      setInterval(pulse, beatMs).unref()
    },
    routes: [
      route(e.report, ({ query }) => reportOf(kernel, query.year)),

      route(e.export, async (ctx) => {
        const report = await reportOf(kernel, ctx.query.year)
        const rows = await store.rows<OutageRow>('SELECT * FROM outages ORDER BY from_at DESC LIMIT 5000')
        const own = (await presentOutages(kernel, ctx.principal, rows, await windowsOf(kernel, everything))).filter(({ from }) =>
          from.startsWith(String(report.year.year)),
        )
        const at = new Date(ctx.now).toLocaleString('sv-SE', { timeZone: kernel.config.LIREN_TIME_ZONE }).slice(0, 16)
        ctx.audit({ subject: 'availability', after: { year: report.year.year, outages: own.length } })
        const mark = `${ctx.principal.name} ${at} 导出 ${ctx.requestId}`
        sendWorkbook(ctx.koa, `可用性报表-${report.year.year}.xlsx`, Readable.from(reportWorkbook(report, own, mark)))
      }),

      route(e.outages, async ({ principal, query }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['from_at desc'])
        const after = keys.seek()
        const sql = `SELECT * FROM outages WHERE ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`
        const page = keys.page(await store.rows<OutageRow>(sql, after.params), limit, (row) => [Number(row.from_at)])
        return { ...page, items: await presentOutages(kernel, principal, page.items, await windowsAround(page.items)) }
      }),

      route(
        e.explain,
        async ({ params }) => {
          const [row] = await store.rows<OutageRow>('SELECT * FROM outages WHERE id = ?', [params.id])
          if (!row) throw refuse('not-found')
          return { row, windows: await windowsAround([row]) }
        },
        async (ctx, { row, windows }) => {
          const { kind, reason, version } = ctx.body
          const said = { kind, reason, explained_by: ctx.principal.id, explained_at: ctx.now }
          const sql =
            'UPDATE outages SET kind = ?, reason = ?, explained_by = ?, explained_at = ?, version = version + 1 WHERE id = ? AND version = ?'
          if ((await store.run(sql, [...Object.values(said), row.id, version], ctx.tx)) !== 1) throw refuse('stale')
          const before = { kind: row.kind, reason: row.reason }
          ctx.audit({ subject: 'outage', subjectId: row.id, reason, before, after: { kind, reason } })
          const after = { ...row, ...said, version: version + 1 }
          return (await presentOutages(kernel, ctx.principal, [after], windows, ctx.tx))[0] as Outage
        },
      ),

      route(e.maintenances, async ({ principal, query }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['from_at desc', 'id desc'])
        const after = keys.seek()
        const sql = `SELECT * FROM maintenances WHERE ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`
        const page = keys.page(await store.rows<MaintenanceRow>(sql, after.params), limit, (row) => [Number(row.from_at), row.id])
        return { ...page, items: await presentMaintenances(kernel, principal, page.items) }
      }),

      route(e.announce, async (ctx) => {
        const [from, until] = [Date.parse(ctx.body.from), Date.parse(ctx.body.until)]
        if (from <= ctx.now) throw refuseWith(availabilityErrors, 'availability.past')
        if (until <= from || until - from > longestMs) throw refuseWith(availabilityErrors, 'availability.order')
        const row: MaintenanceRow = {
          ...{ id: kernel.ids.next(), from_at: from, until_at: until, reason: ctx.body.reason },
          ...{ announced_by: ctx.principal.id, announced_at: ctx.now, cancelled_at: null, version: 1 },
        }
        await insert(store, 'maintenances', { ...row }, ctx.tx)
        ctx.audit({ subject: 'maintenance', subjectId: row.id, reason: row.reason, after: { from: ctx.body.from, until: ctx.body.until } })
        return oneMaintenance(ctx, row)
      }),

      route(e.cancel, async (ctx) => {
        const [row] = await store.rows<MaintenanceRow>('SELECT * FROM maintenances WHERE id = ?', [ctx.params.id], ctx.tx)
        if (!row) throw refuse('not-found')
        if (row.cancelled_at !== null || Number(row.from_at) <= ctx.now) throw refuseWith(availabilityErrors, 'availability.begun')
        const sql = 'UPDATE maintenances SET cancelled_at = ?, version = version + 1 WHERE id = ? AND version = ? AND cancelled_at IS NULL'
        if ((await store.run(sql, [ctx.now, row.id, ctx.body.version], ctx.tx)) !== 1) throw refuse('stale')
        ctx.audit({ subject: 'maintenance', subjectId: row.id, reason: row.reason, after: { cancelled: true } })
        return oneMaintenance(ctx, { ...row, cancelled_at: ctx.now, version: Number(row.version) + 1 })
      }),
    ],
  }
}
