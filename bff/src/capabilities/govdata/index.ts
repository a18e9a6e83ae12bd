import { govdata as contract } from '@liren/contract/capabilities/govdata'
import { startOfDay } from '../../kernel/background/daily.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import { clearRecords } from './clear.ts'
import { saveItem } from './items.ts'
import { govdataOf } from './personal.ts'
import { allItems, presentItem } from './row.ts'
import { pageOfTraces, reportOf, trace } from './trace.ts'
import { contentAt, dayMs, keepPulled, look, shownUse } from './use.ts'

const e = contract.endpoints
const reportDays = 90

/** Data of the government: used for the scenes they were given for, under an authorisation, and every look leaves a line. */
export const govdata: CapabilityFactory = (kernel) => ({
  contract,
  sealed: [contentAt],
  personal: [govdataOf(kernel)],
  routes: [
    route(e.items, async () => ({ items: (await allItems(kernel)).map((row) => presentItem(kernel, row)) })),

    route(e.save, async (ctx) => {
      const saved = presentItem(kernel, await saveItem(kernel, ctx.params.code, ctx.body, ctx.tx))
      const { code, grade, scenes, state, authorisation } = saved
      ctx.audit({ subject: 'govdata', subjectId: code, after: { grade, scenes, state, authorisation: authorisation?.number ?? null } })
      await ctx.emit({ name: 'govdata.changed', subject: 'govdata', subjectId: code, payload: {} })
      return saved
    }),

    route(
      e.use,
      (ctx) => {
        const { scene, reason, fileId } = ctx.body
        ctx.audit({ subject: 'govdata', subjectId: ctx.params.code, reason, after: { scene, fileId } })
        return look(kernel, ctx.principal, ctx.params.code, ctx.body)
      },
      async (ctx, looked) => {
        const { scene, reason, fileId } = ctx.body
        const line = { scene, reason, fileId, actorId: ctx.principal.id }
        ctx.audit({ subject: 'govdata', subjectId: ctx.params.code, reason, after: { scene, fileId } })
        if (looked.isFresh) await keepPulled(kernel, looked, line, ctx.tx)
        await trace(kernel, looked.item, { action: 'use', ...line, outcome: 'done' }, ctx.tx)
        return shownUse(looked)
      },
    ),

    route(e.trace, async (ctx) => {
      ctx.audit({ subject: 'govdata', subjectId: ctx.query.item ?? 'all' })
      return pageOfTraces(kernel, ctx.query)
    }),

    route(e.report, async ({ query, now }) => {
      const zone = kernel.config.LIREN_TIME_ZONE
      const from = query.from === undefined ? now - reportDays * dayMs : startOfDay(query.from, zone)
      const to = query.to === undefined ? now + 1 : startOfDay(query.to, zone) + dayMs
      return { items: await reportOf(kernel, from, to) }
    }),
  ],
  jobs: [
    {
      kind: 'govdata.clear',
      text: { zh: '清除授权已到期或过期的政务数据', en: 'Clear government data that are out of date or no longer allowed' },
      daily: '03:40',
      run: () => clearRecords(kernel),
    },
  ],
})
